import { type DeployGraph, type GraphNode } from "./graph";
import { referencesIn } from "./references";

/** Operations that exclude each other. */
export interface Lock {
  /** Blocks with the same key wait for each other, whatever the graph says. */
  readonly key: string;
  readonly source: string;
}

interface LockRule {
  readonly type: string;
  /** The argument that names what is locked; a block without it takes no lock. */
  readonly argument: string;
  /** The type of what is locked. */
  readonly of: string;
  readonly source: string;
}

const SQL =
  "Cloud SQL takes one operation per instance at a time; the provider holds a lock on it " +
  "(instanceMutexKey in google/services/sql/resource_sql_user.go)";

/**
 * What the provider does one after the other. A replica locks its primary until it is complete, so users and databases of the
 * primary that come later wait for all of it: https://github.com/terraform-google-modules/terraform-google-sql-db/issues/264.
 */
const RULES: readonly LockRule[] = [
  { type: "google_sql_database", argument: "instance", of: "google_sql_database_instance", source: SQL },
  { type: "google_sql_user", argument: "instance", of: "google_sql_database_instance", source: SQL },
  {
    type: "google_sql_database_instance",
    argument: "master_instance_name",
    of: "google_sql_database_instance",
    source: `${SQL}; a replica locks its primary (resource_sql_database_instance.go, "Lock the master until we're done")`,
  },
];

/** The lock that an operation on a block holds; undefined for most. */
export function lockOf({ mode, type, block }: GraphNode): Lock | undefined {
  const rule = mode === "resource" ? RULES.find((candidate) => candidate.type === type) : undefined;
  const value = rule === undefined ? undefined : block[rule.argument];
  if (rule === undefined || typeof value !== "string") {
    return undefined;
  }
  const [reference] = referencesIn(value);
  return { key: reference?.address ?? `${rule.of} ${value}`, source: rule.source };
}

/** Blocks by the lock they share; only locks that two or more want. */
export function lockGroups({ nodes }: DeployGraph): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const node of nodes.values()) {
    const lock = lockOf(node);
    if (lock !== undefined) {
      groups.set(lock.key, [...(groups.get(lock.key) ?? []), node.address]);
    }
  }
  return new Map([...groups].filter(([, addresses]) => addresses.length > 1));
}
