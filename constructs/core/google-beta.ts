import { TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { type Construct } from "constructs";

/**
 * The release of hashicorp/google-beta, the same as that of the google bindings: the two are cut together.
 * https://github.com/hashicorp/terraform-provider-google-beta/releases
 */
export const GOOGLE_BETA_VERSION = "6.50.0";

const PROVIDER_METADATA = {
  providerName: "google-beta",
  providerVersion: GOOGLE_BETA_VERSION,
  providerVersionConstraint: GOOGLE_BETA_VERSION,
};

/**
 * The google-beta provider without its bindings, which weigh 470 MB: one resource type is all we need from it.
 * It takes project and credentials as the google provider does.
 */
export class GoogleBetaProvider extends TerraformProvider {
  /** The stack's only google-beta provider, made on first use. */
  public static of(scope: Construct): GoogleBetaProvider {
    const stack = TerraformStack.of(scope);
    const id = "google-beta";
    return (stack.node.tryFindChild(id) as GoogleBetaProvider | undefined) ?? new GoogleBetaProvider(stack, id);
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: "google-beta",
      terraformProviderSource: "hashicorp/google-beta",
      terraformGeneratorMetadata: PROVIDER_METADATA,
    });
  }
}

/** What {@link ProjectServiceIdentity} needs. */
export interface ProjectServiceIdentityConfig {
  readonly project: string;
  /** The API, for example `sqladmin.googleapis.com`. */
  readonly service: string;
}

/**
 * `google_project_service_identity`: makes a service's agent account exist now instead of on first use, so that
 * it can be given a KMS key before the first encrypted resource. Not in the GA provider of 6.50.
 */
export class ProjectServiceIdentity extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly config: ProjectServiceIdentityConfig,
  ) {
    super(scope, id, {
      terraformResourceType: "google_project_service_identity",
      terraformGeneratorMetadata: PROVIDER_METADATA,
      provider: GoogleBetaProvider.of(scope),
    });
  }

  /** The agent as an IAM member, `serviceAccount:service-…`. */
  public get member(): string {
    return this.getStringAttribute("member");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { project: this.config.project, service: this.config.service };
  }
}
