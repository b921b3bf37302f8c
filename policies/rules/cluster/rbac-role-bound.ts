import { valueAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** A Role that no binding names gives nobody anything. */
export const rbacRoleBound: ObjectRule = {
  kinds: ["Role"],
  evaluate: ({ name, namespace }, { cluster }) =>
    verdict(
      cluster
        .ofKind("RoleBinding", namespace)
        .some(({ object }) => valueAt(object, "roleRef.kind") === "Role" && valueAt(object, "roleRef.name") === name)
        ? []
        : ["metadata.name is in no RoleBinding's roleRef"],
    ),
};
