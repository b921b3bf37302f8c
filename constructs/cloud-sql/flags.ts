import { outOfRange, type Finding } from "../core/validation";
import { defaultMaxConnections } from "./tier";

const SOURCE = "https://cloud.google.com/sql/docs/postgres/flags";

/** Set through a prop of its own, or needed by something that this construct promises. */
const RESERVED: Readonly<Record<string, string>> = {
  max_connections: "set maxConnections instead",
  "cloudsql.iam_authentication": "leave it out: grantConnect needs it on",
  "cloudsql.enable_pgaudit": "leave it out: it stays on; choose what is logged with pgaudit.log",
};

/**
 * What PostgreSQL logs: enough to investigate an incident, no statement's values. Each value is the one that the CIS
 * benchmark for Google Cloud asks for, and that checkov and trivy check one by one.
 */
const LOGGING: Readonly<Record<string, string>> = {
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_duration: "on",
  log_hostname: "on",
  log_lock_waits: "on",
  log_min_duration_statement: "-1",
  log_min_error_statement: "error",
  log_min_messages: "warning",
  log_statement: "ddl",
  log_temp_files: "0",
};

/** A flag as the provider takes it. */
export interface DatabaseFlag {
  readonly name: string;
  readonly value: string;
}

/** All flags of an instance in order of their names; the caller's win over our logging flags. */
export function databaseFlags(
  maxConnections: number,
  flags: Readonly<Record<string, string>> | undefined,
): readonly DatabaseFlag[] {
  const all: Readonly<Record<string, string>> = {
    ...LOGGING,
    ...flags,
    "cloudsql.iam_authentication": "on",
    "cloudsql.enable_pgaudit": "on",
    max_connections: String(maxConnections),
  };
  return Object.entries(all)
    .map(([name, value]) => ({ name, value }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** What is wrong with the caller's flags. */
export function flagProblems(flags: Readonly<Record<string, string>> | undefined): readonly Finding[] {
  return Object.entries(flags ?? {}).map(
    ([name, value]): Finding =>
      Object.hasOwn(RESERVED, name) && {
        setting: `flags["${name}"]`,
        value,
        must: "not be set as a flag",
        fix: RESERVED[name] ?? "leave it out",
        source: SOURCE,
      },
  );
}

/**
 * What is wrong with the number of connections. Without one, Cloud SQL's default for the tier is written out, and a tier
 * whose default is not known is refused: a limit that nobody knows can't be compared with the pools of the clients.
 */
export function maxConnectionsProblems(tier: string, maxConnections: number | undefined): readonly Finding[] {
  return [
    outOfRange("maxConnections", maxConnections, 14, 262_143, { source: SOURCE }),
    maxConnections === undefined &&
      defaultMaxConnections(tier) === undefined && {
        setting: "maxConnections",
        must: "be set, because the default of the tier is not known at synth",
        fix: "choose a number that the pools of all clients fit in",
        source: SOURCE,
      },
  ];
}
