import { grantsOn, WRITE } from "../../facts/cluster-rbac";
import { verdict, type ObjectRule } from "../../rule";

const GROUP = "rbac.authorization.k8s.io";
const ROLES = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
const PEOPLE = ["users", "groups", "serviceaccounts"];
const EXTRA = ["userextras", "uids", "userextras/scopes"];

/**
 * Nobody can give himself more: no `bind`, `escalate` or `impersonate`, no writing of roles and bindings, and no tokens of other
 * service accounts. https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export const rbacNoEscalation: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict([
      ...grantsOn(role, GROUP, ROLES, [...WRITE, "bind", "escalate"]),
      ...grantsOn(role, "", PEOPLE, ["impersonate"]),
      ...grantsOn(role, "authentication.k8s.io", EXTRA, ["impersonate"]),
      ...grantsOn(role, "", ["serviceaccounts/token"], ["create"]),
      ...grantsOn(role, "", ["serviceaccounts"], WRITE),
    ]),
};
