import { valueAt, blocksAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** Everybody, or everybody of a kind. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings */
const CROWDS = /^system:(authenticated|unauthenticated|masters|serviceaccounts(:.*)?|anonymous)$/;

/** ClusterRoles that are more than a workload needs. */
const ADMINISTRATORS = ["cluster-admin", "admin", "edit", "system:aggregate-to-admin"];

/** A binding names one account each, and gives no administrator's role. */
export const rbacNarrowSubjects: ObjectRule = {
  kinds: ["RoleBinding", "ClusterRoleBinding"],
  evaluate: ({ object }) => {
    const role = valueAt(object, "roleRef.name");
    return verdict([
      ...(typeof role === "string" && ADMINISTRATORS.includes(role) && valueAt(object, "roleRef.kind") === "ClusterRole"
        ? [`roleRef.name is "${role}", an administrator's role`]
        : []),
      ...blocksAt(object, "subjects").flatMap(({ kind, name }, index) => {
        const path = `subjects[${index}].name`;
        if (typeof name === "string" && CROWDS.test(name)) {
          return [`${path} is "${name}", which is no single account`];
        }
        return kind === "ServiceAccount" && name === "default"
          ? [`${path} is "default", the account of every pod that names none`]
          : [];
      }),
    ]);
  },
};
