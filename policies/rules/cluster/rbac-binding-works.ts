import { named } from "../../facts/cluster-objects";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { every, unknown, verdict, type ObjectRule, COMPLIANT } from "../../rule";

/** ClusterRoles of every cluster. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings */
const BUILT_IN = /^(cluster-admin|admin|edit|view|system:.*)$/;

/** A binding names a role and accounts that exist. */
export const rbacBindingWorks: ObjectRule = {
  kinds: ["RoleBinding", "ClusterRoleBinding"],
  evaluate: ({ object, namespace }, { cluster }) => {
    const kind = valueAt(object, "roleRef.kind");
    const name = valueAt(object, "roleRef.name");
    const ofCluster = kind === "ClusterRole" && typeof name === "string";
    const found = named(kind === "Role" ? cluster.ofKind("Role", namespace) : cluster.ofKind("ClusterRole"), name);
    const subjects = blocksAt(object, "subjects");
    return every(
      verdict([
        ...(found === undefined && !ofCluster
          ? [`roleRef.name is ${JSON.stringify(name) ?? "absent"}, and no Role of the namespace is called that`]
          : []),
        ...(subjects.length === 0 ? ["subjects are none, so that nobody gets the role"] : []),
        ...subjects.flatMap((subject, index) => {
          const home = typeof subject.namespace === "string" ? subject.namespace : namespace;
          // accounts of a namespace that the stack has nothing in are somebody else's
          const isOurs = home === namespace || cluster.ofKind("ServiceAccount", home).length > 0;
          return subject.kind === "ServiceAccount" &&
            isOurs &&
            subject.name !== "default" &&
            named(cluster.ofKind("ServiceAccount", home), subject.name) === undefined
            ? [
                `subjects[${index}].name is ${JSON.stringify(subject.name) ?? "absent"}, and ${home} has no such ServiceAccount`,
              ]
            : [];
        }),
      ]),
      // another release may make a ClusterRole
      ofCluster && found === undefined && !BUILT_IN.test(name) ? unknown("roleRef.name") : COMPLIANT,
    );
  },
};
