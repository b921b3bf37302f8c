import { hookEvents, hookWeight } from "../../../sandbox/kubernetes/hooks";
import { accountOf } from "../../facts/cluster-identity";
import { named } from "../../facts/cluster-objects";
import { podsSelectedBy, type PodObject } from "../../facts/cluster-pods";
import { type RenderedCluster, type RenderedObject } from "../../rendered/rendered-cluster";
import { blocksAt, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/**
 * What a hook's pods need, and what confines them, is there before they start: hooks of the same events and of a lower weight. Helm creates the
 * release's other objects after its `pre-` hooks. https://helm.sh/docs/topics/charts_hooks/
 */
export const hookComesPrepared: ObjectRule = {
  kinds: "pods",
  evaluate: (hook, { cluster }) => {
    const early = hookEvents(hook.object).filter((event) => event.startsWith("pre-"));
    if (hook.pod === undefined || early.length === 0) {
      return NOT_APPLICABLE;
    }
    return verdict(
      needsOf(hook as PodObject, cluster).flatMap((need) => {
        const events = hookEvents(need.object);
        const late = early.filter((event) => !events.includes(event));
        if (late.length > 0) {
          return [`metadata.annotations make it a ${late.join(" and ")} hook, which ${need.kind} ${need.name} isn't`];
        }
        return hookWeight(need.object) < hookWeight(hook.object)
          ? []
          : [`metadata.annotations give it a hook-weight that isn't above that of ${need.kind} ${need.name}`];
      }),
    );
  },
};

function needsOf(pod: PodObject, cluster: RenderedCluster): readonly RenderedObject[] {
  const { namespace } = pod;
  const account = accountOf(pod, cluster);
  const volumes = blocksAt(pod.pod.spec as unknown as Block, "volumes");
  const policies = [
    ...cluster.ofKind("NetworkPolicy", namespace),
    ...cluster.ofKind("FQDNNetworkPolicy", namespace),
  ].filter(
    (policy) =>
      // a policy for all pods is the release's own, which the hook's own policies stand in for
      Object.keys(valueAt(policy.object, "spec.podSelector.matchLabels") ?? {}).length > 0 &&
      podsSelectedBy(policy, "spec.podSelector", cluster).some(({ address }) => address === pod.address),
  );
  const classes = volumes.flatMap(
    (volume) =>
      named(
        cluster.ofKind("SecretProviderClass", namespace),
        valueAt(volume, "csi.volumeAttributes.secretProviderClass"),
      ) ?? [],
  );
  const settings = volumes.flatMap(
    (volume) => named(cluster.ofKind("ConfigMap", namespace), valueAt(volume, "configMap.name")) ?? [],
  );
  return [...(account === undefined ? [] : [account]), ...policies, ...classes, ...settings];
}
