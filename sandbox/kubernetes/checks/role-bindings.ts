import { type Check, type Finding } from "./check";

const GROUP = "rbac.authorization.k8s.io";

/** ClusterRoles of every cluster. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings */
const BUILT_IN = /^(cluster-admin|admin|edit|view|system:.*)$/;

interface Binding {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** A binding gives nothing when its role or its ServiceAccount does not exist. */
export const roleBindings: Check = {
  id: "role-bindings",
  source: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
  effect: "does-not-work",
  find: (review) =>
    review.reviewed(GROUP, "RoleBinding", "ClusterRoleBinding").flatMap((object): Finding[] => {
      const { roleRef, subjects = [] } = object as unknown as Binding;
      const namespace = roleRef.kind === "Role" ? object.metadata.namespace : undefined;
      const builtIn = roleRef.kind === "ClusterRole" && BUILT_IN.test(roleRef.name);
      const accounts = subjects
        .map((subject, index) => ({ ...subject, index }))
        .filter(({ kind }) => kind === "ServiceAccount");
      return [
        ...(builtIn || review.find(GROUP, roleRef.kind, namespace, roleRef.name) !== undefined
          ? []
          : [
              {
                object,
                path: "roleRef.name",
                message: `the ${roleRef.kind} "${roleRef.name}" does not exist`,
                fix: "add it to the release, or correct the name",
              },
            ]),
        ...accounts.flatMap(({ name, namespace: home, index }): Finding[] => {
          if (home === undefined) {
            return [
              {
                object,
                path: `subjects[${index}].namespace`,
                message: "required for a ServiceAccount",
                fix: "set the namespace",
                effect: "refused",
              },
            ];
          }
          return name === "default" || review.find("", "ServiceAccount", home, name) !== undefined
            ? []
            : [
                {
                  object,
                  path: `subjects[${index}].name`,
                  message: `the ServiceAccount "${home}/${name}" does not exist`,
                  fix: "add it to the release, or correct the name",
                },
              ];
        }),
      ];
    }),
};
