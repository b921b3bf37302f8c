import { readFileSync } from "node:fs";

/** Names the file that holds the faults, as a JSON list of {@link Fault}. Without it there are none, and nothing costs anything. */
export const FAULTS_VARIABLE = "CLISCALE_SANDBOX_FAULTS";

export const KINDS = ["error", "lost-reply", "unseen", "slow", "timeout", "crash", "kill", "lock"] as const;

/**
 * What goes wrong:
 * - `error`: the API refuses with {@link Fault.code}, and nothing is done;
 * - `lost-reply`: it is done, but the answer never arrives;
 * - `unseen`: it is done, but reads and references do not find the new object for a while;
 * - `slow`: it takes {@link Fault.delay} longer;
 * - `timeout`: it is done, but the provider stops waiting before it is;
 * - `crash`: the provider's process dies;
 * - `kill`: Terraform and all its providers get SIGKILL;
 * - `lock`: somebody else holds the state's lock. Providers know no state, so the runner does this one.
 */
export type FaultKind = (typeof KINDS)[number];

export const ACTIONS = ["create", "update", "delete", "read", "open", "plan"] as const;

/** What Terraform asks of a provider. `open` is that of an ephemeral resource, `read` is a resource's or a data source's. */
export type FaultAction = (typeof ACTIONS)[number];

export const CODES = [403, 409, 429, 500, 503] as const;

/** The HTTP codes that a fault can answer with; 409 is "another operation is in progress". */
export type FaultCode = (typeof CODES)[number];

/** One thing that goes wrong at chosen calls. */
export interface Fault {
  /** Unique in its file; what has happened is remembered under it. */
  readonly id: string;
  readonly kind: FaultKind;
  readonly action: FaultAction;
  /** @default - calls of every type count */
  readonly type?: string;
  /**
   * Which object: strings by path without list positions (`name`, `metadata.name`), as its configuration or state has them. The plugin
   * protocol does not tell a provider the resource's address.
   * @default - every object of the type
   */
  readonly where?: Readonly<Record<string, string>>;
  /** The first of the matching calls that it strikes, counted over all providers and runs. @default 1 */
  readonly nth?: number;
  /** How many calls in a row it strikes; for `unseen`, how many looks miss the object. @default 1 */
  readonly times?: number;
  /** For `error`. @default 503 */
  readonly code?: FaultCode;
  /** For `crash` and `kill`: whether the cloud has done what was asked. @default "before-commit" */
  readonly when?: "before-commit" | "after-commit";
  /** For `slow`, in milliseconds, up to a minute. @default 200 */
  readonly delay?: number;
  /**
   * What becomes of a create that is repeated after its answer was lost: `resumed` takes the object up again, as the sandbox does after a
   * kill; `refused` answers 409 alreadyExists, as most Google APIs do, so that the object has to be imported.
   * @default "resumed"
   */
  readonly repeat?: "resumed" | "refused";
}

/** Longest delay in milliseconds. */
const MAX_DELAY = 60_000;

const FIELDS = new Set(["id", "kind", "action", "type", "where", "nth", "times", "code", "when", "delay", "repeat"]);

/** Kinds that need something done before they strike: there is no commit to lose in a read or a plan. */
const AFTER_COMMIT: ReadonlySet<string> = new Set(["lost-reply", "timeout"]);

const CHANGES: ReadonlySet<string> = new Set(["create", "update", "delete"]);

/** @throws Error naming everything that is wrong with the file */
export function readFaults(file: string): readonly Fault[] {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const list: readonly unknown[] = Array.isArray(content) ? content : [];
  const problems = Array.isArray(content) ? list.flatMap(problemsOf) : ["the file must hold a JSON list of faults"];
  const faults = list as readonly Fault[];
  const twice = faults.map((fault) => fault?.id).filter((id, index, ids) => ids.indexOf(id) !== index);
  problems.push(...[...new Set(twice)].map((id) => `the id '${id}' is given twice; what happened is kept by id`));
  if (problems.length > 0) throw new Error(`${file} cannot be used as faults:\n- ${problems.join("\n- ")}`);
  return faults;
}

function problemsOf(entry: unknown, index: number): readonly string[] {
  if (typeof entry !== "object" || entry === null) return [`entry ${index} is no object`];
  const fault = entry as Readonly<Record<string, unknown>>;
  const name = typeof fault["id"] === "string" && fault["id"] !== "" ? `'${fault["id"]}'` : `entry ${index}`;
  const after = fault["when"] === "after-commit" || AFTER_COMMIT.has(String(fault["kind"]));
  const found: readonly (string | false)[] = [
    name.startsWith("entry") && "has no id",
    oneOf(fault, "kind", KINDS, true),
    oneOf(fault, "action", ACTIONS, true),
    oneOf(fault, "code", CODES),
    oneOf(fault, "when", ["before-commit", "after-commit"]),
    oneOf(fault, "repeat", ["resumed", "refused"]),
    count(fault, "nth", Number.MAX_SAFE_INTEGER),
    count(fault, "times", Number.MAX_SAFE_INTEGER),
    count(fault, "delay", MAX_DELAY),
    fault["type"] !== undefined && typeof fault["type"] !== "string" && "has a type that is no text",
    fault["where"] !== undefined && !isTexts(fault["where"]) && "has a where that is not texts by path",
    fault["kind"] === "unseen" && fault["action"] !== "create" && "is 'unseen', which only a create can be",
    after &&
      !CHANGES.has(String(fault["action"])) &&
      `strikes after the commit, but a ${String(fault["action"])} has none`,
    ...Object.keys(fault).map((field) => !FIELDS.has(field) && `has a field '${field}' that faults do not have`),
  ];
  return found.filter((problem) => problem !== false).map((problem) => `${name} ${problem}`);
}

function oneOf(
  fault: Readonly<Record<string, unknown>>,
  field: string,
  allowed: readonly (string | number)[],
  required = false,
): string | false {
  const value = fault[field];
  if (value === undefined ? !required : allowed.includes(value as string | number)) return false;
  return `has the ${field} ${JSON.stringify(value)}; it must be one of ${allowed.join(", ")}`;
}

function count(fault: Readonly<Record<string, unknown>>, field: string, max: number): string | false {
  const value = fault[field];
  if (value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max)) return false;
  return `has ${field} ${JSON.stringify(value)}; it must be a whole number from 1 to ${max}`;
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && Object.values(value).every((member) => typeof member === "string")
  );
}
