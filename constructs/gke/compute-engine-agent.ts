import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type IGrantable } from "../core/grant";
import { ProjectServices } from "../core/project-services";

/**
 * Who Compute Engine is when it encrypts the disks of a project. It exists as soon as the API is enabled, and
 * `google_project_service_identity` can't make or name it, unlike other agents.
 * https://github.com/terraform-google-modules/terraform-google-project-factory/pull/628
 * https://cloud.google.com/compute/docs/disks/customer-managed-encryption#before_you_begin
 */
export class ComputeEngineAgent extends Construct implements IGrantable {
  /** The agent of a project, once in a stack. */
  public static of(scope: Construct, project: string): ComputeEngineAgent {
    const stack = TerraformStack.of(scope);
    const id = `ComputeEngineAgent-${project}`;
    return (
      (stack.node.tryFindChild(id) as ComputeEngineAgent | undefined) ?? new ComputeEngineAgent(stack, id, project)
    );
  }

  public readonly grantMember: string;
  public readonly grantId: string;

  private constructor(scope: Construct, id: string, project: string) {
    super(scope, id);
    const data = new DataGoogleProject(this, "Resource", { projectId: project });
    dependOn(data, ...ProjectServices.of(this).enable(project, "compute.googleapis.com"));
    this.grantMember = `serviceAccount:service-${data.number}@compute-system.iam.gserviceaccount.com`;
    this.grantId = `compute-engine-${project}`;
  }
}
