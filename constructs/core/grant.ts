import { type ITerraformDependable } from "cdktf";
import { type IConstruct } from "constructs";

/** Someone who can be given access: a Google service account or a workload that acts as one. */
export interface IGrantable extends IConstruct {
  /** The IAM member, for example `serviceAccount:name@project.iam.gserviceaccount.com`. */
  readonly grantMember: string;
  /** A stable short name used in construct ids, so that granting twice makes one binding. */
  readonly grantId: string;
}

/** Access that was given. Pass `dependables` to whatever must not start before it is in force. */
export interface Grant {
  readonly role: string;
  readonly grantee: IGrantable;
  readonly dependables: readonly ITerraformDependable[];
}

/**
 * Creates an additive IAM binding once: a second grant of the same role on the same resource to the
 * same grantee returns the first one.
 *
 * @param scope the construct that owns the resource to which access is given
 * @param role the IAM role, for example `roles/secretmanager.secretAccessor`
 * @param create makes the `*_iam_member` resource under the given construct id
 */
export function grantOnce(
  scope: IConstruct,
  role: string,
  grantee: IGrantable,
  create: (id: string) => ITerraformDependable & IConstruct,
): Grant {
  const id = `Grant-${role.replace(/^roles\//, "").replaceAll(/[^A-Za-z0-9]/g, "-")}-${grantee.grantId}`;
  const existing = scope.node.tryFindChild(id);
  const binding = existing === undefined ? create(id) : (existing as ITerraformDependable & IConstruct);
  return { role, grantee, dependables: [binding] };
}
