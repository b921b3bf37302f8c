import { COMPLIANT, unknown, verdict, type ResourceRule } from "../../rule";

/** What the release brings into the cluster is known before it does: the chart takes its values, and every other rule sees its objects. */
export const helmReleaseRenders: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: ({ address, path }, stack) => {
    const problem = stack.cluster.unknown.find((one) => one.address === address && one.path === path);
    if (problem === undefined) {
      return COMPLIANT;
    }
    return problem.error === undefined
      ? unknown("chart")
      : verdict([`values are refused by the chart: ${problem.error.problems.join("; ")}`]);
  },
};
