import { podRule } from "../../facts/pods";
import { constraintsOver, isSpreadable, ZONE } from "../../facts/pods-spreading";
import { expectField } from "../../facts/pods";
import { every, NOT_APPLICABLE, verdict } from "../../rule";

/**
 * Spreading over zones is a rule and no wish: a pod waits for a node in the right zone, zones differ by one pod at most, and only pods of one
 * revision are counted, or else a roll-out leaves the new ones wherever the old ones weren't.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export const podsSpreadStrictly = podRule((subject) => {
  const constraints = isSpreadable(subject) ? constraintsOver(ZONE, subject) : [];
  if (constraints.length === 0) {
    return NOT_APPLICABLE;
  }
  return every(
    ...constraints.flatMap(({ path, whenUnsatisfiable, maxSkew, matchLabelKeys = [] }) => [
      expectField(`${path}.whenUnsatisfiable`, whenUnsatisfiable, "DoNotSchedule"),
      expectField(`${path}.maxSkew`, maxSkew, 1),
      verdict(
        subject.object.kind !== "Deployment" || matchLabelKeys.includes("pod-template-hash")
          ? []
          : [`${path}.matchLabelKeys lacks pod-template-hash`],
      ),
    ]),
  );
});
