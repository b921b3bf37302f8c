import { apiOf, DEFAULT_APIS } from "../cloud/apis";
import { OBJECT_REFERENCES } from "../cloud/object-references";
import { REFERENCES } from "../cloud/references";
import { type Action } from "./latency";
import { type DeployGraph, type Edge, type EdgeReason, type GraphNode } from "./graph";
import { waitsOf } from "./schedule";

/** Why an order can't be given up: without it the operation is refused, or has no value to send. */
export interface Forced {
  /** The law or rule, as its file in `sandbox/cloud/laws` is called where it has one. */
  readonly law: string;
  /** What it says about this pair. */
  readonly because: string;
}

/** Tells whether an attribute gets its value from the API: a request that needs it can't go out earlier. */
export type IsComputed = (node: GraphNode, attribute: string) => boolean;

/** An edge as a law sees it. */
interface Pair {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly reasons: readonly EdgeReason[];
  /** Whether one block waits for another, too. */
  readonly waits: (from: string, type: string) => readonly GraphNode[];
}

type Rule = (pair: Pair, isComputed: IsComputed) => Forced | undefined;

/** What pods need before they are ready, and with them a release that waits for pods and Jobs. */
const POD_NEEDS =
  /^google_(sql_(database|database_instance|user)|secret_manager_secret_version|artifact_registry_repository)$|_iam_member$/;

/** Agents whose rights an API checks when it makes something. */
const CHECKED_GRANTS: Readonly<Record<string, string>> = {
  // https://cloud.google.com/secret-manager/docs/event-notifications#create_secret
  google_secret_manager_secret: "google_pubsub_topic_iam_member",
};

const references = (pair: Pair): readonly Extract<EdgeReason, { via: "reference" }>[] =>
  pair.reasons.filter((reason) => reason.via === "reference");

/** Laws that hold for a create and an update, in the order in which a reader understands them best. */
const RULES: readonly Rule[] = [
  ({ from, to }) => {
    if (to.type !== "google_project_service" || !sameProject(from, to)) {
      return undefined;
    }
    const service = from.type === "google_project_service_identity" ? from.block.service : apiOf(from.type)?.name;
    return service === to.block.service && typeof service === "string" && !DEFAULT_APIS.has(service)
      ? { law: "api-enabled", because: `${from.type} is served by ${service}` }
      : undefined;
  },
  (pair) => {
    const row = (REFERENCES[pair.from.type] ?? []).find(({ path, to }) =>
      references(pair).some(({ argument }) => argument === path && to === pair.to.type),
    );
    return row === undefined ? undefined : { law: "reference-exists", because: `${row.path} names a ${row.to}` };
  },
  ({ from, to, reasons }) =>
    reasons.some(({ via }) => via === "provider")
      ? { law: "cluster-connection", because: `${from.type} is a request to the API server of ${to.address}` }
      : undefined,
  ({ from, to }) =>
    from.type === "google_sql_database_instance" && to.type === "google_service_networking_connection"
      ? { law: "private-services-connection", because: "a private address needs the network's connection" }
      : undefined,
  ({ from, to }) =>
    to.type === "google_container_cluster" && /workload_pool|svc\.id\.goog/.test(memberOf(from))
      ? { law: "identity-pool", because: "the project's pool comes with its first cluster" }
      : undefined,
  ({ from, to, waits }) => {
    if (to.type !== "google_kms_crypto_key_iam_member") {
      return undefined;
    }
    const keys = new Set(waits(to.address, "google_kms_crypto_key").map(({ address }) => address));
    return waits(from.address, "google_kms_crypto_key").some(({ address }) => keys.has(address))
      ? { law: "key-access", because: "the service's agent has to be allowed to use the key" }
      : undefined;
  },
  (pair) =>
    pair.to.type === "google_kms_crypto_key" && references(pair).length > 0
      ? { law: "key-access", because: "the key has to exist" }
      : undefined,
  ({ from, to }) =>
    CHECKED_GRANTS[from.type] === to.type
      ? { law: "agent-may-publish", because: "the API checks what its agent may do when it makes the object" }
      : undefined,
  (pair) =>
    pair.from.type === "helm_release" && references(pair).some(({ argument }) => argument === "namespace")
      ? { law: "cluster-objects", because: "the release's namespace has to exist" }
      : undefined,
  (pair) =>
    pair.from.type === "helm_release" && isNamedByObjects(pair.to) && references(pair).length > 0
      ? { law: "gateway-references", because: `objects of the release name this ${pair.to.type}` }
      : undefined,
  ({ from, to }) =>
    from.type === "helm_release" && from.block.wait !== false && POD_NEEDS.test(to.type)
      ? { law: "pods-ready", because: "the release waits for pods and Jobs that pull, mount, act as or log in to it" }
      : undefined,
  (pair, isComputed) => {
    const read = references(pair).find(({ reads }) => pair.to.mode !== "resource" || isComputed(pair.to, reads));
    return read === undefined
      ? undefined
      : { law: "value", because: `${read.argument} needs ${read.reads}, which is known afterwards` };
  },
];

/** Laws of a destroy; `from` is what was made later and goes first. */
const DELETE_RULES: readonly Rule[] = [
  (pair) => {
    const row = (REFERENCES[pair.from.type] ?? []).find(
      ({ path, to, holds }) =>
        holds === true && references(pair).some(({ argument }) => argument === path && to === pair.to.type),
    );
    return row === undefined ? undefined : { law: "in-use", because: `${row.path} still names it` };
  },
  ({ from, to, reasons }) =>
    reasons.some(({ via }) => via === "provider")
      ? { law: "cluster-connection", because: `${from.type} is removed by a request to ${to.address}` }
      : undefined,
  (pair) =>
    pair.from.type === "helm_release" && isNamedByObjects(pair.to) && references(pair).length > 0
      ? { law: "gateway-in-use", because: "the load balancer of the release still uses it" }
      : undefined,
  ({ from, to }) =>
    // https://cloud.google.com/vpc/docs/configure-private-services-access#removing-connection
    from.type === "google_sql_database_instance" && to.type === "google_service_networking_connection"
      ? { law: "private-services-connection", because: "the producer still uses the connection" }
      : undefined,
  (pair) =>
    pair.from.type === "helm_release" && references(pair).some(({ argument }) => argument === "namespace")
      ? { law: "cluster-objects", because: "a release is uninstalled from its namespace" }
      : undefined,
];

/** Tells of each edge of a graph (as made, not reversed) whether a law forces it for an action. */
export function forcedEdges(
  graph: DeployGraph,
  action: Action,
  isComputed: IsComputed,
): (edge: Edge) => Forced | undefined {
  const needed = waitsOf(graph);
  const waits = (address: string, type: string): readonly GraphNode[] =>
    (needed.get(address) ?? []).flatMap((to) => {
      const node = graph.nodes.get(to);
      return node?.type === type ? [node] : [];
    });
  const rules = action === "delete" ? DELETE_RULES : RULES;
  return (edge) => {
    const from = graph.nodes.get(edge.from);
    const to = graph.nodes.get(edge.to);
    if (from === undefined || to === undefined) {
      return undefined;
    }
    const pair = { from, to, reasons: edge.reasons, waits };
    for (const rule of rules) {
      const forced = rule(pair, isComputed);
      if (forced !== undefined) {
        return forced;
      }
    }
    return undefined;
  };
}

const isNamedByObjects = ({ type }: GraphNode): boolean => OBJECT_REFERENCES.some(({ to }) => to.includes(type));

const memberOf = ({ block }: GraphNode): string => (typeof block.member === "string" ? block.member : "");

/** Blocks that leave the project to the provider have the same one. */
function sameProject({ block: left }: GraphNode, { block: right }: GraphNode): boolean {
  return typeof left.project !== "string" || typeof right.project !== "string" || left.project === right.project;
}
