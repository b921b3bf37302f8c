import { parseArgs } from "node:util";
import { isProblem, type Finding, type Problem } from "../../constructs/core/validation";
import { unknownKey } from "../../environments/problems";
import { parseDuration } from "./duration";

/** What the command is asked to do with a secret. */
export interface Request {
  /** `rotate` writes a new version, `revoke` does so without an overlap, `finish` ends an overlap that is over. */
  readonly kind: "rotate" | "revoke" | "finish";
  /**
   * How long the version before stays readable.
   * @default - as long as the secret's own default says
   */
  readonly overlapSeconds?: number;
}

/** The command line, understood. */
export interface Options {
  readonly environment: string;
  readonly secret: string;
  readonly request: Request;
  readonly dryRun: boolean;
  /** Deploy without asking. */
  readonly yes: boolean;
}

const FLAGS = {
  overlap: { type: "string" },
  "revoke-now": { type: "boolean" },
  finish: { type: "boolean" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** What `--help` prints. */
export const USAGE = `Usage: npm run rotate -- <environment> <secret> [options]

Writes a new version of a secret and deploys the environment, so that the workloads that read it start anew with it.
The version before stays readable for a while. When it is interrupted or fails, run the same command again: it
completes the rotation that was begun.

  <environment>     an environment of this installation, such as dev or prod
  <secret>          jwt (the key pair that signs sessions), pg (the database's URL) or migrate (the password of
                    the Job that grants database rights)

  --overlap <time>  how long the version before stays readable, such as 12h or 7d (default: 7d for jwt, 1d for pg,
                    none for migrate)
  --revoke-now      no overlap, for a key that leaked: the version before is disabled at once, and open sessions break
  --finish          deploys to end an overlap that is over
  --dry-run         says what would be done, and changes nothing
  --yes             deploys without asking for approval
  -h, --help        prints this text

Exit codes: 0 done, 1 refused or not finished, 2 the command line can't be understood.
`;

/** Reads the command line; every mistake in it is reported at once. */
export function parseOptions(
  args: readonly string[],
):
  | { readonly kind: "help" }
  | { readonly kind: "options"; readonly options: Options }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] } {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: FLAGS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  if (values.help === true) {
    return { kind: "help" };
  }
  const [environment, secret, ...more] = positionals;
  const overlap = typeof values.overlap === "string" ? values.overlap : undefined;
  const overlapSeconds = overlap === undefined ? undefined : parseDuration(overlap);
  const flags = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  const problems = [
    environment === undefined && missing("<environment>"),
    secret === undefined && missing("<secret>"),
    more.length > 0 && {
      setting: more.join(" "),
      must: "be left out",
      fix: "give one environment and one secret",
    },
    ...flags.map(({ name, rawName, value }): Finding => flagProblem(name, rawName, value)),
    ...overlapProblems(overlap, overlapSeconds),
    ...exclusive(flags.map(({ name }) => name)),
  ].filter(isProblem);
  if (problems.length > 0 || environment === undefined || secret === undefined) {
    return { kind: "problems", problems };
  }
  const kind = values.finish === true ? "finish" : values["revoke-now"] === true ? "revoke" : "rotate";
  const [dryRun, yes] = [values["dry-run"] === true, values.yes === true];
  return { kind: "options", options: { environment, secret, request: { kind, overlapSeconds }, dryRun, yes } };
}

function missing(setting: string): Problem {
  return { setting, must: "be given", fix: "write for example: npm run rotate -- prod jwt" };
}

function flagProblem(name: string, written: string, value: string | undefined): Finding {
  const known = Object.hasOwn(FLAGS, name) ? FLAGS[name as keyof typeof FLAGS] : undefined;
  if (known === undefined) {
    return { setting: written, ...unknownKey(name, Object.keys(FLAGS)), must: "be an option of this command" };
  }
  const wanted = known.type === "string";
  return wanted
    ? value === undefined && { setting: written, must: "have a value", fix: "write for example --overlap 7d" }
    : value !== undefined && { setting: written, value, must: "stand without a value", fix: `write ${written}` };
}

function overlapProblems(overlap: string | undefined, seconds: number | undefined): readonly Finding[] {
  if (overlap === undefined) {
    return [];
  }
  const none = overlap === "0" || seconds === 0;
  return [
    none && {
      setting: "--overlap",
      value: overlap,
      must: "be longer than nothing, because open sessions break without an overlap",
      fix: "write --revoke-now if that is what you want, as for a key that leaked",
    },
    !none &&
      seconds === undefined && {
        setting: "--overlap",
        value: overlap,
        must: "be whole days or hours",
        fix: "write it as 7d or 12h",
      },
  ];
}

/** Options of which one at most makes sense. */
function exclusive(names: readonly string[]): readonly Finding[] {
  const given = ["overlap", "revoke-now", "finish"].filter((name) => names.includes(name)).map((name) => `--${name}`);
  return [given.length > 1 && { setting: given.join(" and "), must: "not stand together", fix: `keep one of them` }];
}
