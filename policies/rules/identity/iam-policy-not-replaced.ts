import { HIERARCHY } from "../../facts/iam";
import { verdict, type ResourceRule } from "../../rule";

/** No resource owns the whole policy of a project, folder or organization: what it doesn't list, it takes away. */
export const iamPolicyNotReplaced: ResourceRule = {
  appliesTo: HIERARCHY.map((level) => `google_${level}_iam_policy`),
  evaluate: ({ type }) =>
    verdict([
      `policy_data replaces every grant of the ${type.split("_")[1] ?? ""}, those of Google's agents and of its owners included`,
    ]),
};
