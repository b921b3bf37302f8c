import { PERMISSIONS_TOO_FAR } from "../../facts/iam-roles";
import { isReference } from "../../rendered/rendered-stack";
import { unknown, verdict, type ResourceRule } from "../../rule";

/** A role of our own has no permission to act as others, to hand out access, to make keys, and none with a wildcard. */
export const iamCustomRoleNarrow: ResourceRule = {
  appliesTo: ["google_project_iam_custom_role", "google_organization_iam_custom_role"],
  evaluate: ({ arguments: { permissions } }) => {
    if (isReference(permissions)) {
      return unknown("permissions");
    }
    const list: readonly unknown[] = Array.isArray(permissions) ? permissions : [];
    const far = list.map(String).filter((permission) => PERMISSIONS_TOO_FAR.test(permission));
    return verdict(far.map((permission) => `permissions has "${permission}", which amounts to another role`));
  },
};
