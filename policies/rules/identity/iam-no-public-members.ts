import { verdict, type ResourceRule } from "../../rule";

const PUBLIC = /^(allUsers|allAuthenticatedUsers)$/;

/** No role is given to the whole internet, nor to everybody with a Google account. */
export const iamNoPublicMembers: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ type, arguments: binding }) => {
    if (!/_iam_(member|binding)$/.test(type)) {
      return { status: "not-applicable" };
    }
    const members: readonly unknown[] = Array.isArray(binding.members) ? binding.members : [binding.member];
    const open = members.filter((member) => typeof member === "string" && PUBLIC.test(member));
    return verdict(open.map((member) => `member is "${String(member)}"`));
  },
};
