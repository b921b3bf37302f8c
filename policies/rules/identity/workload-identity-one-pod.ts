import { grantsOf, podOf } from "../../facts/iam";
import { verdict, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A Google service account is lent to one Kubernetes service account, so that each program has rights of its own. */
export const workloadIdentityOnePod: ResourceRule = {
  appliesTo: ["google_service_account"],
  evaluate: (account, stack) => {
    const members = ["member", "binding"]
      .flatMap((form) => stack.ofType(`google_service_account_iam_${form}`))
      .filter(({ arguments: block }) => stack.refersTo(block.service_account_id, account))
      .flatMap((grant) => grantsOf(grant, stack))
      .flatMap((grant) => grant.members);
    const pods = [
      ...new Set(members.flatMap((member) => podOf(member) ?? []).map(({ namespace, name }) => `${namespace}/${name}`)),
    ];
    return pods.length === 0
      ? NOT_APPLICABLE
      : verdict(pods.length === 1 ? [] : [`account_id is lent to ${pods.sort().join(" and ")}, not to one of them`]);
  },
};
