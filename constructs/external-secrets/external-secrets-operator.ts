import { Release } from "@cdktf/provider-helm/lib/release";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { dependOn } from "../core/dependencies";
import { NAME_RULES, nameProblem } from "../core/naming";
import { check, isKnown, outOfRange, type Finding } from "../core/validation";
import { type ICluster } from "../gke/cluster";
import { Namespace } from "../gke/namespace";
import { valuesDocument } from "../helm/values-document";
import {
  DEFAULT_RESOURCES,
  operatorValues,
  SERVICE_ACCOUNT,
  WEBHOOK_PORT,
  type OperatorResources,
} from "./operator-values";

/**
 * The chart's version. Only the newest minor version is supported, so raise it often.
 * https://external-secrets.io/latest/introduction/stability-support/
 */
export const EXTERNAL_SECRETS_VERSION = "2.13.0";

const CHART = "external-secrets";
const REPOSITORY = "https://charts.external-secrets.io";
const VERSIONS = "https://github.com/external-secrets/external-secrets/releases";

/** What a release of the workload chart has to know: who reads, and what kind of store it reads through. */
export interface SecretStoreSettings {
  readonly kind: "ClusterSecretStore" | "SecretStore";
  readonly operator: {
    /** A reference to the running operator, so that what uses it comes after it and goes before it. */
    readonly namespace: string;
    readonly serviceAccountName: string;
  };
}

/** An External Secrets Operator that runs in a cluster. */
export interface IExternalSecretsOperator extends IConstruct {
  /** The value `secretStore` of the workload chart. */
  readonly secretStore: SecretStoreSettings;
  /** What has to exist before an ExternalSecret: definitions, controller and webhook. */
  readonly ready: readonly ITerraformDependable[];
}

/** Props of {@link ExternalSecretsOperator}. */
export interface ExternalSecretsOperatorProps {
  readonly cluster: ICluster;
  /**
   * The chart's version, exactly, 2.5.0 or later.
   * @default EXTERNAL_SECRETS_VERSION
   */
  readonly version?: string;
  /**
   * The namespace that is made for the operator, and the name of its release.
   * @default "external-secrets"
   */
  readonly namespace?: string;
  /**
   * Confines the operator to one namespace, as a reference to one that exists: it gets no right in any other, and reads
   * namespaced SecretStores instead of ClusterSecretStores.
   * @default - all namespaces, where ClusterSecretStores say which one each of them serves
   */
  readonly scopedNamespace?: string;
  /**
   * Pods of the controller, one of which leads, and of the webhook. 1 leaves nobody to answer while it is replaced.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Of each of the operator's containers.
   * @default - requests of 50m and 128Mi, limits of 500m and 256Mi
   */
  readonly resources?: OperatorResources;
  /**
   * Seconds that Helm waits until controller, webhook and certificate controller are ready; then it rolls back.
   * @default 900
   */
  readonly timeoutSeconds?: number;
  /**
   * Lets Terraform delete the namespace, and the custom resource definitions with the release. Kubernetes deletes every
   * ExternalSecret of the cluster with them, and the Secrets that they own.
   * @default false
   */
  readonly allowDestroy?: boolean;
}

/**
 * The External Secrets Operator in a namespace of its own: it copies versions from Secret Manager into Kubernetes
 * Secrets. It has no grant in Google Cloud and may have no tokens; each release of the workload chart lets it have
 * tokens of that release's service accounts, so that it reads as each workload what the workload itself may read.
 * https://external-secrets.io/latest/guides/security-best-practices/
 */
export class ExternalSecretsOperator extends Construct implements IExternalSecretsOperator {
  public readonly secretStore: SecretStoreSettings;
  public readonly ready: readonly ITerraformDependable[];
  /** The chart's version. */
  public readonly version: string;
  public readonly namespace: Namespace;

  public constructor(scope: Construct, id: string, props: ExternalSecretsOperatorProps) {
    super(scope, id);
    const { cluster, scopedNamespace, allowDestroy = false, namespace = CHART } = props;
    const { version = EXTERNAL_SECRETS_VERSION, replicas = 2, resources = DEFAULT_RESOURCES } = props;
    const { timeoutSeconds = 900 } = props;
    check(this, "ExternalSecretsOperator", [
      versionProblem(version),
      // names the release as well
      nameProblem(NAME_RULES.helmRelease, "namespace", namespace),
      nameProblem(NAME_RULES.kubernetesLabel, "scopedNamespace", scopedNamespace),
      outOfRange("replicas", replicas, 1, 10),
      outOfRange("timeoutSeconds", timeoutSeconds, 60, 7200, { unit: "seconds" }),
    ]);

    this.version = version;
    this.namespace = new Namespace(this, "Namespace", { cluster, name: namespace, allowDestroy });
    const policy = new NetworkPolicyV1(this, "Ingress", {
      metadata: { name: "webhook-only", namespace: this.namespace.name },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        // from anywhere: the control plane's address, as pods see it, is not known
        ingress: [{ ports: [{ protocol: "TCP", port: String(WEBHOOK_PORT) }] }],
      },
    });
    const release = new Release(this, "Resource", {
      name: namespace,
      namespace: this.namespace.name,
      createNamespace: false,
      waitForJobs: true,
      repository: REPOSITORY,
      chart: CHART,
      version,
      values: [
        valuesDocument(
          operatorValues({
            releaseName: namespace,
            replicas,
            resources,
            scopedNamespace,
            keepDefinitions: !allowDestroy,
          }),
        ),
      ],
      atomic: true,
      cleanupOnFail: true,
      // the webhook is ready once it has its certificate, and answers from then on
      wait: true,
      timeout: timeoutSeconds,
      maxHistory: 10,
      upgradeInstall: true,
    });
    // one reference to the release is enough for whoever needs all of it
    dependOn(release, policy);
    this.secretStore = {
      kind: scopedNamespace === undefined ? "ClusterSecretStore" : "SecretStore",
      operator: { namespace: release.namespace, serviceAccountName: SERVICE_ACCOUNT },
    };
    this.ready = [release];
  }
}

function versionProblem(version: string): Finding {
  if (!isKnown(version)) {
    return undefined;
  }
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+$/.exec(version) ?? [];
  if (major === undefined || minor === undefined) {
    const fix = `write an exact version such as ${EXTERNAL_SECRETS_VERSION}`;
    return { setting: "version", value: version, must: "be pinned", fix, source: VERSIONS };
  }
  const tooOld = Number(major) < 2 || (Number(major) === 2 && Number(minor) < 5);
  return (
    tooOld && {
      setting: "version",
      value: version,
      must: "be 2.5.0 or later, because older charts let the operator have tokens of every service account",
      fix: `choose ${EXTERNAL_SECRETS_VERSION}`,
      source: "https://github.com/external-secrets/external-secrets/pull/6295",
    }
  );
}
