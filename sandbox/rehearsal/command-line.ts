import { parseArgs, type ParseArgsConfig } from "node:util";
import { type FaultChoice, type OrderChoice } from "./rehearse";

/** What every rehearsal can be told on the command line. */
export interface CommandLine {
  /** What stands there without an option. */
  readonly names: readonly string[];
  readonly help: boolean;
  readonly faults?: FaultChoice;
  readonly orders?: OrderChoice;
  readonly realTimeScale?: number;
  readonly parallelism?: number;
  readonly workers?: number;
  /** So many minutes after which no other fault or order is begun. */
  readonly minutes?: number;
  /** Where the page goes. */
  readonly report?: string;
  readonly json: boolean;
  /** Options of one command alone, by name. */
  readonly own: Readonly<Record<string, string | boolean | undefined>>;
}

/** An option that one command has beside those of every rehearsal. */
export type OwnOptions = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

const COMMON = {
  faults: { type: "string" },
  runs: { type: "string" },
  kills: { type: "string" },
  orders: { type: "string" },
  mutants: { type: "string" },
  "real-time-scale": { type: "string" },
  parallelism: { type: "string" },
  workers: { type: "string" },
  minutes: { type: "string" },
  report: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies NonNullable<ParseArgsConfig["options"]>;

/** The lines of the help text about them. */
export const COMMON_HELP = `  --faults <seed>    also rehearse faults: each resource meets each kind of fault once, drawn by the
                     seed; --faults all takes every single fault there is
  --runs <n>         only the first n of these faults
  --kills <n>        also kill everything with SIGKILL at n points, drawn by the seed
  --orders <seed>    also take out every order of the stacks, one at a time: a law has to mind
  --mutants <n>      only n of these orders, drawn by the seed
  --minutes <n>      begin no other fault or order after n minutes; the same command goes on later
  --workers <n>      how many rehearsals run side by side (as many as there are processors)
  --parallelism <n>  Terraform's -parallelism
  --real-time-scale <n>
                     let n seconds of the cloud pass in one second, for somebody who watches
  --report <file>    where the page goes
  --json             print the report as JSON instead of a summary
  --help             this text`;

/**
 * Reads the command line.
 *
 * @returns what it says, as far as it can be understood, and each problem as a sentence
 */
export function readCommandLine(
  args: readonly string[],
  own: OwnOptions = {},
): { readonly line: CommandLine; readonly problems: readonly string[] } {
  const options = { ...COMMON, ...own };
  const { tokens, values } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = values as Readonly<Record<string, string | boolean | undefined>>;
  const problems = tokens.flatMap((token) => {
    if (token.kind !== "option") return [];
    const known = Object.hasOwn(options, token.name) ? (options as OwnOptions)[token.name] : undefined;
    if (known === undefined) return [`there is no option ${token.rawName}; --help lists those that there are`];
    // another option behind it is no value, unless it is written with an equals sign
    const swallowed = token.inlineValue === false && /^-\D/.test(token.value);
    if (known.type === "string" && ((token.value ?? "") === "" || swallowed))
      return [`${token.rawName} needs a value behind it`];
    if (known.type === "boolean" && token.value !== undefined) return [`${token.rawName} takes no value`];
    return [];
  });
  const number = (name: string, least: number, whole = true): number | undefined => {
    const text = given[name];
    if (typeof text !== "string" || text === "") return undefined;
    const value = Number(text);
    if ((whole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(text) && value >= least) return value;
    if (/^-\D/.test(text)) return undefined;
    problems.push(`--${name} is '${text}'; it must be ${whole ? "a whole number" : "a number"} from ${least} on`);
    return undefined;
  };
  const [runs, kills] = [number("runs", 0), number("kills", 0)];
  const mutants = number("mutants", 0);
  const [seed, orders] = [given["faults"], given["orders"]];
  if (seed === undefined && (given["runs"] !== undefined || given["kills"] !== undefined)) {
    problems.push("--runs and --kills say how many faults; add --faults <seed> to have some");
  }
  if (orders === undefined && given["mutants"] !== undefined) {
    problems.push("--mutants says how many orders are taken out; add --orders <seed> to take some out");
  }
  const line: CommandLine = {
    names: tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : [])),
    help: given["help"] === true,
    ...(typeof seed === "string" ? { faults: { seed, runs, kills } } : {}),
    ...(typeof orders === "string" ? { orders: { seed: orders, mutants } } : {}),
    realTimeScale: number("real-time-scale", 0.001, false),
    parallelism: number("parallelism", 1),
    workers: number("workers", 1),
    minutes: number("minutes", 0, false),
    report: typeof given["report"] === "string" ? given["report"] : undefined,
    json: given["json"] === true,
    own: Object.fromEntries(Object.keys(own).map((name) => [name, given[name]])),
  };
  return { line, problems };
}
