import { judgeMembers } from "../../facts/iam";
import { type ResourceRule } from "../../rule";

const PUBLIC = /^(allUsers|allAuthenticatedUsers)$/i;

/** No role is given to the whole internet, nor to everybody with a Google account. */
export const iamNoPublicMembers: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) => judgeMembers(resource, stack, (member) => PUBLIC.test(member), ""),
};
