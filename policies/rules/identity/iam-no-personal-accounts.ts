import { judgeMembers } from "../../facts/iam";
import { domainOf, PERSONAL_DOMAINS } from "../../facts/iam-roles";
import { type ResourceRule } from "../../rule";

/** No role is given to a mailbox that belongs to a person and to no organization, on any resource. */
export const iamNoPersonalAccounts: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) =>
    judgeMembers(
      resource,
      stack,
      (member) => PERSONAL_DOMAINS.has(domainOf(member)) || PERSONAL_DOMAINS.has(member.replace(/^domain:/, "")),
      ", a mailbox that no organization can take back",
    ),
};
