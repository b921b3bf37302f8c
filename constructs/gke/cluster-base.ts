import {
  ContainerCluster,
  type ContainerClusterAddonsConfig,
  type ContainerClusterConfig,
} from "@cdktf/provider-google/lib/container-cluster";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { labelProblems, labelsOrUndefined } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, type Finding } from "../core/validation";
import { type ClusterProps, type ICluster } from "./cluster";
import { accessArguments, accessProblems } from "./control-plane-access";
import { maintenancePolicy, maintenanceProblems, resolveMaintenance, type ResolvedMaintenance } from "./maintenance";
import { NodeServiceAccount } from "./node-service-account";
import { CLUSTER_METRICS, CONTROL_PLANE_LOGS, notificationProblem, observabilityArguments } from "./observability";

/** What creating, updating and deleting a regional cluster can take, with a margin. */
const TIMEOUT = "45m";

/** What sets one mode apart from the other. */
export interface ClusterMode {
  /** The name of the class, as it stands in error texts. */
  readonly what: string;
  /** What is wrong with props that only this mode has. */
  readonly findings: readonly Finding[];
  readonly addons: ContainerClusterAddonsConfig;
  /** Attributes that GKE changes by itself. */
  readonly ignoreChanges: readonly string[];
  /** Arguments that only this mode has. */
  readonly arguments: (nodes: NodeServiceAccount) => Partial<ContainerClusterConfig>;
}

/** What clusters of both modes have in common: a private, regional, hardened cluster. */
export abstract class ClusterBase extends Construct implements ICluster {
  public readonly project: string;
  public readonly location: string;
  public readonly clusterId: string;
  public readonly clusterName: string;
  public readonly dnsEndpoint: string;
  public readonly workloadPool: string;
  public readonly nodeServiceAccount: NodeServiceAccount;
  public readonly credentialsCommand: string;
  /** The release channel in force. */
  public readonly releaseChannel: string;
  /** The maintenance settings in force. */
  public readonly maintenance: ResolvedMaintenance;
  /** Whether a destroy is refused. */
  public readonly deletionProtection: boolean;
  protected readonly resource: ContainerCluster;

  protected constructor(scope: Construct, id: string, props: ClusterProps, mode: ClusterMode) {
    super(scope, id);
    const { name, network, releaseChannel = "REGULAR", deletionProtection = true } = props;
    const { project, region: location } = network;
    const accountId = props.nodeServiceAccountId ?? `${name}-nodes`;
    const enforceImages = (props.binaryAuthorization ?? "enforce-project-policy") === "enforce-project-policy";
    this.project = project;
    this.location = location;
    this.releaseChannel = releaseChannel;
    this.maintenance = resolveMaintenance(props.maintenance);
    this.deletionProtection = deletionProtection;
    check(this, mode.what, [...this.problems(props, accountId), ...mode.findings]);

    const nodes = new NodeServiceAccount(this, "Nodes", { project, accountId, clusterName: name });
    const services = ProjectServices.of(this);
    const encryption = props.encryptionKey?.grantEncryptDecrypt(services.agent(project, "container.googleapis.com"));
    this.nodeServiceAccount = nodes;
    this.resource = new ContainerCluster(this, "Resource", {
      project,
      location,
      name,
      network: network.networkId,
      subnetwork: network.subnetworkId,
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: network.podRangeName,
        servicesSecondaryRangeName: network.serviceRangeName,
      },
      ...accessArguments(props.ipEndpoint),
      ...observabilityArguments(
        props.controlPlaneLogs ?? CONTROL_PLANE_LOGS,
        props.metrics ?? CLUSTER_METRICS,
        props.upgradeNotifications,
      ),
      ...HARDENING,
      releaseChannel: { channel: releaseChannel },
      minMasterVersion: props.minimumVersion,
      maintenancePolicy: maintenancePolicy(this.maintenance),
      workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
      databaseEncryption: props.encryptionKey && { state: "ENCRYPTED", keyName: props.encryptionKey.keyId },
      binaryAuthorization: { evaluationMode: enforceImages ? "PROJECT_SINGLETON_POLICY_ENFORCE" : "DISABLED" },
      authenticatorGroupsConfig: props.securityGroup === undefined ? undefined : { securityGroup: props.securityGroup },
      addonsConfig: {
        httpLoadBalancing: { disabled: false },
        horizontalPodAutoscaling: { disabled: false },
        gkeBackupAgentConfig: { enabled: true },
        ...mode.addons,
      },
      resourceLabels: labelsOrUndefined(props.labels),
      deletionProtection,
      ...mode.arguments(nodes),
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: [...mode.ignoreChanges] },
      timeouts: { create: TIMEOUT, update: TIMEOUT, delete: TIMEOUT },
    });
    dependOn(this.resource, ...services.enable(project, ...requiredServices(enforceImages)));
    dependOn(this.resource, ...nodes.grant.dependables, ...(encryption?.dependables ?? []));

    this.clusterId = this.resource.id;
    this.clusterName = this.resource.name;
    this.dnsEndpoint = this.resource.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint;
    this.workloadPool = this.resource.workloadIdentityConfig.workloadPool;
    this.credentialsCommand =
      `gcloud container clusters get-credentials ${name}` +
      ` --location ${location} --project ${project} --dns-endpoint`;
  }

  public get ready(): readonly ITerraformDependable[] {
    return [this.resource];
  }

  private problems(props: ClusterProps, accountId: string): readonly Finding[] {
    return [
      nameProblem(NAME_RULES.cluster, "name", props.name),
      nameProblem(NAME_RULES.serviceAccount, "nodeServiceAccountId", accountId),
      ...(props.networkTags ?? []).map((tag, index) => nameProblem(NAME_RULES.compute, `networkTags[${index}]`, tag)),
      ...labelProblems("labels", props.labels),
      versionProblem(props.minimumVersion),
      securityGroupProblem(props.securityGroup),
      notificationProblem(props.upgradeNotifications),
      ...accessProblems(props.ipEndpoint),
      ...maintenanceProblems(this.maintenance),
    ];
  }
}

/** What nobody has a reason to weaken. CIS GKE benchmark, section 5, and Google's hardening guide. */
const HARDENING = {
  enableLegacyAbac: false,
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  // anonymous requests reach health checks only
  anonymousAuthenticationConfig: { mode: "LIMITED" },
  rbacBindingConfig: {
    enableInsecureBindingSystemAuthenticated: false,
    enableInsecureBindingSystemUnauthenticated: false,
  },
  serviceExternalIpsConfig: { enabled: false },
  enableFqdnNetworkPolicy: true,
  secretManagerConfig: { enabled: true },
  gatewayApiConfig: { channel: "CHANNEL_STANDARD" },
  costManagementConfig: { enabled: true },
  // Workload scanning by GKE is gone in both tiers; Artifact Registry scans images instead.
  // https://cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation
  securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
} satisfies Partial<ContainerClusterConfig>;

function requiredServices(enforceImages: boolean): readonly string[] {
  return [
    "container.googleapis.com",
    "containersecurity.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    ...(enforceImages ? ["binaryauthorization.googleapis.com"] : []),
  ];
}

function versionProblem(version: string | undefined): Finding {
  if (!isKnown(version) || /^1\.\d+(\.\d+(-gke\.\d+)?)?$/.test(version)) {
    return undefined;
  }
  return {
    setting: "minimumVersion",
    value: version,
    must: "be a version of GKE",
    fix: "write it as 1.33 or 1.33.5-gke.100",
    source: "https://cloud.google.com/kubernetes-engine/versioning#specifying_cluster_version",
  };
}

function securityGroupProblem(group: string | undefined): Finding {
  if (!isKnown(group) || /^gke-security-groups@[^@\s]+\.[^@\s]+$/.test(group)) {
    return undefined;
  }
  return {
    setting: "securityGroup",
    value: group,
    must: "be named gke-security-groups",
    fix: "write gke-security-groups@<your domain> and make the groups that RBAC names its members",
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac",
  };
}
