import { DataGoogleStorageProjectServiceAccount } from "@cdktf/provider-google/lib/data-google-storage-project-service-account";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type IGrantable } from "../core/grant";
import { ProjectServices } from "../core/project-services";

/**
 * Who Cloud Storage is when it encrypts the objects of a project: `service-<number>@gs-project-accounts.…`. To ask for it
 * makes it exist. `google_project_service_identity` can't, unlike for other services.
 * https://github.com/terraform-google-modules/terraform-google-project-factory/issues/803
 * https://cloud.google.com/storage/docs/getting-service-agent
 */
export class CloudStorageAgent extends Construct implements IGrantable {
  /** The agent of a project, once in a stack. */
  public static of(scope: Construct, project: string): CloudStorageAgent {
    const stack = TerraformStack.of(scope);
    const id = `CloudStorageAgent-${project}`;
    return (stack.node.tryFindChild(id) as CloudStorageAgent | undefined) ?? new CloudStorageAgent(stack, id, project);
  }

  public readonly grantMember: string;
  public readonly grantId: string;

  private constructor(scope: Construct, id: string, project: string) {
    super(scope, id);
    const data = new DataGoogleStorageProjectServiceAccount(this, "Resource", { project });
    dependOn(data, ...ProjectServices.of(this).enable(project, "storage.googleapis.com"));
    this.grantMember = data.member;
    this.grantId = `cloud-storage-${project}`;
  }
}
