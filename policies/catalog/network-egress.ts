import { LEVELS } from "../levels";
import { addressInUse } from "../rules/network/address-in-use";
import { addressPremium } from "../rules/network/address-premium";
import { diskKeyNotWritten } from "../rules/network/disk-key-not-written";
import { natFixedAddresses } from "../rules/network/nat-fixed-addresses";
import { natLogged } from "../rules/network/nat-logged";
import { natPorts } from "../rules/network/nat-ports";
import { natServesCluster } from "../rules/network/nat-serves-cluster";
import { privateServicesConnected } from "../rules/network/private-services-connected";
import { privateServicesRange } from "../rules/network/private-services-range";
import { projectOsLogin } from "../rules/network/project-os-login";
import { routerUsed } from "../rules/network/router-used";
import { vmHardened } from "../rules/network/vm-hardened";
import { type PolicyRow } from "./row";

/** NAT, private services, addresses, and instances of Compute Engine. */
export const NETWORK_EGRESS_ROWS: readonly PolicyRow[] = [
  {
    id: "router-used",
    level: LEVELS.production,
    fact: "routers have a NAT, tunnel or attachment",
    why: "private nodes reach nothing outside, image registries included",
    fix: "add the google_compute_router_nat, or remove the router",
    covers: [],
    references: ["https://cloud.google.com/nat/docs/overview"],
    rule: routerUsed,
  },
  {
    id: "nat-logged",
    level: LEVELS.recommended,
    fact: "NAT logs the connections that it could not make",
    why: "when its ports have run out, connections fail here and there and nothing says why",
    fix: "set log_config.enable to true and filter to ERRORS_ONLY",
    covers: [],
    references: ["https://cloud.google.com/nat/docs/monitoring"],
    rule: natLogged,
  },
  {
    id: "nat-fixed-addresses",
    level: LEVELS.recommended,
    fact: "NAT uses reserved external addresses of its region",
    why: "services that allow us by address refuse us when Google picks others",
    fix: "set nat_ip_allocate_option to MANUAL_ONLY and nat_ips to google_compute_address resources",
    covers: [],
    references: ["https://cloud.google.com/nat/docs/ports-and-addresses#addresses"],
    rule: natFixedAddresses,
  },
  {
    id: "nat-ports",
    level: LEVELS.recommended,
    fact: "nodes get as many NAT ports as they need, and none gets all",
    why: "a node with many pods runs out of ports, or one pod in a loop takes those of all others",
    fix: "set enable_dynamic_port_allocation with min_ports_per_vm from 64 and a max_ports_per_vm from 1024, and keep connections for 300 seconds or more",
    covers: [],
    references: [
      "https://cloud.google.com/nat/docs/ports-and-addresses#port-reservation-procedure",
      "https://cloud.google.com/nat/docs/tune-nat-configuration",
    ],
    rule: natPorts,
  },
  {
    id: "nat-serves-cluster",
    level: LEVELS.production,
    fact: "NAT is for the subnets of its region's clusters, pods included",
    why: "nodes without a public address can't pull images, and pods reach nobody",
    fix: "list each cluster's subnet with ALL_IP_RANGES, in the router's region, on a network with a route to the internet",
    covers: [],
    references: [
      "https://cloud.google.com/nat/docs/overview",
      "https://cloud.google.com/kubernetes-engine/docs/best-practices/networking",
    ],
    rule: natServesCluster,
  },
  {
    id: "private-services-connected",
    level: LEVELS.production,
    fact: "connections for private services have ranges, and can be made again",
    why: "a database finds no address, or a stack that was destroyed can't be deployed again",
    fix: "set reserved_peering_ranges, and update_on_creation_fail beside deletion_policy ABANDON",
    covers: [],
    references: ["https://cloud.google.com/vpc/docs/configure-private-services-access"],
    rule: privateServicesConnected,
  },
  {
    id: "private-services-range",
    level: LEVELS.production,
    fact: "ranges for private services are internal, for peering, and a /24 or larger",
    why: "the connection is refused, or the next service finds no address",
    fix: "set purpose to VPC_PEERING, address_type to INTERNAL, network, and prefix_length to 24 or less",
    covers: [],
    references: ["https://cloud.google.com/vpc/docs/configure-private-services-access#allocating-range"],
    rule: privateServicesRange,
  },
  {
    id: "address-in-use",
    level: LEVELS.recommended,
    fact: "reserved external addresses are used by something",
    why: "others allow or resolve an address at which nobody is, and an address without use costs more than one with",
    fix: "give it to a NAT, forwarding rule or Gateway, or remove it",
    covers: [],
    references: ["https://cloud.google.com/vpc/docs/reserve-static-external-ip-address"],
    rule: addressInUse,
  },
  {
    id: "address-premium",
    level: LEVELS.recommended,
    fact: "external addresses are of the premium tier",
    why: "the standard tier crosses the internet sooner and lives in one region only",
    fix: "leave network_tier out or set it to PREMIUM",
    covers: [],
    references: ["https://cloud.google.com/network-tiers/docs/overview"],
    rule: addressPremium,
  },
  {
    id: "vm-hardened",
    level: LEVELS.production,
    fact: "instances have no public address, start signed code only, and have an account of their own",
    why: "one stolen key or forgotten port is enough to be inside the network",
    fix: "leave access_config, can_ip_forward and the serial port out, enable secure boot, block the project's keys, and set service_account.email",
    covers: [
      "AVD-GCP-0030",
      "AVD-GCP-0031",
      "AVD-GCP-0032",
      "AVD-GCP-0036",
      "AVD-GCP-0041",
      "AVD-GCP-0043",
      "AVD-GCP-0044",
      "AVD-GCP-0045",
      "AVD-GCP-0067",
      "CKV_GCP_30",
      "CKV_GCP_32",
      "CKV_GCP_34",
      "CKV_GCP_35",
      "CKV_GCP_36",
      "CKV_GCP_39",
      "CKV_GCP_40",
    ],
    references: [
      "https://cloud.google.com/compute/shielded-vm/docs/shielded-vm",
      "https://cloud.google.com/compute/docs/connect/restrict-ssh-keys",
    ],
    rule: vmHardened,
  },
  {
    id: "disk-key-not-written",
    level: LEVELS.everywhere,
    fact: "no disk's key is written out",
    why: "a key in the configuration is in the state, in plans and in the repository",
    fix: "set kms_key_self_link instead",
    covers: ["AVD-GCP-0037"],
    references: ["https://cloud.google.com/compute/docs/disks/customer-managed-encryption"],
    rule: diskKeyNotWritten,
  },
  {
    id: "project-os-login",
    level: LEVELS.production,
    fact: "OS Login is on for a project's instances",
    why: "keys in metadata stay when people leave",
    fix: "set enable-oslogin to TRUE in the project's metadata",
    covers: ["AVD-GCP-0042", "CKV_GCP_33"],
    references: ["https://cloud.google.com/compute/docs/oslogin"],
    rule: projectOsLogin,
  },
];
