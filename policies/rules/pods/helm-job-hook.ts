import { hookEvents, hookWeight } from "../../../sandbox/kubernetes/hooks";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { workloadRule, type PodSubject } from "../../facts/pods";
import { accountOf, networkPoliciesOf } from "../../facts/pods-cluster";
import { texts } from "../../facts/pods-shape";
import { NOT_APPLICABLE, verdict } from "../../rule";

const PAIRS = [
  ["pre-install", "pre-upgrade"],
  ["post-install", "post-upgrade"],
] as const;
const DELETE_POLICY = "helm.sh/hook-delete-policy";

/**
 * A Job in a chart is a hook: an ordinary one can't be changed, so that the next release fails. A hook runs at upgrades as at the first
 * install, makes room for its successor, and comes after what it needs, which is made for the same events.
 * https://helm.sh/docs/topics/charts_hooks/
 */
export const helmJobHook = workloadRule(["Job"], (subject) => {
  const { object } = subject;
  const { labels, annotations } = object.object.metadata;
  if (texts(labels)["app.kubernetes.io/managed-by"] !== "Helm") {
    return NOT_APPLICABLE;
  }
  const events = hookEvents(object.object);
  if (events.length === 0) {
    return verdict(["metadata.annotations lacks helm.sh/hook, and a Job can't be changed by the next release"]);
  }
  const policy = texts(annotations)[DELETE_POLICY];
  return verdict([
    ...PAIRS.flatMap(([install, upgrade]) =>
      events.includes(install) === events.includes(upgrade)
        ? []
        : [`metadata.annotations has helm.sh/hook: ${events.join()}, only one of ${install} and ${upgrade}`],
    ),
    ...(policy === undefined || policy.includes("before-hook-creation")
      ? []
      : [`metadata.annotations has ${DELETE_POLICY}: ${policy}: a Job that failed is in the way of the next`]),
    ...neededBy(subject).flatMap((needed) => {
      const theirs = hookEvents(needed.object);
      const what = `${needed.kind} "${needed.name}"`;
      if (theirs.length === 0) {
        return [];
      }
      return [
        ...(events.some((event) => !theirs.includes(event))
          ? [`metadata.annotations has helm.sh/hook: ${events.join()}, and ${what} is made at ${theirs.join()}`]
          : []),
        ...(hookWeight(needed.object) < hookWeight(object.object)
          ? []
          : [
              `metadata.annotations has a helm.sh/hook-weight of ${hookWeight(object.object)}, not above that of ${what}`,
            ]),
      ];
    }),
  ]);
});

/** Hooks without which the pods of a Job don't start, or reach nothing. */
function neededBy(subject: PodSubject): readonly RenderedObject[] {
  const { cluster, object, pod } = subject;
  const account = accountOf(subject);
  const classes = (pod.spec.volumes ?? []).map(({ csi }) => texts(csi?.volumeAttributes).secretProviderClass);
  return [
    ...(account === undefined ? [] : [account]),
    ...networkPoliciesOf(subject),
    ...cluster.ofKind("SecretProviderClass", object.namespace).filter(({ name }) => classes.includes(name)),
  ];
}
