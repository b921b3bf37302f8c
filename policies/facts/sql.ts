import { valueAt, type Block, type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";
import { asNumber } from "./gke-arguments";
import { referredTo } from "./gke-dependencies";

/** The type of an instance of Cloud SQL. */
export const INSTANCE = "google_sql_database_instance";

/** What runs in an instance. */
export type Engine = "postgres" | "mysql" | "sqlserver";

const ENGINES: readonly (readonly [prefix: string, engine: Engine])[] = [
  ["POSTGRES_", "postgres"],
  ["MYSQL_", "mysql"],
  ["SQLSERVER_", "sqlserver"],
];

/** The engine by `database_version`; undefined for a version that Terraform computes. */
export function engineOf({ database_version: version }: Block): Engine | undefined {
  return ENGINES.find(([prefix]) => typeof version === "string" && version.startsWith(prefix))?.[1];
}

/** `POSTGRES_17` is 17 and `MYSQL_8_0` is 8. */
export function majorOf({ database_version: version }: Block): number | undefined {
  return asNumber(/^[A-Z]+_(\d+)/.exec(typeof version === "string" ? version : "")?.[1]);
}

/** True for a read replica or a pool of them: users, databases and backups come from its primary. */
export function isReplica({ master_instance_name: primary, instance_type: kind }: Block): boolean {
  return (primary !== undefined && primary !== "") || (typeof kind === "string" && kind.startsWith("READ_"));
}

/** The instance of the stack that a replica, a user or a database belongs to. */
export function instanceOf(
  { instance, master_instance_name: primary }: Block,
  stack: RenderedStack,
): RenderedResource | undefined {
  const named = instance ?? primary;
  return (
    referredTo(named, INSTANCE, stack) ??
    stack.ofType(INSTANCE).find(({ arguments: { name } }) => name !== undefined && name === named)
  );
}

/** The edition. PostgreSQL 16 and later get ENTERPRISE_PLUS when nothing is said: https://cloud.google.com/sql/docs/postgres/editions-intro */
export function editionOf(instance: Block): unknown {
  const byDefault = engineOf(instance) === "postgres" && (majorOf(instance) ?? 0) >= 16;
  return valueAt(instance, "settings.edition") ?? (byDefault ? "ENTERPRISE_PLUS" : "ENTERPRISE");
}

/** Days of logs that an edition keeps. https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr */
export const LOG_DAYS: ReadonlyMap<unknown, number> = new Map([
  ["ENTERPRISE", 7],
  ["ENTERPRISE_PLUS", 35],
]);

/** Machines that share a core with others. No service level agreement covers them: https://cloud.google.com/sql/sla */
export const SHARED_CORE: ReadonlySet<unknown> = new Set(["db-f1-micro", "db-g1-small"]);

/** The vCPUs and the memory that a tier has. */
export interface Machine {
  readonly cpus: number;
  readonly mib: number;
}

/** The machine of a custom tier such as `db-custom-2-7680`; undefined for every other tier. */
export function customMachine(tier: unknown): Machine | undefined {
  const [, cpus, mib] = /^db-custom-(\d+)-(\d+)$/.exec(typeof tier === "string" ? tier : "") ?? [];
  return cpus === undefined ? undefined : { cpus: Number(cpus), mib: Number(mib) };
}

/** GiB for each vCPU of the N2 machines, up to 96 of them: https://cloud.google.com/sql/docs/postgres/machine-series-overview */
const OPTIMIZED_GIB_PER_CPU = 8;
const MIB_PER_GIB = 1024;

/** The machine of a tier whose name says it. */
export function machineOf(tier: unknown): Machine | undefined {
  const [, cpus] = /^db-perf-optimized-N-(\d+)$/.exec(typeof tier === "string" ? tier : "") ?? [];
  return cpus === undefined
    ? customMachine(tier)
    : { cpus: Number(cpus), mib: Number(cpus) * OPTIMIZED_GIB_PER_CPU * MIB_PER_GIB };
}

/** `max_connections` of PostgreSQL that Cloud SQL sets from a memory in GiB on: https://cloud.google.com/sql/docs/postgres/flags#postgres-m */
const DEFAULT_CONNECTIONS: readonly (readonly [fromGib: number, connections: number])[] = [
  [120, 1000],
  [60, 800],
  [30, 600],
  [15, 500],
  [7.5, 400],
  [6, 200],
  [3.75, 100],
];

/** What Cloud SQL sets for a machine when nobody asks for another number. */
export function defaultConnections({ mib }: Machine): number | undefined {
  return DEFAULT_CONNECTIONS.find(([fromGib]) => mib >= fromGib * MIB_PER_GIB)?.[1];
}
