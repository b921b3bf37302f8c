import { TerraformResource, type TerraformMetaArguments } from "cdktf";
import { type Construct } from "constructs";

/** Arguments of {@link TerraformData}. */
export interface TerraformDataConfig extends TerraformMetaArguments {
  /** The value to remember; it comes back as `output`. */
  readonly input: unknown;
}

/**
 * `terraform_data`, which remembers a value in the state. cdktf's own `DataResource` starts `terraform version` at each
 * synth, which costs 90 ms for each stack and fails where Terraform is not installed, as in tests.
 */
export class TerraformData extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly config: TerraformDataConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "terraform_data" });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.config.input };
  }
}
