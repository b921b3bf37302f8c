import { text, type ObjectValue } from "../../plugin/values";
import { hostsOf, privateRanges, publicAddresses } from "../addresses";
import { type Brought, type Facts, type Kinds } from "../kind";
import { fill, lastSegment } from "../template";

const BASE = "https://www.googleapis.com/compute/v1/";

/** What every Compute Engine resource answers with. */
const COMMON = {
  fingerprint: (facts: Facts) => facts.digest("fingerprint", 12),
  creation_timestamp: (facts: Facts) => facts.now,
};

function links(path: string) {
  return { ...COMMON, self_link: `${BASE}${path}` };
}

const paths = {
  network: "projects/{project}/global/networks/{name}",
  subnetwork: "projects/{project}/regions/{region}/subnetworks/{name}",
  firewall: "projects/{project}/global/firewalls/{name}",
  router: "projects/{project}/regions/{region}/routers/{name}",
  address: "projects/{project}/regions/{region}/addresses/{name}",
  globalAddress: "projects/{project}/global/addresses/{name}",
  securityPolicy: "projects/{project}/global/securityPolicies/{name}",
  sslPolicy: "projects/{project}/global/sslPolicies/{name}",
  route: "projects/{project}/global/routes/{name}",
};

/** Matches what no other rule matches. https://cloud.google.com/armor/docs/security-policy-overview#default_rule */
const DEFAULT_RULE_PRIORITY = 2_147_483_647;

/** Compute Engine: https://cloud.google.com/compute/docs/reference/rest/v1 */
export const compute: Kinds = {
  google_compute_network: {
    id: paths.network,
    computed: {
      ...links(paths.network),
      numeric_id: ({ digits }) => digits("id", 19),
      network_id: ({ digits }) => digits("id", 19),
      gateway_ipv4: "",
      routing_mode: "REGIONAL",
      mtu: 0,
      network_firewall_policy_enforcement_order: "AFTER_CLASSIC_FIREWALL",
    },
    defaults: {
      auto_create_subnetworks: true,
      delete_default_routes_on_create: false,
      network_firewall_policy_enforcement_order: "AFTER_CLASSIC_FIREWALL",
    },
    forceNew: ["name", "project", "description", "auto_create_subnetworks", "mtu"],
  },
  google_compute_subnetwork: {
    id: paths.subnetwork,
    computed: {
      ...links(paths.subnetwork),
      gateway_address: ({ object }) => hostsBefore(text(object, "ip_cidr_range")),
      subnetwork_id: ({ digits }) => Number(digits("id", 15)),
      purpose: "PRIVATE",
      stack_type: "IPV4_ONLY",
      private_ipv6_google_access: "DISABLE_GOOGLE_ACCESS",
      private_ip_google_access: false,
      state: "READY",
    },
    forceNew: ["name", "project", "region", "network", "purpose", "description"],
  },
  google_compute_firewall: {
    id: paths.firewall,
    computed: { ...links(paths.firewall), direction: "INGRESS" },
    defaults: { priority: 1000 },
    forceNew: ["name", "project", "network", "direction"],
  },
  google_compute_route: { id: paths.route, computed: links(paths.route), defaults: { priority: 1000 }, forceNew: "*" },
  google_compute_router: {
    id: paths.router,
    computed: links(paths.router),
    forceNew: ["name", "project", "region", "network"],
  },
  google_compute_router_nat: {
    id: "{project}/{region}/{router|last}/{name}",
    computed: {
      min_ports_per_vm: 0,
      max_ports_per_vm: 0,
      enable_endpoint_independent_mapping: false,
      enable_dynamic_port_allocation: false,
      auto_network_tier: "PREMIUM",
      endpoint_types: () => ["ENDPOINT_TYPE_VM"],
    },
    defaults: {
      icmp_idle_timeout_sec: 30,
      tcp_established_idle_timeout_sec: 1200,
      tcp_time_wait_timeout_sec: 120,
      tcp_transitory_idle_timeout_sec: 30,
      udp_idle_timeout_sec: 30,
      type: "PUBLIC",
    },
    forceNew: ["name", "project", "region", "router"],
  },
  google_compute_address: {
    id: paths.address,
    computed: {
      ...links(paths.address),
      address: regionalAddress,
      users: () => [],
      network_tier: "PREMIUM",
      prefix_length: 0,
      purpose: "",
      subnetwork: "",
    },
    defaults: { address_type: "EXTERNAL" },
    forceNew: [
      "name",
      "project",
      "region",
      "address",
      "address_type",
      "network",
      "subnetwork",
      "purpose",
      "network_tier",
    ],
  },
  google_compute_global_address: {
    id: paths.globalAddress,
    computed: {
      ...links(paths.globalAddress),
      address: globalAddress,
      prefix_length: 0,
    },
    defaults: { address_type: "EXTERNAL" },
    forceNew: ["name", "project", "address", "address_type", "network", "prefix_length", "purpose", "ip_version"],
  },
  google_compute_security_policy: {
    id: paths.securityPolicy,
    computed: { ...links(paths.securityPolicy), type: "CLOUD_ARMOR" },
    computedBlocks: { rule: () => [] },
    forceNew: ["name", "project"],
    brings: (object) => [defaultRule(object)],
  },
  google_compute_security_policy_rule: {
    id: "projects/{project}/global/securityPolicies/{security_policy|last}/priority/{priority}",
    defaults: { preview: false },
    forceNew: ["project", "security_policy", "priority"],
    isBrought: ({ priority }) => priority === DEFAULT_RULE_PRIORITY,
  },
  google_compute_ssl_policy: {
    id: paths.sslPolicy,
    computed: {
      ...links(paths.sslPolicy),
      enabled_features: () => ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
    },
    defaults: { profile: "COMPATIBLE", min_tls_version: "TLS_1_0" },
    forceNew: ["name", "project", "description"],
  },
  google_compute_network_peering_routes_config: {
    id: "projects/{project}/global/networks/{network|last}/networkPeerings/{peering}",
    idempotent: true,
    forceNew: ["project", "network", "peering"],
  },
  google_service_networking_connection: {
    id: (object) => `${encodeURIComponent(relative(text(object, "network") ?? ""))}:${text(object, "service") ?? ""}`,
    computed: { peering: "servicenetworking-googleapis-com" },
    forceNew: ["network", "service"],
  },
};

/** Every policy has it from the start, lets everything through, and never loses it. */
function defaultRule(policy: ObjectValue): Brought {
  const key = fill(`${paths.securityPolicy}/priority/${DEFAULT_RULE_PRIORITY}`, policy);
  const match = [{ versioned_expr: "SRC_IPS_V1", config: [{ src_ip_ranges: ["*"] }], expr: [] }];
  const attributes: ObjectValue = {
    id: key,
    project: policy["project"] ?? null,
    security_policy: policy["name"] ?? null,
    priority: DEFAULT_RULE_PRIORITY,
    action: "allow",
    description: "default rule",
    preview: false,
    match,
  };
  return { type: "google_compute_security_policy_rule", key, attributes };
}

function relative(reference: string): string {
  return reference.replace(/^https:\/\/[^/]+\/compute\/v1\//, "");
}

/** The gateway is the first host of a range. */
function hostsBefore(cidr: string | undefined): string {
  return (cidr ?? "10.0.0.0/24").replace(/(\d+)\/\d+$/, (_match, last: string) => String(Number(last) + 1));
}

function regionalAddress({ object, allocate, find }: Facts): string {
  if (text(object, "address_type") !== "INTERNAL") return allocate("addresses", publicAddresses());
  const name = lastSegment(text(object, "subnetwork") ?? "");
  const subnetwork = find("google_compute_subnetwork", (candidate) => candidate["name"] === name);
  const range = text(subnetwork ?? {}, "ip_cidr_range") ?? "10.0.0.0/24";
  return allocate(`addresses in ${name}`, hostsOf(range));
}

function globalAddress({ object, allocate }: Facts): string {
  if (text(object, "address_type") !== "INTERNAL") return allocate("addresses", publicAddresses());
  return allocate("ranges", privateRanges(prefixLength(object)));
}

function prefixLength(object: ObjectValue): number {
  const length = object["prefix_length"];
  return typeof length === "number" && length > 0 ? length : 20;
}
