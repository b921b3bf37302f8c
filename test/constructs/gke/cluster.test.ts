import { TerraformOutput, type TerraformResource, type TerraformStack } from "cdktf";
import {
  AutopilotCluster,
  StandardCluster,
  type AutopilotClusterProps,
  type ClusterProps,
  type MaintenanceExclusion,
  type StandardClusterProps,
} from "../../../constructs/gke";
import { ProjectServices } from "../../../constructs/core/project-services";
import { newStack, renderStack, type Block, type Rendered } from "../../support/synth";
import { key, like, network } from "./fixtures";

type Extra<T extends ClusterProps> = (stack: TerraformStack) => Partial<T>;
const nothing = (): object => ({});

const autopilot = (stack: TerraformStack, extra: Extra<AutopilotClusterProps> = nothing): AutopilotCluster =>
  new AutopilotCluster(stack, "Cluster", { name: "cliscale", network: network(stack), ...extra(stack) });

const standard = (stack: TerraformStack, extra: Extra<StandardClusterProps> = nothing): StandardCluster =>
  new StandardCluster(stack, "Cluster", {
    name: "cliscale",
    network: network(stack),
    nodePools: { default: {} },
    ...extra(stack),
  });

function rendered(build: (stack: TerraformStack) => unknown): Rendered {
  const stack = newStack();
  build(stack);
  return renderStack(stack);
}

const cluster = (build: (stack: TerraformStack) => unknown): Block => rendered(build).only("google_container_cluster");

/** Its number comes from the project, because no resource makes or names this agent. */
const COMPUTE_ENGINE_AGENT =
  /^serviceAccount:service-\$\{data\.google_project\..*\.number\}@compute-system\.iam\.gserviceaccount\.com$/;

const MODES = [
  ["AutopilotCluster", autopilot],
  ["StandardCluster", standard],
] as const;

const EXCLUSION: MaintenanceExclusion = {
  name: "launch",
  start: "2026-11-01T00:00:00Z",
  end: "2026-12-01T00:00:00Z",
  scope: "NO_UPGRADES",
};
const exclusions = (count: number, scope: MaintenanceExclusion["scope"]): MaintenanceExclusion[] =>
  Array.from({ length: count }, (_, index) => ({ ...EXCLUSION, name: `launch-${index}`, scope }));

describe.each(MODES)("%s", (what, make) => {
  it("lies in the region and the ranges of its network", () => {
    expect(cluster(make)).toMatchObject({
      project: "cliscale-test",
      location: "europe-west1",
      name: "cliscale",
      network: like(/^\$\{google_compute_network\..*\.id\}$/),
      subnetwork: like(/^\$\{google_compute_subnetwork\..*\.id\}$/),
      networking_mode: "VPC_NATIVE",
      ip_allocation_policy: { cluster_secondary_range_name: "pods", services_secondary_range_name: "services" },
    });
  });

  it("has private nodes and a DNS-based endpoint alone", () => {
    const found = cluster(make);
    expect(found).toMatchObject({
      private_cluster_config: { enable_private_nodes: true, enable_private_endpoint: true },
      control_plane_endpoints_config: {
        dns_endpoint_config: { allow_external_traffic: true },
        ip_endpoints_config: { enabled: false },
      },
    });
    expect(found).not.toHaveProperty("master_authorized_networks_config");
  });

  it("opens an address in the VPC to the networks that are listed", () => {
    const authorizedNetworks = [{ name: "bastion", range: "10.99.0.0/28" }];
    expect(
      cluster((stack) => make(stack, () => ({ ipEndpoint: { reachableFrom: "vpc", authorizedNetworks } }))),
    ).toMatchObject({
      private_cluster_config: {
        enable_private_nodes: true,
        enable_private_endpoint: true,
        master_global_access_config: { enabled: false },
      },
      control_plane_endpoints_config: {
        dns_endpoint_config: { allow_external_traffic: true },
        ip_endpoints_config: { enabled: true },
      },
      master_authorized_networks_config: {
        cidr_blocks: [{ display_name: "bastion", cidr_block: "10.99.0.0/28" }],
        gcp_public_cidrs_access_enabled: false,
        private_endpoint_enforcement_enabled: true,
      },
    });
  });

  it("opens a public address only when the caller says so", () => {
    const authorizedNetworks = [{ name: "office", range: "203.0.113.0/24" }];
    const ipEndpoint = { reachableFrom: "internet", authorizedNetworks, globalAccess: true } as const;
    expect(cluster((stack) => make(stack, () => ({ ipEndpoint }))).private_cluster_config).toEqual({
      enable_private_nodes: true,
      enable_private_endpoint: false,
      master_global_access_config: { enabled: true },
    });
  });

  it("is hardened", () => {
    expect(cluster(make)).toMatchObject({
      enable_legacy_abac: false,
      master_auth: { client_certificate_config: { issue_client_certificate: false } },
      anonymous_authentication_config: { mode: "LIMITED" },
      rbac_binding_config: {
        enable_insecure_binding_system_authenticated: false,
        enable_insecure_binding_system_unauthenticated: false,
      },
      service_external_ips_config: { enabled: false },
      enable_fqdn_network_policy: true,
      security_posture_config: { mode: "BASIC", vulnerability_mode: "VULNERABILITY_DISABLED" },
      secret_manager_config: { enabled: true },
      gateway_api_config: { channel: "CHANNEL_STANDARD" },
      cost_management_config: { enabled: true },
      workload_identity_config: { workload_pool: "cliscale-test.svc.id.goog" },
    });
  });

  it("has the load balancer, autoscaling and backup add-ons", () => {
    expect(cluster(make).addons_config).toMatchObject({
      http_load_balancing: { disabled: false },
      horizontal_pod_autoscaling: { disabled: false },
      gke_backup_agent_config: { enabled: true },
    });
  });

  it("logs system, workloads and control plane and measures all components", () => {
    const found = cluster(make);
    expect(found.logging_config).toEqual({
      enable_components: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
    });
    expect(found.monitoring_config).toEqual({
      enable_components: [
        ...["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "STORAGE", "HPA", "POD"],
        ...["DAEMONSET", "DEPLOYMENT", "STATEFULSET", "CADVISOR", "KUBELET"],
      ],
      managed_prometheus: { enabled: true },
      advanced_datapath_observability_config: { enable_metrics: true, enable_relay: false },
    });
  });

  it("never stops logging and measuring the system", () => {
    const found = cluster((stack) => make(stack, () => ({ controlPlaneLogs: [], metrics: [] })));
    expect(found.logging_config).toEqual({ enable_components: ["SYSTEM_COMPONENTS", "WORKLOADS"] });
    expect(found.monitoring_config).toMatchObject({ enable_components: ["SYSTEM_COMPONENTS"] });
  });

  it("follows the regular channel in the weekend and is refused a destroy", () => {
    const found = cluster(make);
    expect(found).toMatchObject({
      release_channel: { channel: "REGULAR" },
      maintenance_policy: {
        recurring_window: {
          start_time: "2024-01-01T02:00:00Z",
          end_time: "2024-01-01T10:00:00Z",
          recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
        },
      },
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
      timeouts: { create: "45m", update: "45m", delete: "45m" },
    });
    expect(found.maintenance_policy).not.toHaveProperty("maintenance_exclusion");
    expect(found).not.toHaveProperty("min_master_version");
  });

  it("gives up both protections together", () => {
    expect(cluster((stack) => make(stack, () => ({ deletionProtection: false })))).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("takes another channel, version, window and exclusions", () => {
    const maintenance = {
      window: { days: ["TU", "MO"], startHour: 22, durationHours: 6 },
      exclusions: [EXCLUSION],
    } as const;
    const other = { releaseChannel: "STABLE", minimumVersion: "1.33", maintenance } as const;
    expect(cluster((stack) => make(stack, () => other))).toMatchObject({
      release_channel: { channel: "STABLE" },
      min_master_version: "1.33",
      maintenance_policy: {
        recurring_window: {
          start_time: "2024-01-01T22:00:00Z",
          end_time: "2024-01-02T04:00:00Z",
          recurrence: "FREQ=WEEKLY;BYDAY=MO,TU",
        },
        maintenance_exclusion: [
          {
            exclusion_name: "launch",
            start_time: "2026-11-01T00:00:00Z",
            end_time: "2026-12-01T00:00:00Z",
            exclusion_options: { scope: "NO_UPGRADES" },
          },
        ],
      },
    });
  });

  it("asks the project's Binary Authorization policy and enables its API", () => {
    const out = rendered(make);
    expect(out.only("google_container_cluster").binary_authorization).toEqual({
      evaluation_mode: "PROJECT_SINGLETON_POLICY_ENFORCE",
    });
    expect(out.where("google_project_service", "service", "binaryauthorization.googleapis.com")).toBeDefined();
  });

  it("admits any image only when the caller says so", () => {
    const out = rendered((stack) => make(stack, () => ({ binaryAuthorization: "admit-any-image" })));
    expect(out.only("google_container_cluster").binary_authorization).toEqual({ evaluation_mode: "DISABLED" });
    expect(out.resources("google_project_service").map((service) => service.service)).not.toContain(
      "binaryauthorization.googleapis.com",
    );
  });

  it("waits for its APIs and for the role of its nodes", () => {
    const waits = cluster(make).depends_on as string[];
    for (const target of [/container$/, /containersecurity$/, /logging$/, /monitoring$/, /binaryauthorization$/]) {
      expect(waits).toContainEqual(like(new RegExp(`^google_project_service\\..*${target.source.replace("$", "")}`)));
    }
    expect(waits).toContainEqual(like(/^google_project_iam_member\..*defaultNodeServiceAccount/));
  });

  it("runs its nodes as an account of their own with the least role that GKE documents", () => {
    const out = rendered(make);
    expect(out.only("google_service_account")).toMatchObject({
      project: "cliscale-test",
      account_id: "cliscale-nodes",
      display_name: "Nodes of cliscale",
      depends_on: [like(/google_project_service\..*iam/)],
    });
    expect(out.only("google_project_iam_member")).toMatchObject({
      project: "cliscale-test",
      role: "roles/container.defaultNodeServiceAccount",
      member: like(/^\$\{google_service_account\..*\.member\}$/),
    });
  });

  it("takes another account ID", () => {
    const out = rendered((stack) => make(stack, () => ({ nodeServiceAccountId: "other-nodes" })));
    expect(out.only("google_service_account").account_id).toBe("other-nodes");
  });

  it("encrypts Kubernetes Secrets after GKE's agent got the key", () => {
    const out = rendered((stack) => make(stack, () => ({ encryptionKey: key(stack, "secrets") })));
    const found = out.only("google_container_cluster");
    expect(found.database_encryption).toEqual({ state: "ENCRYPTED", key_name: like(/cryptoKeys\/secrets$/) });
    expect(found.depends_on).toContainEqual(like(/^google_kms_crypto_key_iam_member\./));
    expect(out.only("google_kms_crypto_key_iam_member").member).toMatch(/google_project_service_identity\..*container/);
  });

  it("leaves encryption to Google without a key", () => {
    expect(cluster(make)).not.toHaveProperty("database_encryption");
  });

  it("announces upgrades", () => {
    const topicId = "projects/cliscale-test/topics/gke";
    const all = cluster((stack) => make(stack, () => ({ upgradeNotifications: { topicId } })));
    expect(all.notification_config).toEqual({ pubsub: { enabled: true, topic: topicId } });
    const events = ["SECURITY_BULLETIN_EVENT"] as const;
    const some = cluster((stack) => make(stack, () => ({ upgradeNotifications: { topicId, events } })));
    expect(some.notification_config).toMatchObject({ pubsub: { filter: { event_type: ["SECURITY_BULLETIN_EVENT"] } } });
    expect(cluster(make)).not.toHaveProperty("notification_config");
  });

  it("lets RBAC name groups", () => {
    const found = cluster((stack) => make(stack, () => ({ securityGroup: "gke-security-groups@cliscale.dev" })));
    expect(found.authenticator_groups_config).toEqual({ security_group: "gke-security-groups@cliscale.dev" });
    expect(cluster(make)).not.toHaveProperty("authenticator_groups_config");
  });

  it("takes labels and writes none of its own", () => {
    expect(cluster((stack) => make(stack, () => ({ labels: { team: "core" } }))).resource_labels).toEqual({
      team: "core",
    });
    expect(cluster(make)).not.toHaveProperty("resource_labels");
  });

  it("tells others how to reach it, by references", () => {
    const stack = newStack();
    const it = make(stack);
    const { clusterId, clusterName, dnsEndpoint, workloadPool, nodeServiceAccount } = it;
    new TerraformOutput(stack, "references", {
      value: { clusterId, clusterName, dnsEndpoint, workloadPool, nodes: nodeServiceAccount.grantMember },
    });
    expect(renderStack(stack).json.output?.references).toEqual({
      value: {
        clusterId: like(/google_container_cluster\..*\.id\}$/),
        clusterName: like(/google_container_cluster\..*\.name\}$/),
        dnsEndpoint: like(/\.control_plane_endpoints_config\[0\]\.dns_endpoint_config\[0\]\.endpoint\}$/),
        workloadPool: like(/\.workload_identity_config\[0\]\.workload_pool\}$/),
        nodes: like(/google_service_account\..*\.member\}$/),
      },
    });
    expect(it).toMatchObject({
      project: "cliscale-test",
      location: "europe-west1",
      releaseChannel: "REGULAR",
      deletionProtection: true,
      maintenance: { window: { days: ["SA", "SU"], startHour: 2, durationHours: 8 }, exclusions: [] },
      credentialsCommand:
        "gcloud container clusters get-credentials cliscale --location europe-west1 --project cliscale-test --dns-endpoint",
    });
  });

  it.each<Partial<ClusterProps>>([
    { name: `${"a".repeat(40)}`, nodeServiceAccountId: "nodes-of-a" },
    { name: "a".repeat(24) },
    { nodeServiceAccountId: "a".repeat(6) },
    { nodeServiceAccountId: "a".repeat(30) },
    { minimumVersion: "1.33.5" },
    { minimumVersion: "1.33.5-gke.100" },
    { ipEndpoint: { reachableFrom: "vpc", authorizedNetworks: [{ name: "all", range: "10.0.0.0/8" }] } },
    { maintenance: { window: { days: ["SU"], durationHours: 12 } } },
    { maintenance: { window: { days: ["MO", "TU", "WE"], durationHours: 4 } } },
    { maintenance: { window: { startHour: 23, durationHours: 24 } } },
    { maintenance: { window: { startHour: 0 } } },
    { maintenance: { exclusions: exclusions(20, "NO_MINOR_UPGRADES") } },
    { maintenance: { exclusions: exclusions(3, "NO_UPGRADES") } },
    {
      maintenance: { exclusions: [{ ...EXCLUSION, end: "2027-04-01T00:00:00Z", scope: "NO_MINOR_OR_NODE_UPGRADES" }] },
    },
  ])("accepts %j", (props) => {
    expect(() => make(newStack(), () => props)).not.toThrow();
  });

  it.each<[Partial<ClusterProps>, RegExp]>([
    [
      { name: "a".repeat(41), nodeServiceAccountId: "nodes-of-a" },
      /'name' must have 1 to 40 lowercase letters.*got 'a{41}'/,
    ],
    [{ name: "a".repeat(25) }, /'nodeServiceAccountId' must have 6 to 30 lowercase letters.*got 'a{25}-nodes'/],
    [{ nodeServiceAccountId: "a".repeat(5) }, /'nodeServiceAccountId' must have 6 to 30.*got 'aaaaa'/],
    [{ nodeServiceAccountId: "a".repeat(31) }, /'nodeServiceAccountId' must have 6 to 30.*got 'a{31}'/],
    [{ networkTags: ["Web"] }, /'networkTags\[0\]' must have 1 to 63 lowercase letters.*got 'Web'/],
    [{ labels: { Team: "core" } }, /'labels' must have keys of 1 to 63 lowercase letters.*got 'Team'/],
    [{ minimumVersion: "latest" }, /'minimumVersion' must be a version of GKE, got 'latest'; write it as 1\.33/],
    [
      { securityGroup: "admins@cliscale.dev" },
      /'securityGroup' must be named gke-security-groups, got 'admins@cliscale\.dev'/,
    ],
    [
      { upgradeNotifications: { topicId: "gke" } },
      /'upgradeNotifications\.topicId' must be the full resource name of a topic, got 'gke'/,
    ],
    [
      { ipEndpoint: { reachableFrom: "vpc", authorizedNetworks: [] } },
      /'ipEndpoint\.authorizedNetworks' must list at least one network; list who may connect/,
    ],
    [
      { ipEndpoint: { reachableFrom: "internet", authorizedNetworks: [{ name: "all", range: "0.0.0.0/0" }] } },
      /'ipEndpoint\.authorizedNetworks\[0\]\.range' must have a prefix of \/8 or longer, got '0\.0\.0\.0\/0'/,
    ],
    [
      { ipEndpoint: { reachableFrom: "internet", authorizedNetworks: [{ name: "half", range: "8.0.0.0/7" }] } },
      /'ipEndpoint\.authorizedNetworks\[0\]\.range' must have a prefix of \/8 or longer, got '8\.0\.0\.0\/7'/,
    ],
    [
      { maintenance: { window: { startHour: -1 } } },
      /'maintenance\.window\.startHour' must be a whole number between 0 and 23, got -1/,
    ],
    [
      { maintenance: { window: { startHour: 24 } } },
      /'maintenance\.window\.startHour' must be a whole number between 0 and 23, got 24/,
    ],
    [
      { maintenance: { window: { durationHours: 3 } } },
      /'maintenance\.window\.durationHours' must be a whole number between 4 and 24 hours, got 3/,
    ],
    [{ maintenance: { window: { durationHours: 25 } } }, /'maintenance\.window\.durationHours' must be.*got 25/],
    [
      { maintenance: { window: { days: ["SU"], durationHours: 11 } } },
      /'maintenance\.window' must leave GKE at least 48 hours in 32 days, and leaves 44/,
    ],
    [
      { maintenance: { window: { days: ["SU", "SU"], durationHours: 8 } } },
      /'maintenance\.window' must leave GKE at least 48 hours in 32 days, and leaves 32/,
    ],
    [
      { maintenance: { window: { days: [] } } },
      /'maintenance\.window' must leave GKE at least 48 hours in 32 days, and leaves 0/,
    ],
    [
      { maintenance: { exclusions: exclusions(21, "NO_MINOR_UPGRADES") } },
      /'maintenance\.exclusions' must be at most 20, got 21/,
    ],
    [
      { maintenance: { exclusions: exclusions(4, "NO_UPGRADES") } },
      /'maintenance\.exclusions' must have the scope NO_UPGRADES at most 3 times, got 4/,
    ],
    [
      { maintenance: { exclusions: [EXCLUSION, EXCLUSION] } },
      /'maintenance\.exclusions' must have names of their own, got \["launch","launch"\]/,
    ],
    [
      { maintenance: { exclusions: [{ ...EXCLUSION, end: "2026-12-01T00:00:01Z" }] } },
      /'maintenance\.exclusions\[0\]' must last at most 30 days with the scope NO_UPGRADES/,
    ],
    [
      { maintenance: { exclusions: [{ ...EXCLUSION, end: EXCLUSION.start }] } },
      /'maintenance\.exclusions\[0\]' must end after it starts/,
    ],
    [
      { maintenance: { exclusions: [{ ...EXCLUSION, start: "2026-11-01" }] } },
      /'maintenance\.exclusions\[0\]' must have times in UTC, got '2026-11-01 to/,
    ],
    [
      { maintenance: { exclusions: [{ ...EXCLUSION, start: "2026-02-30T00:00:00Z" }] } },
      /'maintenance\.exclusions\[0\]' must have times in UTC/,
    ],
  ])("refuses %j", (props, message) => {
    expect(() => make(newStack(), () => props)).toThrow(message);
  });

  it("reports every problem at once and says which class refused", () => {
    const wrong = { name: "A", minimumVersion: "x", maintenance: { window: { startHour: 24 } } };
    expect(() => make(newStack(), () => wrong)).toThrow(
      new RegExp(`${what} at test/Cluster:[^]*'name'[^]*'minimumVersion'[^]*'maintenance\\.window\\.startHour'`),
    );
  });
});

describe("AutopilotCluster", () => {
  it("gives its nodes their account the only way that Autopilot reads", () => {
    const found = cluster(autopilot);
    expect(found).toMatchObject({
      enable_autopilot: true,
      cluster_autoscaling: {
        auto_provisioning_defaults: { service_account: like(/google_service_account\..*\.email/) },
      },
      node_pool_auto_config: { node_kubelet_config: { insecure_kubelet_readonly_port_enabled: "FALSE" } },
      lifecycle: { ignore_changes: ["dns_config", "initial_node_count"] },
    });
    expect(found.node_pool_auto_config).not.toHaveProperty("network_tags");
  });

  it("writes nothing that the provider refuses together with Autopilot", () => {
    const found = cluster(autopilot);
    for (const argument of [
      ...["node_config", "node_pool", "remove_default_node_pool", "default_max_pods_per_node", "network_policy"],
      ...["enable_shielded_nodes", "enable_intranode_visibility", "datapath_provider", "initial_node_count"],
    ]) {
      expect(found).not.toHaveProperty(argument);
    }
    for (const addon of ["network_policy_config", "dns_cache_config", "stateful_ha_config"]) {
      expect(found.addons_config).not.toHaveProperty(addon);
    }
    expect(found.binary_authorization).not.toHaveProperty("enabled");
    expect(found.cluster_autoscaling).not.toHaveProperty("enabled");
    expect(found.cluster_autoscaling).not.toHaveProperty("resource_limits");
  });

  it("has no props for node pools", () => {
    // @ts-expect-error Autopilot makes its own node pools
    const props: Partial<AutopilotClusterProps> = { nodePools: { default: {} } };
    expect(rendered((stack) => autopilot(stack, () => props)).resources("google_container_node_pool")).toHaveLength(0);
  });

  it("tags its nodes", () => {
    const found = cluster((stack) => autopilot(stack, () => ({ networkTags: ["gke-web"] })));
    expect(found.node_pool_auto_config).toMatchObject({ network_tags: { tags: ["gke-web"] } });
  });

  it("encrypts boot disks after the agent of Compute Engine got the key", () => {
    const out = rendered((stack) => autopilot(stack, () => ({ bootDiskKey: key(stack, "disks") })));
    const found = out.only("google_container_cluster");
    expect(found.cluster_autoscaling).toMatchObject({
      auto_provisioning_defaults: { boot_disk_kms_key: like(/cryptoKeys\/disks$/) },
    });
    expect(found.depends_on).toContainEqual(like(/^google_kms_crypto_key_iam_member\./));
    expect(out.only("google_kms_crypto_key_iam_member").member).toMatch(COMPUTE_ENGINE_AGENT);
    expect(out.only("google_kms_crypto_key_iam_member").role).toBe("roles/cloudkms.cryptoKeyEncrypterDecrypter");
  });

  it("is ready when the cluster is", () => {
    const stack = newStack();
    expect(autopilot(stack).ready.map((target) => (target as TerraformResource).terraformResourceType)).toEqual([
      "google_container_cluster",
    ]);
  });
});

describe("StandardCluster", () => {
  it("has Dataplane V2, shielded nodes and no default node pool", () => {
    const found = cluster(standard);
    expect(found).toMatchObject({
      datapath_provider: "ADVANCED_DATAPATH",
      network_policy: { enabled: false },
      enable_shielded_nodes: true,
      enable_intranode_visibility: true,
      remove_default_node_pool: true,
      initial_node_count: 1,
      node_pool_defaults: { node_config_defaults: { insecure_kubelet_readonly_port_enabled: "FALSE" } },
      lifecycle: { ignore_changes: ["node_config", "initial_node_count"] },
      addons_config: {
        gce_persistent_disk_csi_driver_config: { enabled: true },
        dns_cache_config: { enabled: true },
        network_policy_config: { disabled: true },
        gke_backup_agent_config: { enabled: true },
      },
    });
    expect(found).not.toHaveProperty("enable_autopilot");
  });

  it("hardens the node that lives only while the cluster is made", () => {
    expect(cluster(standard).node_config).toEqual({
      service_account: like(/google_service_account\..*\.email/),
      image_type: "COS_CONTAINERD",
      oauth_scopes: ["https://www.googleapis.com/auth/cloud-platform"],
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      workload_metadata_config: { mode: "GKE_METADATA" },
      metadata: { "disable-legacy-endpoints": "true" },
    });
  });

  it("makes each node pool and is ready when all of them are", () => {
    const stack = newStack();
    const it = standard(stack, () => ({ nodePools: { default: {}, spot: { spot: true } } }));
    it.addNodePool("large", { machineType: "e2-standard-16" });
    expect(it.ready.map((target) => (target as TerraformResource).terraformResourceType)).toEqual([
      "google_container_cluster",
      ...Array.from({ length: 3 }, () => "google_container_node_pool"),
    ]);
    expect(
      renderStack(stack)
        .resources("google_container_node_pool")
        .map((pool) => pool.name),
    ).toEqual(expect.arrayContaining(["default", "spot", "large"]));
  });

  it.each<[number, string, string]>([
    // 27 nodes and one of surge fill a /27
    [27, "10.10.0.0/27", "10.20.0.0/16"],
    // 63 nodes and one of surge, a /24 of pods each, fill a /18
    [63, "10.10.0.0/20", "10.20.0.0/18"],
  ])("accepts %i nodes in nodes %s and pods %s", (maxNodes, nodeRange, podRange) => {
    const stack = newStack();
    const within = network(stack, { nodeRange, podRange });
    expect(
      () =>
        new StandardCluster(stack, "Cluster", {
          name: "c",
          network: within,
          nodeServiceAccountId: "c-nodes",
          nodePools: { a: { maxNodes } },
        }),
    ).not.toThrow();
  });

  it.each<[number, string, string, RegExp]>([
    [
      28,
      "10.10.0.0/27",
      "10.20.0.0/16",
      /'nodePools' must fit into the node range 10\.10\.0\.0\/27, which holds 28 nodes, got 29/,
    ],
    [
      64,
      "10.10.0.0/20",
      "10.20.0.0/18",
      /'nodePools' must fit into the pod range 10\.20\.0\.0\/18, which holds 16384 addresses, got 16640/,
    ],
  ])("refuses %i nodes in nodes %s and pods %s", (maxNodes, nodeRange, podRange, message) => {
    const stack = newStack();
    const within = network(stack, { nodeRange, podRange });
    expect(
      () =>
        new StandardCluster(stack, "Cluster", {
          name: "c",
          network: within,
          nodeServiceAccountId: "c-nodes",
          nodePools: { a: { maxNodes } },
        }),
    ).toThrow(message);
  });

  it("counts the pools that were there before a further one", () => {
    const stack = newStack();
    const within = network(stack, { nodeRange: "10.10.0.0/27" });
    const it = new StandardCluster(stack, "Cluster", {
      name: "cliscale",
      network: within,
      nodePools: { a: { maxNodes: 20 } },
    });
    expect(() => it.addNodePool("b", { maxNodes: 7 })).toThrow(/'nodePools' must fit into the node range.*got 29/);
    expect(() => it.addNodePool("b", { maxNodes: 6 })).not.toThrow();
  });

  it("refuses to be without node pools and reports every pool's problems at once", () => {
    expect(() => standard(newStack(), () => ({ nodePools: {} }))).toThrow(
      /'nodePools' must name at least one pool; add one, for example \{ default: \{\} \}, or use AutopilotCluster/,
    );
    expect(() => standard(newStack(), () => ({ nodePools: { a: { maxSurge: 0 }, b: { maxSurge: 21 } } }))).toThrow(
      /'nodePools\.a\.maxSurge' must be a whole number between 1 and 20, got 0[^]*'nodePools\.b\.maxSurge' must.*got 21/,
    );
  });
});

describe("NodePool", () => {
  const pool = (
    options: StandardClusterProps["nodePools"][string] = {},
    extra: Partial<StandardClusterProps> = {},
  ): Block =>
    rendered((stack) => standard(stack, () => ({ nodePools: { default: options }, ...extra }))).only(
      "google_container_node_pool",
    );

  it("spreads 3 to 9 nodes over the zones and repairs and upgrades them", () => {
    const found = pool();
    expect(found).toMatchObject({
      project: "cliscale-test",
      location: "europe-west1",
      cluster: like(/^\$\{google_container_cluster\..*\.name\}$/),
      name: "default",
      initial_node_count: 1,
      max_pods_per_node: 110,
      autoscaling: { total_min_node_count: 3, total_max_node_count: 9, location_policy: "BALANCED" },
      management: { auto_repair: true, auto_upgrade: true },
      upgrade_settings: { strategy: "SURGE", max_surge: 1, max_unavailable: 0 },
      network_config: { enable_private_nodes: true },
      lifecycle: { ignore_changes: ["initial_node_count"] },
      timeouts: { create: "45m", update: "45m", delete: "45m" },
    });
    expect(found).not.toHaveProperty("node_locations");
  });

  it("has shielded nodes with the metadata server of GKE and no read-only port", () => {
    expect(pool().node_config).toEqual({
      service_account: like(/google_service_account\..*\.email/),
      machine_type: "e2-standard-4",
      image_type: "COS_CONTAINERD",
      disk_size_gb: 100,
      disk_type: "pd-balanced",
      spot: false,
      gvnic: { enabled: true },
      oauth_scopes: ["https://www.googleapis.com/auth/cloud-platform"],
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      workload_metadata_config: { mode: "GKE_METADATA" },
      kubelet_config: { insecure_kubelet_readonly_port_enabled: "FALSE" },
      metadata: { "disable-legacy-endpoints": "true" },
    });
  });

  it("takes cheap nodes in some zones with taints, labels and tags", () => {
    const found = pool(
      {
        spot: true,
        zones: ["europe-west1-b", "europe-west1-c"],
        taints: [{ key: "runner", value: "true", effect: "NO_SCHEDULE" }],
        nodeLabels: { "cliscale/runner": "true" },
      },
      { networkTags: ["gke-web"] },
    );
    expect(found).toMatchObject({
      node_locations: ["europe-west1-b", "europe-west1-c"],
      autoscaling: { location_policy: "ANY" },
      node_config: {
        spot: true,
        taint: [{ key: "runner", value: "true", effect: "NO_SCHEDULE" }],
        labels: { "cliscale/runner": "true" },
        tags: ["gke-web"],
      },
    });
  });

  it("encrypts boot disks after the agent of Compute Engine got the key", () => {
    const out = rendered((stack) =>
      standard(stack, () => ({ nodePools: { default: { bootDiskKey: key(stack, "disks") } } })),
    );
    const found = out.only("google_container_node_pool");
    expect(found.node_config).toMatchObject({ boot_disk_kms_key: like(/cryptoKeys\/disks$/) });
    expect(out.only("google_kms_crypto_key_iam_member").member).toMatch(COMPUTE_ENGINE_AGENT);
    expect(found.depends_on).toEqual([like(/^google_kms_crypto_key_iam_member\./)]);
  });

  it("gives the agent the key once for several pools", () => {
    const out = rendered((stack) => {
      const bootDiskKey = key(stack, "disks");
      return standard(stack, () => ({ nodePools: { a: { bootDiskKey }, b: { bootDiskKey } } }));
    });
    expect(out.resources("google_kms_crypto_key_iam_member")).toHaveLength(1);
  });

  it.each<StandardClusterProps["nodePools"][string]>([
    { minNodes: 0 },
    { minNodes: 9 },
    { minNodes: 0, maxNodes: 1 },
    { maxNodes: 1000, zones: ["europe-west1-b"], maxPodsPerNode: 8 },
    { maxNodes: 3000, maxPodsPerNode: 32 },
    { maxPodsPerNode: 8 },
    { maxPodsPerNode: 256 },
    { diskSizeGb: 10 },
    { diskSizeGb: 65_536 },
    { maxSurge: 20 },
  ])("accepts %j", (options) => {
    expect(() => standard(newStack(), () => ({ nodePools: { default: options } }))).not.toThrow();
  });

  it.each<[StandardClusterProps["nodePools"][string], RegExp]>([
    [{ minNodes: -1 }, /'nodePools\.default\.minNodes' must be a whole number between 0 and 9, got -1/],
    [{ minNodes: 10 }, /'nodePools\.default\.minNodes' must be a whole number between 0 and 9, got 10/],
    [{ minNodes: 0, maxNodes: 0 }, /'nodePools\.default\.maxNodes' must be a whole number between 1 and 3000, got 0/],
    [
      { maxNodes: 3001, maxPodsPerNode: 8 },
      /'nodePools\.default\.maxNodes' must be a whole number between 1 and 3000, got 3001/,
    ],
    [
      { maxNodes: 1001, zones: ["europe-west1-b"], maxPodsPerNode: 8 },
      /'nodePools\.default\.maxNodes' must be a whole number between 1 and 1000, got 1001/,
    ],
    [{ maxPodsPerNode: 7 }, /'nodePools\.default\.maxPodsPerNode' must be a whole number between 8 and 256, got 7/],
    [{ maxPodsPerNode: 257 }, /'nodePools\.default\.maxPodsPerNode' must be a whole number between 8 and 256, got 257/],
    [{ diskSizeGb: 9 }, /'nodePools\.default\.diskSizeGb' must be a whole number between 10 and 65536 GB, got 9/],
    [{ diskSizeGb: 65_537 }, /'nodePools\.default\.diskSizeGb' must be.*got 65537/],
    [
      { zones: ["europe-west2-b"] },
      /'nodePools\.default\.zones\[0\]' must be a zone of europe-west1, got 'europe-west2-b'/,
    ],
  ])("refuses %j", (options, message) => {
    expect(() => standard(newStack(), () => ({ nodePools: { default: options } }))).toThrow(message);
  });

  it("accepts a name of 40 characters and refuses one of 41", () => {
    const cluster = standard(newStack());
    expect(() => cluster.addNodePool("a".repeat(40))).not.toThrow();
    expect(() => cluster.addNodePool("a".repeat(41))).toThrow(
      /NodePool at .*'name' must have 1 to 40.*choose another node pool name/s,
    );
  });
});

describe("A cluster whose APIs someone else enables", () => {
  it("waits for the role of its nodes alone", () => {
    const waits = cluster((stack) => {
      ProjectServices.of(stack).assumeEnabledElsewhere();
      autopilot(stack);
    }).depends_on;
    expect(waits).toEqual([like(/^google_project_iam_member\./)]);
  });
});
