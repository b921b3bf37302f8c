import { isRecord } from "../../../sandbox/kubernetes/objects";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { podRule, specOf } from "../../facts/pods";
import { isWhole, networkPoliciesOf } from "../../facts/pods-cluster";
import { isCloudSqlProxy } from "../../facts/pods-proxy";
import { unknown, verdict } from "../../rule";

type Direction = "Ingress" | "Egress";

/**
 * NetworkPolicies decide who reaches a pod and what it reaches. One of them says what is allowed, too: a pod with a port that nobody may
 * ask, or with a proxy that reaches nothing, has lost the labels by which its policy picks it.
 */
export const podNetworkPolicy = podRule((subject) => {
  const { pod, containers, cluster } = subject;
  if (pod.spec.hostNetwork === true) {
    return verdict([`${pod.path}.hostNetwork is true, and NetworkPolicies don't hold for the node's network`]);
  }
  const policies = networkPoliciesOf(subject);
  const open = (["Ingress", "Egress"] as const).filter((direction) => !policies.some((one) => isFor(one, direction)));
  if (open.length > 0) {
    return isWhole(cluster)
      ? verdict(open.map((direction) => `${labelsOf(pod.path)}: no NetworkPolicy for ${direction} picks the pod`))
      : unknown(labelsOf(pod.path));
  }
  const serves = containers.some(({ container, role }) => role === "container" && (container.ports ?? []).length > 0);
  return verdict([
    ...(serves && !policies.some((one) => allows(one, "Ingress"))
      ? [`${labelsOf(pod.path)}: no NetworkPolicy lets anybody in, and the pod has ports`]
      : []),
    ...(containers.some(isCloudSqlProxy) && !policies.some((one) => allows(one, "Egress"))
      ? [`${labelsOf(pod.path)}: no NetworkPolicy lets the pod out, and it has a Cloud SQL Auth Proxy`]
      : []),
  ]);
});

const labelsOf = (path: string): string => path.replace(/spec$/, "metadata.labels");

/** Without policyTypes a policy is for ingress, and for egress when it has rules for it. */
function isFor(policy: RenderedObject, direction: Direction): boolean {
  const { policyTypes, egress } = specOf(policy);
  if (Array.isArray(policyTypes)) {
    return policyTypes.includes(direction);
  }
  return direction === "Ingress" || egress !== undefined;
}

function allows(policy: RenderedObject, direction: Direction): boolean {
  const rules = specOf(policy)[direction === "Ingress" ? "ingress" : "egress"];
  return isFor(policy, direction) && Array.isArray(rules) && rules.some(isRecord);
}
