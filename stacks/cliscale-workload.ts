import { Construct } from "constructs";
import { type EnvironmentSettings } from "../environments/settings";
import { ExternalSecretsOperator } from "../constructs/external-secrets";
import { Namespace } from "../constructs/gke";
import { HelmRelease } from "../constructs/helm";
import { NAMESPACE } from "./cliscale-identities";
import { type CliscalePlatform } from "./cliscale-platform";
import { cliscaleValues } from "./cliscale-values";

/** Props of {@link CliscaleWorkload}. */
export interface CliscaleWorkloadProps {
  readonly settings: EnvironmentSettings;
  readonly platform: CliscalePlatform;
}

/**
 * What runs in the cluster: the namespace, made outside the chart, and the release. Destroyed before the cluster, so
 * that the load balancer and its network endpoint groups go while somebody is left to remove them.
 */
export class CliscaleWorkload extends Construct {
  public readonly namespace: Namespace;
  public readonly release: HelmRelease;
  /** Copies secrets into Kubernetes Secrets; undefined when pods get them as files. */
  public readonly externalSecrets: ExternalSecretsOperator | undefined;

  public constructor(scope: Construct, id: string, { settings, platform }: CliscaleWorkloadProps) {
    super(scope, id);
    this.namespace = new Namespace(this, "Namespace", {
      cluster: platform.cluster,
      name: NAMESPACE,
      allowDestroy: settings.allowDestroys,
    });
    if (settings.secrets.delivery === "external-secrets") {
      this.externalSecrets = new ExternalSecretsOperator(this, "ExternalSecrets", {
        cluster: platform.cluster,
        allowDestroy: settings.allowDestroys,
      });
    }
    this.release = new HelmRelease(this, "Release", {
      name: "cliscale",
      namespace: this.namespace.name,
      values: cliscaleValues(settings, platform, this.externalSecrets?.secretStore),
      dependsOn: platform.readyForPods,
    });
  }
}
