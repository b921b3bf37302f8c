import { textMap } from "../../facts/cluster-objects";
import { verdict, type ObjectRule } from "../../rule";

/** No annotation puts text into a proxy's configuration: whoever writes Ingresses would read every secret of ingress-nginx (CVE-2021-25742). */
export const ingressNoSnippets: ObjectRule = {
  kinds: ["Ingress"],
  evaluate: ({ object }) =>
    verdict(
      Object.keys(textMap(object.metadata.annotations))
        .filter((key) => /^nginx\..*\/.*(snippet|lua)/.test(key))
        .map((key) => `metadata.annotations has "${key}"`),
    ),
};
