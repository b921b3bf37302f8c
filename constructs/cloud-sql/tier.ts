import { isKnown, outOfRange, type Finding } from "../core/validation";

/** The edition decides which tiers exist and how far back a point in time may lie. */
export type DatabaseEdition = "ENTERPRISE" | "ENTERPRISE_PLUS";

/** A PostgreSQL major version as Cloud SQL spells it. */
export type PostgresVersion = `POSTGRES_${number}`;

/** What has to fit together, see {@link tierProblems}. */
export interface TierSettings {
  readonly edition: DatabaseEdition;
  /** The machine, for example `db-custom-2-7680`: two vCPUs and 7680 MiB. */
  readonly tier: string;
  readonly version?: PostgresVersion;
  /** How many days of write-ahead logs are kept for point-in-time recovery. */
  readonly transactionLogRetentionDays?: number;
  /** Stands before the setting names in the problems' texts, for example `database.`. @default "" */
  readonly prefix?: string;
}

const MIB_PER_GIB = 1024;
const INSTANCE_SETTINGS = "https://cloud.google.com/sql/docs/postgres/instance-settings";
const EDITIONS = "https://cloud.google.com/sql/docs/postgres/editions-intro";

/** Shared cores, in MiB: 0.6 GB and 1.7 GB, rounded up. https://cloud.google.com/sql/docs/postgres/instance-settings */
const SHARED_CORE_MIB: Readonly<Record<string, number>> = { "db-f1-micro": 615, "db-g1-small": 1741 };

/** GiB by vCPUs of the N2 series: 8 GiB each, except for the largest. https://cloud.google.com/sql/docs/postgres/machine-series-overview */
const PERFORMANCE_OPTIMIZED_GIB: Readonly<Record<number, number>> = {
  2: 16,
  4: 32,
  8: 64,
  16: 128,
  32: 256,
  48: 384,
  64: 512,
  80: 640,
  96: 768,
  128: 864,
};

const CUSTOM_MEMORY = { stepMib: 256, leastMib: 3840, leastGibPerCpu: 0.9, mostGibPerCpu: 6.5 } as const;

/** Cloud SQL's own `max_connections` from a memory in GiB on. https://cloud.google.com/sql/docs/postgres/flags#postgres-m */
const DEFAULT_CONNECTIONS: readonly (readonly [fromGib: number, connections: number])[] = [
  [120, 1000],
  [60, 800],
  [30, 600],
  [15, 500],
  [7.5, 400],
  [6, 200],
  [3.75, 100],
  [1.7, 50],
  [0, 25],
];

/** Log retention in days, by edition. https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr */
const LOG_RETENTION_DAYS: Readonly<Record<DatabaseEdition, number>> = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 };

/** ENTERPRISE_PLUS starts with PostgreSQL 12. https://cloud.google.com/sql/docs/postgres/editions-intro */
const OLDEST_PLUS_VERSION = 12;

/**
 * Everything that Cloud SQL would refuse about an edition, its tier, its version and its log retention, most of it only
 * after minutes of apply. Tokens are skipped.
 *
 * @example check(this, "PostgresDatabase", tierProblems({ edition: "ENTERPRISE", tier: "db-custom-2-7680" }));
 */
export function tierProblems(settings: TierSettings): readonly Finding[] {
  const { edition, tier, version, transactionLogRetentionDays, prefix = "" } = settings;
  if (!isKnown(edition)) {
    return [];
  }
  return [
    ...(isKnown(tier) ? tierFindings(edition, tier, `${prefix}tier`) : []),
    isKnown(version) && versionFinding(edition, version, `${prefix}version`),
    logRetentionProblem(edition, transactionLogRetentionDays, `${prefix}transactionLogRetentionDays`),
  ];
}

/** A problem when a known number of days of write-ahead logs is more than the edition keeps, or less than one. */
export function logRetentionProblem(edition: DatabaseEdition, days: number | undefined, setting: string): Finding {
  return outOfRange(setting, days, 1, LOG_RETENTION_DAYS[edition], {
    unit: `days in ${edition}`,
    source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
  });
}

/** The memory of a tier in MiB; undefined for a tier that this package does not know and for tokens. */
export function memoryMib(tier: string): number | undefined {
  if (!isKnown(tier)) {
    return undefined;
  }
  const custom = parseCustom(tier);
  if (custom !== undefined) {
    return custom.mib;
  }
  const cpus = parsePerformanceOptimized(tier);
  if (cpus !== undefined) {
    const gib = PERFORMANCE_OPTIMIZED_GIB[cpus];
    return gib === undefined ? undefined : gib * MIB_PER_GIB;
  }
  return isSharedCore(tier) ? SHARED_CORE_MIB[tier] : undefined;
}

/**
 * The `max_connections` that Cloud SQL sets for a tier when nobody asks for another number, for example 400 for
 * db-custom-2-7680. Undefined when {@link memoryMib} is.
 */
export function defaultMaxConnections(tier: string): number | undefined {
  const mib = memoryMib(tier);
  if (mib === undefined) {
    return undefined;
  }
  return DEFAULT_CONNECTIONS.find(([fromGib]) => mib >= fromGib * MIB_PER_GIB)?.[1];
}

/** True for db-f1-micro and db-g1-small, which no service level agreement covers. https://cloud.google.com/sql/sla */
export function isSharedCore(tier: string): boolean {
  return Object.hasOwn(SHARED_CORE_MIB, tier);
}

function tierFindings(edition: DatabaseEdition, tier: string, setting: string): readonly Finding[] {
  const cpus = parsePerformanceOptimized(tier);
  if (edition === "ENTERPRISE_PLUS") {
    return cpus !== undefined && cpus in PERFORMANCE_OPTIMIZED_GIB ? [] : [notInPlus(setting, tier)];
  }
  if (isSharedCore(tier)) {
    return [];
  }
  const custom = parseCustom(tier);
  return custom === undefined ? [notInEnterprise(setting, tier, cpus)] : customFindings(setting, tier, custom);
}

function notInPlus(setting: string, tier: string): Finding {
  return {
    setting,
    value: tier,
    must: `be db-perf-optimized-N-${Object.keys(PERFORMANCE_OPTIMIZED_GIB).join("|")} in edition ENTERPRISE_PLUS`,
    fix: "choose one of these, for example db-perf-optimized-N-2, or edition ENTERPRISE",
    source: EDITIONS,
  };
}

function notInEnterprise(setting: string, tier: string, cpus: number | undefined): Finding {
  return {
    setting,
    value: tier,
    must: "be db-f1-micro, db-g1-small or db-custom-<vCPUs>-<MiB> in edition ENTERPRISE",
    fix:
      cpus === undefined
        ? "choose for example db-custom-2-7680"
        : "choose edition ENTERPRISE_PLUS, or for example db-custom-2-7680",
    source: EDITIONS,
  };
}

function customFindings(setting: string, tier: string, { cpus, mib }: CustomTier): readonly Finding[] {
  const { stepMib, leastMib, leastGibPerCpu, mostGibPerCpu } = CUSTOM_MEMORY;
  if (!((cpus === 1 || cpus % 2 === 0) && cpus >= 1 && cpus <= 96)) {
    const must = "have 1 vCPU or an even number of vCPUs up to 96";
    return [{ setting, value: tier, must, fix: "choose for example db-custom-2-7680", source: INSTANCE_SETTINGS }];
  }
  const least = Math.max(leastMib, roundUp(cpus * leastGibPerCpu * MIB_PER_GIB, stepMib));
  const most = Math.floor((cpus * mostGibPerCpu * MIB_PER_GIB) / stepMib) * stepMib;
  if (mib % stepMib === 0 && mib >= least && mib <= most) {
    return [];
  }
  const nearest = Math.min(most, Math.max(least, roundUp(mib, stepMib)));
  return [
    {
      setting,
      value: tier,
      must: `have a memory that is a multiple of ${stepMib} MiB from ${least} to ${most} MiB with ${cpus} vCPU${cpus === 1 ? "" : "s"}`,
      fix: `choose db-custom-${cpus}-${nearest}`,
      source: INSTANCE_SETTINGS,
    },
  ];
}

function versionFinding(edition: DatabaseEdition, version: PostgresVersion, setting: string): Finding {
  const source = "https://cloud.google.com/sql/docs/postgres/db-versions";
  const major = Number(/^POSTGRES_([1-9]\d)$/.exec(version)?.[1]);
  if (Number.isNaN(major)) {
    return {
      setting,
      value: version,
      must: "be POSTGRES_ and a major version",
      fix: "choose for example POSTGRES_17",
      source,
    };
  }
  if (edition === "ENTERPRISE_PLUS" && major < OLDEST_PLUS_VERSION) {
    const must = `be POSTGRES_${OLDEST_PLUS_VERSION} or later in edition ENTERPRISE_PLUS`;
    return { setting, value: version, must, fix: "choose a later version or edition ENTERPRISE", source: EDITIONS };
  }
  return undefined;
}

interface CustomTier {
  readonly cpus: number;
  readonly mib: number;
}

function parseCustom(tier: string): CustomTier | undefined {
  const match = /^db-custom-(\d{1,3})-(\d{1,7})$/.exec(tier);
  return match === null ? undefined : { cpus: Number(match[1]), mib: Number(match[2]) };
}

function parsePerformanceOptimized(tier: string): number | undefined {
  const match = /^db-perf-optimized-N-(\d{1,3})$/.exec(tier);
  return match === null ? undefined : Number(match[1]);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
