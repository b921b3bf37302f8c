import { isRecord } from "../../../sandbox/kubernetes/objects";
import { textAt } from "../../facts/cluster-objects";
import { type RenderedStack } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

const PATH = "spec.parameters.secrets";

/** https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component */
const RESOURCE = /^projects\/[^/]+(?:\/locations\/[^/]+)?\/secrets\/([^/]+)\/versions\/([^/]+)$/;

/** Files from Secret Manager are of the add-on's provider, of secrets that the stack has, and each has its own path. */
export const secretProviderClass: ObjectRule = {
  kinds: ["SecretProviderClass"],
  evaluate: ({ object }, stack) => {
    const provider = textAt(object, "spec.provider");
    const text = textAt(object, PATH) ?? "";
    const names = valuesOf(text, "resourceName");
    const files = valuesOf(text, "path");
    const known = secretsOf(stack);
    return verdict([
      ...(provider === "gke" || provider === "gcp" ? [] : [`spec.provider is ${shown(provider)}, not "gke"`]),
      ...(provider === "gke" && isRecord(object.spec) && object.spec.secretObjects !== undefined
        ? ["spec.secretObjects are set, and the add-on makes no Secrets"]
        : []),
      ...(names.length === 0 ? [`${PATH} names no secret`] : []),
      ...(names.length === files.length ? [] : [`${PATH} has ${names.length} secrets and ${files.length} paths`]),
      ...files.filter((file, index) => files.indexOf(file) !== index).map((file) => `${PATH} writes "${file}" twice`),
      ...files
        .filter((file) => file.startsWith("/") || file.includes(".."))
        .map((file) => `${PATH} writes "${file}", which leaves the volume`),
      ...names.flatMap((name) => {
        const [, secret] = RESOURCE.exec(name) ?? [];
        if (secret === undefined) {
          return [`${PATH} has "${name}", which is no version of a secret`];
        }
        return known === undefined || known.includes(secret)
          ? []
          : [`${PATH} has "${secret}", which the stack doesn't have`];
      }),
    ]);
  },
};

/** The values of a key in the list, which is YAML inside YAML. */
function valuesOf(text: string, key: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^[ -]*${key}: *["']?([^"'\\n]+?)["']? *$`, "gm"))].map(
    ([, value = ""]) => value,
  );
}

/** Undefined when the stack has none, or ids that Terraform computes. */
function secretsOf(stack: RenderedStack): readonly string[] | undefined {
  const ids = stack.ofType("google_secret_manager_secret").map(({ arguments: { secret_id: id } }) => id);
  const known = ids.filter((id): id is string => typeof id === "string" && !id.includes("${"));
  return known.length === 0 || known.length < ids.length ? undefined : known;
}
