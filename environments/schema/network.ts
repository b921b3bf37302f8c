import * as z from "zod";
import { NAME_RULES } from "../../constructs/core/naming";
import { list, section, text, whole } from "./fields";

/** The VPC's ranges. None can be changed later without making the cluster or the database again. */
export const networkSettings = section({
  /** Primary range of the subnet: one address per node, less the four that Google keeps. At most a /8, at least a /29. */
  nodes: z.string(),
  /** Secondary range for pods: each node takes a /26 on Autopilot and, by default, a /24 on Standard. */
  pods: z.string(),
  /** Secondary range for Services: one address each. At least a /27. */
  services: z.string(),
  /** Range that Google's own networks take their parts of, for example Cloud SQL. At least a /24. */
  privateServices: z.string(),
  /**
   * How many static addresses outbound connections come from, for those who allow us by address.
   * @default 2
   */
  natAddresses: whole(1, 16, { unit: "addresses", source: "https://cloud.google.com/nat/quotas" }).default(2),
});

/** A range that may reach the control plane by its IP address. */
const authorizedNetwork = section({
  /** Whose range it is, for example `office`. */
  name: text({
    pattern: /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/,
    must: "have 1 to 63 letters, digits, spaces, dots, hyphens or underscores",
    fix: "shorten it",
  }),
  /** The range, public or private, never wider than a /8. */
  cidr: z.string(),
});

/** A period in which GKE leaves the cluster as it is. */
const maintenanceExclusion = section({
  /** For example `black-friday`. */
  name: text({
    pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    must: "have 1 to 63 lowercase letters, digits or hyphens",
    fix: "write it as black-friday",
  }),
  /** First moment, in UTC: `2027-11-22T00:00:00Z`. */
  start: z.string(),
  /** The moment after the last, in UTC. */
  end: z.string(),
  /**
   * What does not happen: any upgrade, one to a new minor version, or that and upgrades of nodes.
   * @default "NO_MINOR_OR_NODE_UPGRADES"
   */
  scope: z.enum(["NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"]).default("NO_MINOR_OR_NODE_UPGRADES"),
});

/** When GKE may upgrade. */
const clusterMaintenance = section({
  /**
   * Days of the week on which a window starts. All windows together have to give 48 hours in 32 days.
   * @default ["SA", "SU"]
   */
  days: list(z.enum(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])).default(["SA", "SU"]),
  /**
   * The full hour at which it starts, in UTC.
   * @default "02:00"
   */
  startTime: text({
    pattern: /^([01]\d|2[0-3]):00$/,
    must: "be a full hour in UTC as HH:00",
    fix: "write it as 02:00",
  }).default("02:00"),
  /**
   * How long it lasts: 4 to 24 hours; GKE does not count shorter windows.
   * @default 8
   */
  hours: whole(4, 24, {
    unit: "hours",
    source: "https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions",
  }).default(8),
  /**
   * Periods without upgrades, at most 20.
   * @default - none
   */
  exclusions: list(maintenanceExclusion).default([]),
});

/** Nodes that Standard mode runs. */
const nodePool = section({
  /** At most 40 lowercase letters, digits and hyphens. */
  name: text({
    pattern: NAME_RULES.cluster.pattern,
    must: "have 1 to 40 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    fix: "choose another node pool name",
  }),
  /** For example `e2-standard-4`. */
  machineType: text({
    pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/,
    must: "be a machine type such as e2-standard-4",
    fix: "choose one from 'gcloud compute machine-types list'",
  }),
  /**
   * Fewest nodes, in all zones together.
   * @default 1
   */
  minNodes: whole(0, 1000, { unit: "nodes" }).default(1),
  /** Most nodes, in all zones together. */
  maxNodes: whole(1, 1000, { unit: "nodes" }),
  /**
   * Boot disk in GB.
   * @default 100
   */
  diskSizeGb: whole(10, 65536, { unit: "GB" }).default(100),
  /**
   * Nodes that Google may take away at any moment, for a lower price. Never for the gateway: it holds open sockets.
   * @default false
   */
  spot: z.boolean().default(false),
});

const commonCluster = {
  /**
   * How early upgrades come.
   * @default "REGULAR"
   */
  releaseChannel: z.enum(["RAPID", "REGULAR", "STABLE", "EXTENDED"]).default("REGULAR"),
  /** When GKE may upgrade. */
  maintenance: clusterMaintenance.prefault({}),
  /**
   * Ranges that may reach the control plane by its IP address. Without any, only the DNS endpoint is on, which asks for
   * Google credentials and permissions and needs no range.
   * @default - none: DNS endpoint only
   */
  authorizedNetworks: list(authorizedNetwork).default([]),
  /**
   * Enforce the project's Binary Authorization policy when a pod is admitted.
   * @default true
   */
  binaryAuthorization: z.boolean().default(true),
  /**
   * The Google Workspace domain whose group `gke-security-groups@<domain>` may be used in RBAC.
   * @default - groups are not used
   */
  securityGroupsDomain: z.string().optional(),
  /** The most nodes that the cluster has to hold; the ranges are checked against it. */
  expectedNodes: whole(1, 15000, { unit: "nodes", source: "https://cloud.google.com/kubernetes-engine/quotas" }),
  /** The most pods that it has to hold, those of the system included. */
  expectedPods: whole(1, 200000, { unit: "pods", source: "https://cloud.google.com/kubernetes-engine/quotas" }),
};

/** The cluster: Autopilot, where Google runs the nodes, or Standard with node pools. */
export const clusterSettings = z.discriminatedUnion("mode", [
  section({ mode: z.literal("autopilot"), ...commonCluster }),
  section({
    mode: z.literal("standard"),
    ...commonCluster,
    /** At least one. */
    nodePools: list(nodePool),
    /**
     * Pods per node, which sets how much of the pod range a node takes.
     * @default 110
     */
    maxPodsPerNode: whole(8, 256, {
      unit: "pods",
      source: "https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr",
    }).default(110),
  }),
]);

const zoneName = text({
  pattern: NAME_RULES.compute.pattern,
  must: "have 1 to 63 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
  fix: "give the zone's name, not its domain",
});

/** How the two hosts get into DNS. */
export const dnsSettings = z.discriminatedUnion("kind", [
  section({
    /** A zone made here; its name servers are an output, for the parent domain. */
    kind: z.literal("managed-zone"),
    /** The zone's resource name, for example `cliscale-dev`. */
    zoneName,
    /** The domain that the zone serves, without a trailing dot: both hosts lie in it. */
    domain: z.string(),
  }),
  section({
    /** Records in a zone that exists. */
    kind: z.literal("existing-zone"),
    /** The zone's resource name, for example `cliscale-dev`. */
    zoneName,
    /**
     * The project that holds the zone.
     * @default - the environment's
     */
    project: z.string().optional(),
  }),
  section({
    /** Somebody else's DNS: the records are an output. */
    kind: z.literal("elsewhere"),
  }),
]);
