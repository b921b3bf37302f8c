import { LEVELS } from "../levels";
import { armorEnforced } from "../rules/network/armor-enforced";
import { subnetFlowLogs } from "../rules/network/subnet-flow-logs";
import { tls12OrLater } from "../rules/network/tls-1-2-or-later";
import { dnsSigned } from "../rules/network/dns-signed";
import { type PolicyRow } from "./row";

/** VPC, load balancing, Cloud Armor, certificates, DNS. */
export const NETWORK_ROWS: readonly PolicyRow[] = [
  {
    id: "armor-enforced",
    level: LEVELS.production,
    fact: "Cloud Armor policies say their default rule and enforce at least one other that refuses",
    why: "a policy whose rules are all in preview, or that leaves its default to the API, lets everything through",
    fix: "write the rule of priority 2147483647, and take rules that have proved themselves out of preview",
    covers: ["CKV_GCP_73"],
    references: ["https://cloud.google.com/armor/docs/security-policy-overview"],
    rule: armorEnforced,
  },
  {
    id: "subnet-flow-logs",
    level: LEVELS.production,
    fact: "subnets have flow logs",
    why: "after an incident nobody could tell who talked to whom",
    fix: "set log_config",
    covers: ["CKV_GCP_26", "AVD-GCP-0029"],
    references: ["https://cloud.google.com/vpc/docs/flow-logs"],
    rule: subnetFlowLogs,
  },
  {
    id: "tls-1-2-or-later",
    level: LEVELS.everywhere,
    fact: "load balancers accept TLS 1.2 and later only",
    why: "TLS 1.0 and 1.1 are broken, and the provider's default accepts them",
    fix: "set min_tls_version to TLS_1_2 and profile to RESTRICTED or MODERN",
    covers: ["CKV_GCP_4", "AVD-GCP-0039"],
    references: ["https://cloud.google.com/load-balancing/docs/ssl-policies-concepts"],
    rule: tls12OrLater,
  },
  {
    id: "dns-signed",
    level: LEVELS.production,
    fact: "public DNS zones are signed",
    why: "somebody on the way could send visitors elsewhere",
    fix: "set dnssec_config.state to on, and publish the DS record in the parent zone",
    covers: ["CKV_GCP_16"],
    references: ["https://cloud.google.com/dns/docs/dnssec"],
    rule: dnsSigned,
  },
];
