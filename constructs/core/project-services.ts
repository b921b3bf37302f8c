import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { TerraformStack, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "./dependencies";
import { ProjectServiceIdentity } from "./google-beta";
import { type IGrantable } from "./grant";

const ID = "ProjectServices";

/** A service's own account in a project, for example Cloud SQL's, which encrypts on our behalf. */
class ServiceAgent extends Construct implements IGrantable {
  public readonly grantMember: string;
  public readonly grantId: string;

  public constructor(
    scope: Construct,
    id: string,
    project: string,
    service: string,
    enabled: readonly ITerraformDependable[],
  ) {
    super(scope, id);
    const identity = new ProjectServiceIdentity(this, "Resource", { project, service });
    dependOn(identity, ...enabled);
    this.grantMember = identity.member;
    this.grantId = `agent-${project}-${shortName(service)}`;
  }
}

/**
 * The Google APIs that a stack needs: enabled once each, never disabled on destroy (another stack may use them), and
 * depended on by what needs them. Every construct asks for its own, so a stack never lists them.
 */
export class ProjectServices extends Construct {
  /** The stack's only instance, made on first use. */
  public static of(scope: Construct): ProjectServices {
    const stack = TerraformStack.of(scope);
    return (stack.node.tryFindChild(ID) as ProjectServices | undefined) ?? new ProjectServices(stack, ID);
  }

  private managedElsewhere = false;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }

  /** Leaves the APIs alone: another stack or team enables them. Call it before the first construct that needs one. */
  public assumeEnabledElsewhere(): void {
    this.managedElsewhere = true;
  }

  /**
   * Enables APIs in a project.
   *
   * @param services for example `container.googleapis.com`
   * @returns what a resource of these services has to depend on
   */
  public enable(project: string, ...services: readonly string[]): readonly ITerraformDependable[] {
    if (this.managedElsewhere) {
      return [];
    }
    return services.map((service) => {
      const id = this.idOf(project, service);
      const existing = this.node.tryFindChild(id) as ProjectService | undefined;
      return existing ?? new ProjectService(this, id, { project, service, disableOnDestroy: false });
    });
  }

  /** The account that a service acts as in a project, made to exist so that it can be granted a key first. */
  public agent(project: string, service: string): IGrantable {
    const id = `Agent-${this.idOf(project, service)}`;
    const existing = this.node.tryFindChild(id) as ServiceAgent | undefined;
    return existing ?? new ServiceAgent(this, id, project, service, this.enable(project, service));
  }

  private idOf(project: string, service: string): string {
    return `${project}-${shortName(service)}`;
  }
}

/** `container.googleapis.com` → `container`. */
function shortName(service: string): string {
  return service.replace(/\.googleapis\.com$/, "");
}
