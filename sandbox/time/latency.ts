import { type GraphNode } from "./graph";
import { FAMILIES, LATENCIES } from "./latencies";

/** What Terraform does to a resource. */
export type Action = "create" | "update" | "delete";

/** How long one operation takes, in seconds, from the request until the provider reports it complete. */
export interface Duration {
  readonly low: number;
  /** What the simulated clock uses. */
  readonly typical: number;
  readonly high: number;
  /** `reported`: measured by users or said by documentation. `estimated`: ours, by comparison with reported ones. */
  readonly basis: "reported" | "estimated";
  /** A page, an issue, or what kind of log the number was read from; for an estimate, why it is this one. */
  readonly source: string;
}

/** The durations of one type. */
export interface Latency extends Readonly<Record<Action, Duration>> {
  /** Durations that differ when an argument is set, such as a replica's. */
  readonly variants?: readonly { readonly whenSet: string; readonly durations: Partial<Record<Action, Duration>> }[];
}

/** What a family of types has in common, for those without a row of their own. */
export interface LatencyFamily {
  readonly types: RegExp;
  readonly reason: string;
  readonly latency: Latency;
}

/** Which of a duration's three numbers the clock takes. */
export type Percentile = "low" | "typical" | "high";

/** The row that a type gets its durations from, and whether that is its own or its family's. */
export interface LatencyRow {
  readonly latency: Latency;
  /** The family's reason; undefined for a row of the type's own. */
  readonly family?: string;
}

const NOTHING: Duration = {
  low: 0,
  typical: 0,
  high: 0,
  basis: "reported",
  source: "the provider only forgets the resource: no request, or one that changes nothing",
};

/** Reading a data source or opening an ephemeral resource: one request. */
const READ: Duration = { low: 0, typical: 1, high: 3, basis: "estimated", source: "one read request" };

/** Values that are computed on this machine. */
const LOCAL: Duration = { low: 0, typical: 0, high: 1, basis: "estimated", source: "computed locally" };

/** Where a type's durations come from; undefined for a type that no row and no family covers. */
export function latencyRow(type: string): LatencyRow | undefined {
  const own = LATENCIES[type];
  if (own !== undefined) {
    return { latency: own };
  }
  const family = FAMILIES.find(({ types }) => types.test(type));
  return family === undefined ? undefined : { latency: family.latency, family: family.reason };
}

/**
 * How long an operation on a resource takes.
 *
 * @throws Error for a type without a row: a graph with a hole in it has no makespan
 */
export function durationOf({ mode, type, address, block }: GraphNode, action: Action): Duration {
  if (mode !== "resource") {
    return action === "delete" ? NOTHING : /^(random|tls|terraform)_/.test(type) ? LOCAL : READ;
  }
  if (action === "delete" && deletesNothing(type, block)) {
    return NOTHING;
  }
  const row = latencyRow(type);
  if (row === undefined) {
    throw new Error(`no latency for ${address}: add a row for ${type}, or a family, to sandbox/time/latencies.ts`);
  }
  const variant = row.latency.variants?.find(({ whenSet }) => block[whenSet] !== undefined);
  return variant?.durations[action] ?? row.latency[action];
}

/**
 * True where Terraform's destroy reaches no API. Key rings are never deleted
 * (https://cloud.google.com/kms/docs/object-hierarchy#lifetime), a service agent has no delete, and an API stays
 * enabled with `disable_on_destroy = false`.
 */
function deletesNothing(type: string, block: Readonly<Record<string, unknown>>): boolean {
  return (
    ["google_kms_key_ring", "google_project_service_identity", "terraform_data"].includes(type) ||
    (type === "google_project_service" && block.disable_on_destroy === false) ||
    block.deletion_policy === "ABANDON"
  );
}
