import { hookEvents } from "../../../sandbox/kubernetes/hooks";
import { labelsOf, type PodObject } from "../../facts/cluster-pods";
import { Reachability } from "../../reachability/graph";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A hook before the install runs before the release's policies, so that a policy which is such a hook itself confines it. */
export const hookPodsIsolated: ObjectRule = {
  kinds: "pods",
  evaluate: (hook, { cluster }) => {
    const events = hookEvents(hook.object);
    if (hook.pod === undefined || !events.includes("pre-install")) {
      return NOT_APPLICABLE;
    }
    const labels = labelsOf(hook as PodObject, cluster);
    const pods = { kind: "pods" as const, name: hook.name, namespace: hook.namespace, labels };
    const graph = Reachability.of(cluster);
    return verdict(
      (["ingress", "egress"] as const)
        .filter(
          (direction) =>
            !graph.isolating(pods, direction).some(({ source }) => hookEvents(source.object).includes("pre-install")),
        )
        .map(
          (direction) =>
            `metadata.annotations make it a pre-install hook, and no such policy denies ${direction} for it`,
        ),
    );
  },
};
