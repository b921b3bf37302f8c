import { isRecord } from "../../../sandbox/kubernetes/objects";
import { quantity } from "../../../sandbox/kubernetes/quantities";
import { isFirstOfNamespace } from "../../facts/cluster-pods";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ObjectRule } from "../../rule";

const KEYS = ["pods", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

/** Beyond this Kubernetes itself isn't tested: https://github.com/kubernetes/community/blob/master/sig-scalability/configs-and-limits/thresholds.md */
const MOST_PODS = 3000;

/** Each namespace with pods has a ResourceQuota for pods, and for requests and limits of CPU and memory. */
export const quotaComplete: ObjectRule = {
  kinds: "pods",
  evaluate: (one, { cluster }) => {
    if (!isFirstOfNamespace(one, cluster)) {
      return NOT_APPLICABLE;
    }
    const hard = Object.fromEntries(
      cluster.ofKind("ResourceQuota", one.namespace).flatMap(({ object }) => {
        const value = valueAt(object, "spec.hard");
        return isRecord(value) ? Object.entries(value) : [];
      }),
    );
    // "cpu" and "memory" are short for requests, and "count/pods" is the longer form of "pods"
    const amount = (key: string): unknown =>
      hard[key] ?? hard[key.replace(/^requests\./, "")] ?? hard[key === "pods" ? "count/pods" : key];
    const number = (key: string): number => quantity(amount(key) as string | number | undefined);
    const missing = KEYS.filter((key) => !(number(key) > 0));
    return verdict([
      ...(missing.length === 0
        ? []
        : [`metadata.namespace is ${one.namespace}, whose ResourceQuota lacks ${missing.join(", ")}`]),
      ...(number("pods") > MOST_PODS
        ? [`spec.hard.pods of ${one.namespace} is ${shown(amount("pods"))}, more than ${MOST_PODS}`]
        : []),
      ...["cpu", "memory"]
        .filter((key) => number(`limits.${key}`) < number(`requests.${key}`))
        .map(
          (key) =>
            `spec.hard of ${one.namespace} has limits.${key} ${shown(amount(`limits.${key}`))}, less than requests.${key}`,
        ),
    ]);
  },
};
