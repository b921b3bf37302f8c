import { type Block } from "../../rendered/rendered-stack";
import { ARMOR_PATHS } from "./network-armor";
import { EDGE_PATHS } from "./network-edge";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const label = harmless("a label for people; what refers to the resource does so by reference");
const project = harmless("the project is the provider's own, and which one it is is the deployment's choice");
const words = harmless("a description for people");
const patience = harmless("how long Terraform waits for a delete; a slower one is tried again");

/** What an API that is not on yet refuses. */
const order = hurts(remove);

const isDeny = (block: Block): boolean => block.deny !== undefined;
const isAllow = (block: Block): boolean => block.allow !== undefined;
const isPeering = (block: Block): boolean => block.purpose === "VPC_PEERING";
const isExternal = (block: Block): boolean => block.address_type === "EXTERNAL";
const isProtected = (block: Block): boolean => JSON.stringify(block.lifecycle) === '{"prevent_destroy":true}';

const NOT_PROTECTED = "where it isn't set, there is nothing to take away";
const ALLOWS = "a rule that refuses everybody does so without the argument, too";
const DENIES = "only what is refused is worth a line: the load balancer logs what it forwards";

/** VPC, firewall, NAT, addresses and private services, with the load balancer's parts. */
export const NETWORK_PATHS: PathTable = {
  google_compute_network: {
    "": hurts(remove, add({ delete_default_routes_on_create: true })),
    auto_create_subnetworks: hurts(set(true), remove),
    depends_on: order,
    name: label,
    project,
    routing_mode: harmless("it says which regions learn routes by BGP, and no router speaks it"),
    timeouts: patience,
  },
  google_compute_subnetwork: {
    "": hurts(remove, add({ stack_type: "IPV4_IPV6", ipv6_access_type: "EXTERNAL" })),
    ip_cidr_range: hurts(set("192.168.0.0/28"), set("10.0.0.0/8"), set("8.8.0.0/22")),
    log_config: hurts(remove, add({ filter_expr: "false" })),
    "log_config.aggregation_interval": butSame(hurts(set("INTERVAL_15_MIN")), remove, "the default is INTERVAL_5_SEC"),
    "log_config.flow_sampling": butSame(hurts(set(0), set(0.01)), remove, "the default is 0.5"),
    "log_config.metadata": butSame(hurts(set("EXCLUDE_ALL_METADATA")), remove, "the default is INCLUDE_ALL_METADATA"),
    name: label,
    network: hurts(set("default")),
    private_ip_google_access: hurts(set(false), remove),
    project,
    region: butSame(hurts(set("us-central1")), remove, "the provider has the same region"),
    secondary_ip_range: hurts(dropEach),
    "secondary_ip_range[].ip_cidr_range": hurts(set("192.168.0.0/28"), set("10.0.0.0/8"), set("8.8.0.0/16")),
    "secondary_ip_range[].range_name": hurts(set("other")),
    timeouts: patience,
  },
  google_compute_firewall: {
    "": hurts(remove, add({ disabled: true })),
    allow: hurts(remove, add({ protocol: "all" })),
    "allow[].ports": hurts(remove, dropEach, add("0-65535"), set(["9999"])),
    "allow[].protocol": hurts(set("all"), set("udp")),
    deny: hurts(remove),
    "deny[].protocol": hurts(set("tcp"), set("icmp")),
    description: words,
    direction: butSame(hurts(set("EGRESS")), remove, "the default is INGRESS"),
    log_config: onlyWhen(hurts(remove), isDeny, DENIES),
    "log_config.metadata": onlyWhen(hurts(set("EXCLUDE_ALL_METADATA")), isDeny, DENIES),
    name: label,
    network: hurts(set("default")),
    priority: onlyWhen(hurts(set(0), remove), isDeny, "a rule that allows is first already, among two"),
    project,
    source_ranges: onlyWhen(
      hurts(remove, dropEach, add("0.0.0.0/0"), add("::/0"), set(["0.0.0.0/1", "128.0.0.0/1"])),
      isAllow,
      ALLOWS,
    ),
    "source_ranges[]": onlyWhen(hurts(set("10.0.0.0/8")), isDeny, "the ranges of a rule that allows are one list"),
  },
  google_compute_router: {
    "": hurts(remove),
    name: label,
    network: hurts(set("default")),
    project,
    region: butSame(hurts(set("us-central1")), remove, "the provider has the same region"),
  },
  google_compute_router_nat: {
    "": hurts(remove, add({ tcp_established_idle_timeout_sec: 30 })),
    enable_dynamic_port_allocation: hurts(set(false), remove),
    enable_endpoint_independent_mapping: butSame(hurts(set(true)), remove, "the API's default is false"),
    log_config: hurts(remove),
    "log_config.enable": hurts(set(false)),
    "log_config.filter": hurts(set("TRANSLATIONS_ONLY")),
    max_ports_per_vm: hurts(set(128), remove),
    min_ports_per_vm: hurts(set(32), set(65_536), remove),
    name: label,
    nat_ip_allocate_option: hurts(set("AUTO_ONLY"), remove),
    nat_ips: hurts(dropEach, remove),
    project,
    region: butSame(hurts(set("us-central1")), remove, "the provider has the same region"),
    router: hurts(set("other")),
    source_subnetwork_ip_ranges_to_nat: hurts(
      set("ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES"),
      set("ALL_SUBNETWORKS_ALL_IP_RANGES"),
    ),
    subnetwork: hurts(dropEach, remove),
    "subnetwork[].name": hurts(set("other")),
    "subnetwork[].source_ip_ranges_to_nat": hurts(set(["PRIMARY_IP_RANGE"]), dropEach),
  },
  google_compute_address: {
    "": hurts(remove),
    address_type: butSame(hurts(set("INTERNAL")), remove, "the default is EXTERNAL"),
    depends_on: order,
    name: label,
    network_tier: butSame(hurts(set("STANDARD")), remove, "the default is PREMIUM"),
    project,
    region: butSame(hurts(set("us-central1")), remove, "the provider has the same region"),
  },
  google_compute_global_address: {
    "": hurts(remove),
    address: butSame(hurts(set("8.8.0.0")), remove, "Google picks a free range of the same size"),
    address_type: hurts(set("INTERNAL"), set("EXTERNAL")),
    depends_on: order,
    ip_version: butSame(hurts(set("IPV6")), remove, "the default is IPV4"),
    lifecycle: onlyWhen(hurts(remove), isProtected, NOT_PROTECTED),
    "lifecycle.prevent_destroy": onlyWhen(hurts(set(false), remove), isProtected, NOT_PROTECTED),
    name: onlyWhen(
      hurts(set("other")),
      isExternal,
      "the connection refers to the range, and only the Gateway goes by name",
    ),
    network: hurts(set("default"), remove),
    prefix_length: hurts(set(28), remove),
    project,
    purpose: onlyWhen(hurts(set("PRIVATE_SERVICE_CONNECT"), remove), isPeering, "other addresses have no purpose"),
  },
  google_service_networking_connection: {
    "": hurts(remove),
    deletion_policy: harmless("both are right: leaving the connection behind, or waiting until no service uses it"),
    depends_on: order,
    network: hurts(set("default")),
    reserved_peering_ranges: hurts(dropEach, set([])),
    service: hurts(set("netapp.servicenetworking.goog")),
    update_on_creation_fail: hurts(set(false), remove),
  },
  ...ARMOR_PATHS,
  ...EDGE_PATHS,
};
