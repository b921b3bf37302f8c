import { HIERARCHY_GRANTS, judgeMembers } from "../../facts/iam";
import { type ResourceRule } from "../../rule";

/** What people may do in a whole project hangs on groups, so that it ends with their membership. */
export const iamGroupsNotPeople: ResourceRule = {
  appliesTo: HIERARCHY_GRANTS,
  evaluate: (resource, stack) =>
    judgeMembers(resource, stack, (member) => member.startsWith("user:"), ", one person instead of a group"),
};
