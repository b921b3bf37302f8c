import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type Grant, type IGrantable } from "../core/grant";
import { type ProjectScopedProps } from "../core/project-scoped";
import { grantOnProject } from "../core/project-grant";
import { ProjectServices } from "../core/project-services";

/** Props of {@link NodeServiceAccount}. */
export interface NodeServiceAccountProps extends ProjectScopedProps {
  readonly accountId: string;
  readonly clusterName: string;
}

/**
 * Who the nodes of a cluster are, instead of the project's default account, which may edit everything. Its one role is
 * the least that GKE documents: writing logs and metrics.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa
 */
export class NodeServiceAccount extends Construct implements IGrantable {
  public readonly email: string;
  public readonly grantMember: string;
  public readonly grantId: string;
  /** The role that nodes need before they start. There is no narrower resource to give it on than the project. */
  public readonly grant: Grant;

  public constructor(scope: Construct, id: string, props: NodeServiceAccountProps) {
    super(scope, id);
    const { project, accountId } = props;
    const account = new ServiceAccount(this, "Resource", {
      project,
      accountId,
      displayName: `Nodes of ${props.clusterName}`,
    });
    dependOn(account, ...ProjectServices.of(this).enable(project, "iam.googleapis.com"));
    this.email = account.email;
    this.grantMember = account.member;
    this.grantId = `nodes-${accountId}`;
    this.grant = grantOnProject(this, this, { project, role: "roles/container.defaultNodeServiceAccount" });
  }
}
