import { grantsOf, HIERARCHY_GRANTS, isMachine, type Grant } from "../../facts/iam";
import { accessOf, NARROWER, TOO_WIDE } from "../../facts/iam-roles";
import { isReference } from "../../rendered/rendered-stack";
import { every, unknown, verdict, type ResourceRule } from "../../rule";

/**
 * Nobody holds a primitive or impersonating role for a whole project, nor one that can be bound on the resource that it is
 * needed for, such as Secret Manager's accessor; and no service account holds an administrator's or one that is for Google's agents.
 * The member may be a reference, which checkov's CKV_GCP_42 never matches, and the policy of a whole project is read as well.
 */
export const iamLeastPrivilege: ResourceRule = {
  appliesTo: HIERARCHY_GRANTS,
  evaluate: (resource, stack) => {
    const grants = grantsOf(resource, stack);
    const computed = grants.find(({ role }) => isReference(role));
    return every(
      verdict(grants.flatMap(findingsOf)),
      computed === undefined ? verdict([]) : unknown(`${computed.at}role`),
      grants.length === 0 && isReference(resource.arguments.policy_data) ? unknown("policy_data") : verdict([]),
    );
  },
};

function findingsOf({ role, members, at }: Grant): readonly string[] {
  const says = `${at}role is "${role}"`;
  if (TOO_WIDE.has(role)) {
    return [`${says} for everything below`];
  }
  const machine = members.find((member) => isMachine(member));
  if (machine !== undefined && ["administer", "impersonate"].includes(accessOf(role) ?? "")) {
    return [`${says} for the service account ${machine}`];
  }
  const narrower = NARROWER.find(([roles]) => roles.test(role))?.[1];
  return narrower === undefined ? [] : [`${says} for everything below, and not on one resource with ${narrower}`];
}
