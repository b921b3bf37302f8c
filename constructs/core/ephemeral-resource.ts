import { dependable, TerraformElement, type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";

/** What an {@link EphemeralResource} is made of. */
export interface EphemeralResourceConfig {
  /** The Terraform type, for example `random_password`. */
  readonly type: string;
  /** Arguments with their Terraform names. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /**
   * A Terraform expression. While it is false, nothing is opened and the values are empty texts.
   * @default - it is opened in each run
   */
  readonly onlyIf?: string;
  /** Where the provider comes from when no other resource of the stack uses it. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * An `ephemeral` block: its values live during one Terraform run and reach neither plan nor state.
 * cdktf 0.21 has no class for it (https://github.com/hashicorp/terraform-cdk/issues/3886). Its values can only
 * be used where Terraform allows ephemeral values: write-only arguments, provider settings, other ephemeral blocks.
 */
export class EphemeralResource extends TerraformElement implements ITerraformDependable {
  public constructor(
    scope: Construct,
    id: string,
    private readonly config: EphemeralResourceConfig,
  ) {
    super(scope, id, `ephemeral.${config.type}`);
  }

  /** A reference to one of its values, for a write-only argument. */
  public value(attribute: string): string {
    const block = `ephemeral.${this.config.type}.${this.friendlyUniqueId}`;
    return this.config.onlyIf === undefined ? `\${${block}.${attribute}}` : `\${join("", ${block}[*].${attribute})}`;
  }

  public override toTerraform(): Record<string, unknown> {
    const { type, onlyIf, dependsOn } = this.config;
    return {
      ephemeral: {
        [type]: {
          [this.friendlyUniqueId]: {
            ...(onlyIf === undefined ? {} : { count: `\${${onlyIf} ? 1 : 0}` }),
            ...this.config.arguments,
            ...(dependsOn === undefined ? {} : { depends_on: dependsOn.map((target) => dependable(target)) }),
          },
        },
      },
    };
  }
}
