import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { GcsBackend, LocalBackend, TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { type EnvironmentSettings } from "../environments/settings";
import { SANDBOX_REGISTRY } from "../sandbox/install";
import { renderOnce } from "./render-once";

/** Write-only arguments and ephemeral values: https://developer.hashicorp.com/terraform/language/manage-sensitive-data */
const TERRAFORM_VERSION = ">= 1.11";

/**
 * What every stack of an environment has: its state's place, the google provider with the environment's project,
 * region and labels, and the Terraform version that keeps secrets out of the state.
 */
export class EnvironmentStack extends TerraformStack {
  private overridden = false;

  public constructor(
    scope: Construct,
    id: string,
    protected readonly settings: EnvironmentSettings,
  ) {
    super(scope, id);
    const { project, region, labels, stateBucket } = settings;
    if (stateBucket === undefined) {
      // Terraform runs in <output>/stacks/<stack>. A relative path keeps the output equal in every working copy, and the
      // state survives a fresh synth.
      new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    } else {
      new GcsBackend(this, { bucket: stateBucket, prefix: id });
    }
    new GoogleProvider(this, "google", { project, region, defaultLabels: { ...labels } });
  }

  public override addOverride(path: string, value: unknown): void {
    super.addOverride(path, value);
    this.overridden = true;
  }

  /**
   * cdktf resolves every value once more before synth, to find references to other stacks; that is a quarter of synth.
   * With one stack per environment there are none.
   */
  public override prepareStack(): void {
    if (this.settings.layout === "two-stacks") {
      super.prepareStack();
    }
  }

  /**
   * Says where each provider comes from: by its qualified name, because OpenTofu reads an unqualified one otherwise, and in
   * the sandbox from a registry that exists nowhere, so that no sandbox can ever touch a real cloud. And which Terraform
   * it takes.
   */
  public override toTerraform(): unknown {
    const rendered = (this.overridden ? super.toTerraform() : renderOnce(this)) as {
      terraform: { required_version?: string; required_providers?: Record<string, { source?: string }> };
    };
    rendered.terraform.required_version ??= TERRAFORM_VERSION;
    const registry = this.settings.stage === "sandbox" ? `${SANDBOX_REGISTRY}/` : "";
    for (const [name, provider] of Object.entries(rendered.terraform.required_providers ?? {})) {
      provider.source = `${registry}hashicorp/${(provider.source ?? name).replace(/^.*\//, "")}`;
    }
    return rendered;
  }
}
