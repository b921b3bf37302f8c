import { podRule } from "../../facts/pods";
import { avoidsItself, constraintsOver, isSpreadable, ZONE } from "../../facts/pods-spreading";
import { NOT_APPLICABLE, verdict } from "../../rule";

/** The pods of a workload lie in several zones: a constraint over zones counts the pods themselves. */
export const podsSpreadOverZones = podRule((subject) => {
  if (!isSpreadable(subject)) {
    return NOT_APPLICABLE;
  }
  const constraints = constraintsOver(ZONE, subject);
  return verdict(
    constraints.length > 0 || avoidsItself(ZONE, subject)
      ? []
      : [`${subject.pod.path}.topologySpreadConstraints has none over ${ZONE} that selects the pods themselves`],
  );
});
