import { type ITerraformDependable } from "cdktf";
import { type IConstruct } from "constructs";
import { type IGrantable } from "../core/grant";
import { type Labels } from "../core/labels";
import { type IEncryptionKey } from "../kms";
import { type INetwork } from "../network";
import { type IpEndpoint } from "./control-plane-access";
import { type Maintenance } from "./maintenance";
import { type ControlPlaneLog, type ClusterMetric, type UpgradeNotifications } from "./observability";

/** A GKE cluster, whichever way its nodes are run. */
export interface ICluster extends IConstruct {
  readonly project: string;
  /** The region of the control plane. */
  readonly location: string;
  /** `projects/…/locations/…/clusters/…`, as a reference. */
  readonly clusterId: string;
  /** The name, as a reference. */
  readonly clusterName: string;
  /** The host name of the DNS-based endpoint of the control plane, as a reference. */
  readonly dnsEndpoint: string;
  /** `<project>.svc.id.goog` as a reference to the cluster, which makes the pool exist. */
  readonly workloadPool: string;
  /** Who the nodes are: grant it the image repositories they pull from. */
  readonly nodeServiceAccount: IGrantable;
  /** The cluster and its node pools: what runs in the cluster depends on them. */
  readonly ready: readonly ITerraformDependable[];
  /** The command that writes kubectl's configuration. */
  readonly credentialsCommand: string;
}

/** What clusters of both modes have in common. */
export interface ClusterProps {
  /** The name, up to 40 characters. */
  readonly name: string;
  /** Where the cluster lives. Its project and region are the cluster's too. */
  readonly network: INetwork;
  /**
   * Encrypts Kubernetes Secrets before they are stored, in addition to Google's own encryption at rest.
   * @default - Google's encryption at rest alone
   */
  readonly encryptionKey?: IEncryptionKey;
  /**
   * How fast Kubernetes versions come.
   * @default "REGULAR"
   */
  readonly releaseChannel?: "RAPID" | "REGULAR" | "STABLE" | "EXTENDED";
  /**
   * The lowest version of the control plane, such as `1.33` or `1.33.5-gke.100`.
   * @default - the default version of the release channel
   */
  readonly minimumVersion?: string;
  /**
   * Opens the address-based endpoint of the control plane beside the DNS-based one, to the networks that are listed.
   * @default - the DNS-based endpoint alone, which lets in whom IAM lets in
   */
  readonly ipEndpoint?: IpEndpoint;
  /**
   * When GKE may upgrade.
   * @default - Saturday and Sunday from 02:00 to 10:00 UTC, no exclusions
   */
  readonly maintenance?: Maintenance;
  /**
   * Which images may run. `enforce-project-policy` asks the Binary Authorization policy of the project, which in a new
   * project lets every image in until somebody makes it stricter. `admit-any-image` asks nobody, ever.
   * @default "enforce-project-policy"
   */
  readonly binaryAuthorization?: "enforce-project-policy" | "admit-any-image";
  /**
   * The Google Group whose nested groups RBAC may name: `gke-security-groups@<domain>`.
   * @default - RBAC names no groups
   */
  readonly securityGroup?: string;
  /**
   * Where GKE announces upgrades and security bulletins.
   * @default - nowhere
   */
  readonly upgradeNotifications?: UpgradeNotifications;
  /**
   * What of the control plane is logged, besides the system's and the workloads' own logs, which always are.
   * @default - API server, controller manager and scheduler
   */
  readonly controlPlaneLogs?: readonly ControlPlaneLog[];
  /**
   * What is measured, besides the system's own metrics, which always are.
   * @default - every component that both modes offer
   */
  readonly metrics?: readonly ClusterMetric[];
  /**
   * Network tags of the nodes, for firewall rules.
   * @default - none
   */
  readonly networkTags?: readonly string[];
  /**
   * Labels of the cluster and its nodes.
   * @default - those of the provider
   */
  readonly labels?: Labels;
  /**
   * The ID of the service account that nodes run as, 6 to 30 characters.
   * @default - `<name>-nodes`
   */
  readonly nodeServiceAccountId?: string;
  /**
   * Refuses a destroy, by Google's provider and by Terraform's `prevent_destroy`. To tear a cluster down set it to
   * false, deploy once, then destroy.
   * @default true
   */
  readonly deletionProtection?: boolean;
}
