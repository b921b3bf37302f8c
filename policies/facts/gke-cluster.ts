import {
  blocksAt,
  isReference,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../rendered/rendered-stack";
import { every, NOT_APPLICABLE, unknown, type ResourceRule, type Verdict } from "../rule";
import { asSwitch, isOff, isOn, readAt } from "./gke-arguments";

/** The types that these rules are most about. */
export const CLUSTER = "google_container_cluster";
export const NODE_POOL = "google_container_node_pool";

/** True when Google runs the nodes, so that arguments about them mean nothing. */
export const isAutopilot = (cluster: Block): boolean => isOn(cluster.enable_autopilot);

/** A rule for clusters. */
export function clusterRule(evaluate: (cluster: RenderedResource, stack: RenderedStack) => Verdict): ResourceRule {
  return { appliesTo: [CLUSTER], evaluate };
}

/** A rule for Standard clusters, about what Autopilot decides itself. */
export function standardRule(evaluate: (cluster: RenderedResource, stack: RenderedStack) => Verdict): ResourceRule {
  return clusterRule((cluster, stack) => onStandard(cluster.arguments, () => evaluate(cluster, stack)));
}

/** Judges a Standard cluster only. */
export function onStandard(cluster: Block, judge: () => Verdict): Verdict {
  if (isReference(cluster.enable_autopilot)) {
    return unknown("enable_autopilot");
  }
  return isAutopilot(cluster) ? NOT_APPLICABLE : judge();
}

/** Nodes that are made alike: a pool, the pool that a cluster begins with, or what node auto-provisioning makes. */
export interface NodeGroup {
  readonly kind: "pool" | "first pool" | "auto-provisioned";
  /** Has `node_config` below `config`, and `management` and `upgrade_settings` beside it. */
  readonly block: Block;
  /** The path of the arguments about each node, with its dot: `node_config.`, or empty where they stand in the block itself. */
  readonly config: string;
  /** What comes before a path in a finding, with its dot. */
  readonly at: string;
}

/** The groups of nodes that a pool or a Standard cluster makes. */
export function nodeGroups({ type, arguments: block }: RenderedResource): readonly NodeGroup[] {
  if (type === NODE_POOL) {
    return [{ kind: "pool", block, config: "node_config.", at: "" }];
  }
  if (isAutopilot(block)) {
    return [];
  }
  const pools = blocksAt(block, "node_pool").map((pool, index, all): NodeGroup => {
    const at = all.length === 1 ? "node_pool." : `node_pool[${index}].`;
    return { kind: "pool", block: pool, config: "node_config.", at };
  });
  const keepsFirst = pools.length === 0 && !isOn(block.remove_default_node_pool);
  const first: NodeGroup = { kind: "first pool", block, config: "node_config.", at: "" };
  return [...(keepsFirst ? [first] : []), ...pools, ...autoProvisioned(block)];
}

const PROVISIONED = "cluster_autoscaling.auto_provisioning_defaults";

function autoProvisioned(cluster: Block): readonly NodeGroup[] {
  const [autoscaling] = blocksAt(cluster, "cluster_autoscaling");
  if (autoscaling === undefined || !isOn(autoscaling.enabled)) {
    return [];
  }
  const [defaults = {}] = blocksAt(cluster, PROVISIONED);
  return [{ kind: "auto-provisioned", block: defaults, config: "", at: `${PROVISIONED}.` }];
}

/** A rule for each group of nodes, of pools and of Standard clusters. */
export function nodeRule(
  judge: (group: NodeGroup, stack: RenderedStack) => Verdict,
  kinds: readonly NodeGroup["kind"][] = ["pool", "first pool", "auto-provisioned"],
): ResourceRule {
  return {
    appliesTo: [CLUSTER, NODE_POOL],
    evaluate: (resource, stack) => {
      if (resource.type === CLUSTER && isReference(resource.arguments.enable_autopilot)) {
        return unknown("enable_autopilot");
      }
      const groups = nodeGroups(resource).filter(({ kind }) => kinds.includes(kind));
      const verdicts = groups
        .map((group) => inContext(group, judge(group, stack)))
        .filter(({ status }) => status !== "not-applicable");
      return verdicts.length === 0 ? NOT_APPLICABLE : every(...verdicts);
    },
  };
}

/** Puts the group's place before what is said of it. */
function inContext({ at }: NodeGroup, said: Verdict): Verdict {
  if (said.status === "non-compliant") {
    return { ...said, findings: said.findings.map((finding) => `${at}${finding}`) };
  }
  return said.status === "unknown" ? unknown(`${at}${said.argument}`) : said;
}

/** The cluster of a node pool or of a backup plan, when it is in the same stack. */
export function clusterOf(reference: unknown, stack: RenderedStack): RenderedResource | undefined {
  return stack.ofType(CLUSTER).find((cluster) => stack.refersTo(reference, cluster));
}

/** True when something is reached by an address: IP endpoints are on unless switched off. */
export function hasIpEndpoints(cluster: Block): boolean {
  const enabled = readAt(cluster, "control_plane_endpoints_config.ip_endpoints_config.enabled");
  return !("value" in enabled && isOff(enabled.value));
}

/** True when the control plane has a public address. */
export function hasPublicEndpoint(cluster: Block): boolean {
  const onlyPrivate = readAt(cluster, "private_cluster_config.enable_private_endpoint");
  return hasIpEndpoints(cluster) && !("value" in onlyPrivate && asSwitch(onlyPrivate.value) === true);
}

/** The region of a region or a zone. */
export const regionOf = (location: string): string => location.replace(/-[a-z]$/, "");
