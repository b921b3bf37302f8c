import { ProjectIamMember, type ProjectIamMemberCondition } from "@cdktf/provider-google/lib/project-iam-member";
import { type IConstruct } from "constructs";
import { dependOn } from "./dependencies";
import { grantOnce, type Grant, type IGrantable } from "./grant";
import { ProjectServices } from "./project-services";
import { resourceLevelBinding } from "./resource-level-roles";
import { check, isKnown } from "./validation";

/** What {@link grantOnProject} binds. */
export interface ProjectGrant {
  readonly project: string;
  /** For example `roles/cloudsql.client`. */
  readonly role: string;
  /** What the role is narrowed to, wherever the service offers an attribute for it. */
  readonly condition?: ProjectIamMemberCondition;
}

/**
 * Binds a role on a whole project, for services that have no policy of their own on the resource. The project's policy
 * belongs to the Resource Manager API, which has to be on first. A role that can be bound on one resource is refused.
 *
 * @param scope the construct that owns what access is given to
 */
export function grantOnProject(
  scope: IConstruct,
  grantee: IGrantable,
  { project, role, condition }: ProjectGrant,
): Grant {
  const narrower = isKnown(role) ? resourceLevelBinding(role) : undefined;
  check(scope, "grantOnProject", [
    narrower !== undefined && {
      setting: "role",
      value: role,
      must: "be bound on the resource that it is needed for, because on a project it opens every resource of the kind",
      fix: `use the grant of that resource's construct, or ${narrower}`,
      source: "https://cloud.google.com/iam/docs/resource-types-with-policies",
    },
  ]);
  return grantOnce(scope, role, grantee, (id) => {
    const binding = new ProjectIamMember(scope, id, { project, role, member: grantee.grantMember, condition });
    dependOn(binding, ...ProjectServices.of(scope).enable(project, "cloudresourcemanager.googleapis.com"));
    return binding;
  });
}
