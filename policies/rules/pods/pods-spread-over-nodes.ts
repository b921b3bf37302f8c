import { podRule } from "../../facts/pods";
import { avoidsItself, constraintsOver, HOST, isSpreadable } from "../../facts/pods-spreading";
import { NOT_APPLICABLE, verdict } from "../../rule";

/** The pods of a workload lie on several nodes: they avoid a node that has one, or a constraint over nodes counts them. */
export const podsSpreadOverNodes = podRule((subject) => {
  if (!isSpreadable(subject)) {
    return NOT_APPLICABLE;
  }
  return verdict(
    constraintsOver(HOST, subject).length > 0 || avoidsItself(HOST, subject)
      ? []
      : [`${subject.pod.path}.affinity.podAntiAffinity has no term over ${HOST} that selects the pods themselves`],
  );
});
