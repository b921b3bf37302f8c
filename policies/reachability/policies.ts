import { isEmptySelector, selectorOf, textsIn, type Labels } from "../facts/cluster-objects";
import { parseRange, rangesIn, type Range } from "../facts/ranges";
import { type RenderedCluster, type RenderedObject } from "../rendered/rendered-cluster";
import { blocksAt, valueAt, type Block } from "../rendered/rendered-stack";
import { isRecord } from "../../sandbox/kubernetes/objects";
import { matchesSelector } from "../../sandbox/kubernetes/selectors";
import { type ContainerPort } from "../facts/cluster-pods";
import { type PodsEndpoint } from "./endpoints";
import { ALL_PORTS, LAST_PORT, union, type PortSet } from "./ports";

/** The two directions, as a policy writes them. */
export type Direction = "ingress" | "egress";

/** One rule of a policy. */
export interface FlowRule {
  /** For example `spec.egress[2]`. */
  readonly path: string;
  /** The ports that it opens, given the named ports of the pod that listens. */
  readonly ports: (named: readonly ContainerPort[]) => PortSet;
  /** Absent when the rule is for everybody. */
  readonly peers: readonly Peer[] | undefined;
}

/** Whom a rule is for. */
export interface Peer {
  readonly path: string;
  /** Set for an `ipBlock`. */
  readonly block?: { readonly range: Range; readonly except: readonly Range[] };
  /** Set for pods. */
  readonly picks?: (pods: PodsEndpoint) => boolean;
}

/** A NetworkPolicy as it works. */
export interface ReadPolicy {
  readonly source: RenderedObject;
  readonly namespace: string;
  readonly selects: (labels: Labels) => boolean;
  /** The rules of each direction in which it isolates; a direction that is absent is left as it is. */
  readonly ingress?: readonly FlowRule[];
  readonly egress?: readonly FlowRule[];
}

/** Hosts that a FQDNNetworkPolicy opens. */
export interface ReadHostPolicy {
  readonly source: RenderedObject;
  readonly namespace: string;
  readonly selects: (labels: Labels) => boolean;
  readonly rules: readonly {
    readonly path: string;
    readonly matches: (host: string) => boolean;
    readonly ports: PortSet;
  }[];
}

/** Reads the NetworkPolicies of a cluster. https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export const readPolicies = (cluster: RenderedCluster): readonly ReadPolicy[] =>
  cluster.ofKind("NetworkPolicy").map(readPolicy);

/** Reads one NetworkPolicy. */
export function readPolicy(source: RenderedObject): ReadPolicy {
  const { object, namespace } = source;
  const rulesOf = (direction: Direction): readonly FlowRule[] =>
    blocksAt(object, `spec.${direction}`).map((rule, index) =>
      flowRule(rule, direction, `spec.${direction}[${index}]`, namespace),
    );
  const types = policyTypes(object);
  return {
    source,
    namespace,
    selects: selecting(object),
    ingress: types.includes("Ingress") ? rulesOf("ingress") : undefined,
    egress: types.includes("Egress") ? rulesOf("egress") : undefined,
  };
}

/** In which directions a policy isolates: without `policyTypes` always inwards, and outwards when it has rules for that. */
export function policyTypes(object: Block): readonly string[] {
  const types = textsIn(valueAt(object, "spec.policyTypes"));
  if (types.length > 0) {
    return types;
  }
  return blocksAt(object, "spec.egress").length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

/** An absent pod selector is the same as an empty one: the whole namespace. */
function selecting(object: Block): (labels: Labels) => boolean {
  const selector = selectorOf(valueAt(object, "spec.podSelector") ?? {});
  return (labels) => matchesSelector(selector, labels);
}

function flowRule(rule: Block, direction: Direction, path: string, namespace: string): FlowRule {
  const side = direction === "ingress" ? "from" : "to";
  const peers = blocksAt(rule, side).map((peer, index) => readPeer(peer, `${path}.${side}[${index}]`, namespace));
  const ports = blocksAt(rule, "ports");
  return {
    path,
    ports: (named) => (ports.length === 0 ? ALL_PORTS : union(...ports.map((one) => portsIn(one, named)))),
    peers: peers.length === 0 ? undefined : peers,
  };
}

function portsIn({ port, endPort, protocol = "TCP" }: Block, named: readonly ContainerPort[]): PortSet {
  const transport = String(protocol);
  if (port === undefined || port === null) {
    return [{ protocol: transport, first: 1, last: LAST_PORT }];
  }
  const number = typeof port === "string" && /^\d+$/.test(port) ? Number(port) : port;
  if (typeof number === "number") {
    return [{ protocol: transport, first: number, last: typeof endPort === "number" ? endPort : number }];
  }
  return named
    .filter((one) => one.name === port && one.protocol === transport)
    .map((one) => ({ protocol: transport, first: one.port, last: one.port }));
}

function readPeer(peer: Block, path: string, home: string): Peer {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  if (isRecord(ipBlock)) {
    const range = parseRange(ipBlock.cidr);
    return { path, block: range === undefined ? undefined : { range, except: rangesIn(ipBlock.except) } };
  }
  const pods = selectorOf(podSelector);
  const spaces = selectorOf(namespaceSelector);
  if (pods === undefined && spaces === undefined) {
    return { path };
  }
  return {
    path,
    picks: ({ labels, namespace, namespaceLabels }) =>
      (spaces === undefined
        ? namespace === home
        : matchesSelector(spaces, { ...namespaceLabels, "kubernetes.io/metadata.name": namespace })) &&
      (pods === undefined || matchesSelector(pods, labels)),
  };
}

/** Reads the FQDNNetworkPolicies of a cluster. https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies */
export function readHostPolicies(cluster: RenderedCluster): readonly ReadHostPolicy[] {
  return cluster.ofKind("FQDNNetworkPolicy").map((source) => ({
    source,
    namespace: source.namespace,
    selects: selecting(source.object),
    rules: blocksAt(source.object, "spec.egress").map((rule, index) => {
      const ports = blocksAt(rule, "ports");
      return {
        path: `spec.egress[${index}]`,
        matches: (host) => blocksAt(rule, "matches").some((match) => matchesHost(match, host)),
        ports: ports.length === 0 ? ALL_PORTS : union(...ports.map(hostPorts)),
      };
    }),
  }));
}

function hostPorts(entry: Block): PortSet {
  // only these policies know `ALL`
  return entry.protocol === "ALL"
    ? ALL_PORTS.map((all) => (typeof entry.port === "number" ? { ...all, first: entry.port, last: entry.port } : all))
    : portsIn(entry, []);
}

function matchesHost({ name, pattern }: Block, host: string): boolean {
  if (name === host || pattern === "*") {
    return true;
  }
  // a star stands for one label: *.company.com is api.company.com, and not eu.api.company.com
  const labels = typeof pattern === "string" ? pattern.split("*").map((part) => part.replaceAll(".", "\\.")) : [];
  return labels.length > 1 && new RegExp(`^${labels.join("[^.]+")}$`).test(host);
}

/** True for a policy that is for every pod of its namespace. */
export const isForAllPods = (object: Block): boolean => {
  const selector = valueAt(object, "spec.podSelector");
  return selector === undefined || isEmptySelector(selector);
};

/** Every host that a policy names; of a pattern one that it matches. */
export const namedHosts = (cluster: RenderedCluster): readonly string[] =>
  cluster
    .ofKind("FQDNNetworkPolicy")
    .flatMap(({ object }) => blocksAt(object, "spec.egress"))
    .flatMap((rule) => blocksAt(rule, "matches"))
    .flatMap(({ name, pattern }) => textsIn([name, typeof pattern === "string" ? exampleOf(pattern) : undefined]));

/** A host that a pattern matches. */
export const exampleOf = (pattern: string): string => pattern.replaceAll("*", "anything");
