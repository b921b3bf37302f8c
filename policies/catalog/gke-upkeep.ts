import { LEVELS } from "../levels";
import { gkeChangesApplied } from "../rules/gke/gke-changes-applied";
import { gkeCostAllocation } from "../rules/gke/gke-cost-allocation";
import { gkeDeletionProtection } from "../rules/gke/gke-deletion-protection";
import { gkeMaintenanceExclusions } from "../rules/gke/gke-maintenance-exclusions";
import { gkeMaintenanceWindow } from "../rules/gke/gke-maintenance-window";
import { gkePreventDestroy } from "../rules/gke/gke-prevent-destroy";
import { gkeRegional } from "../rules/gke/gke-regional";
import { gkeReleaseChannel } from "../rules/gke/gke-release-channel";
import { gkeResourceLabels } from "../rules/gke/gke-resource-labels";
import { gkeTimeouts } from "../rules/gke/gke-timeouts";
import { gkeUpgradeNotifications } from "../rules/gke/gke-upgrade-notifications";
import { type PolicyRow } from "./row";

/** Upgrades, protection from mistakes, and order. */
export const GKE_UPKEEP_ROWS: readonly PolicyRow[] = [
  {
    id: "gke-deletion-protection",
    level: LEVELS.production,
    fact: "GKE clusters are protected from deletion",
    why: "a changed field that forces replacement would take down everything that runs",
    fix: "leave deletion_protection on",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/container_cluster#deletion_protection",
    ],
    rule: gkeDeletionProtection,
  },
  {
    id: "gke-prevent-destroy",
    level: LEVELS.recommended,
    fact: "Terraform refuses a plan that destroys a cluster or its backup plan",
    why: "the apply would stop at the protected cluster, after it destroyed what depends on it",
    fix: "set lifecycle.prevent_destroy to true",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy"],
    rule: gkePreventDestroy,
  },
  {
    id: "gke-changes-applied",
    level: LEVELS.production,
    fact: "Terraform applies what is written about a cluster",
    why: "an ignored argument keeps what somebody set by hand, and every check of it looks at the wrong value",
    fix: "remove it from lifecycle.ignore_changes",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes"],
    rule: gkeChangesApplied,
  },
  {
    id: "gke-regional",
    level: LEVELS.production,
    fact: "GKE clusters are regional",
    why: "the control plane is away while it is upgraded, and with its zone",
    fix: "set location to a region",
    covers: ["gke-policy-automation/control-plane-redundancy"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters"],
    rule: gkeRegional,
  },
  {
    id: "gke-release-channel",
    level: LEVELS.production,
    fact: "GKE clusters follow a release channel that has proved its versions",
    why: "without a channel versions reach their end, and RAPID brings ones that GKE gives no service level for",
    fix: "set release_channel.channel to REGULAR, STABLE or EXTENDED",
    covers: ["CKV_GCP_70", "CIS-GKE-5.5.4"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels"],
    rule: gkeReleaseChannel,
  },
  {
    id: "gke-maintenance-window",
    level: LEVELS.production,
    fact: "GKE upgrades clusters in a window that is long enough",
    why: "upgrades would come in the busiest hour, or never",
    fix: "set maintenance_policy.recurring_window to 48 hours in four weeks at least",
    covers: ["gke-policy-automation/maintenance-window"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions"],
    rule: gkeMaintenanceWindow,
  },
  {
    id: "gke-maintenance-exclusions",
    level: LEVELS.recommended,
    fact: "maintenance exclusions end before clusters grow old",
    why: "nodes would miss security patches for as long as it lasts",
    fix: "end the exclusion earlier, or narrow its scope",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions"],
    rule: gkeMaintenanceExclusions,
  },
  {
    id: "gke-upgrade-notifications",
    level: LEVELS.recommended,
    fact: "GKE announces upgrades and security bulletins on a topic",
    why: "people learn of an upgrade from what it breaks",
    fix: "set notification_config.pubsub with enabled and topic",
    covers: ["gke-policy-automation/upgrade-notifications"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-notifications"],
    rule: gkeUpgradeNotifications,
  },
  {
    id: "gke-timeouts",
    level: LEVELS.recommended,
    fact: "Terraform waits long enough for operations on clusters",
    why: "it gives up on an operation that goes on, and the next apply meets a cluster in the middle of it",
    fix: "set timeouts to 30 minutes at least, or leave them out",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/container_cluster#timeouts",
    ],
    rule: gkeTimeouts,
  },
  {
    id: "gke-resource-labels",
    level: LEVELS.recommended,
    fact: "GKE clusters have labels",
    why: "bills and searches can't tell them apart",
    fix: "set resource_labels, or default_labels of the provider",
    covers: ["CKV_GCP_21", "AVD-GCP-0051"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels"],
    rule: gkeResourceLabels,
  },
  {
    id: "gke-cost-allocation",
    level: LEVELS.recommended,
    fact: "GKE says which namespace costs what",
    why: "the bill is one number for all teams",
    fix: "set cost_management_config.enabled to true",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/cost-allocations"],
    rule: gkeCostAllocation,
  },
];
