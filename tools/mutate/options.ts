import { parseArgs } from "node:util";

/** The command line, understood. */
export interface Options {
  /** Where the report for machines is written. */
  readonly json?: string;
  /** Where the README's table is written. */
  readonly markdown?: string;
  /** Only this Terraform type or Kubernetes kind. */
  readonly only?: string;
  readonly survivors: boolean;
  readonly unlisted: boolean;
  /** Every rule is asked about every mutant. */
  readonly thorough: boolean;
  /** The share in percent below which the command fails. */
  readonly atLeast: number;
  readonly help: boolean;
}

/** What the pack promises. */
const PROMISED = "95";

/** What `--help` prints. */
export const USAGE = `Usage: npm run mutate -- [options]

Makes everything that cliscale renders worse, one change at a time, and shows what no rule finds.

  --only <type>       only this Terraform type, such as google_container_cluster, or Kubernetes kind, such as Deployment
  --survivors         prints only what nobody found
  --unlisted          removes and flips what the tables don't ask for, and prints where they and the rules disagree; needs minutes
  --thorough          asks every rule, so that all that find a mutant are in the JSON and all that fail are seen; needs minutes
  --json <file>       writes everything for machines
  --markdown <file>   writes the score by area as a table
  --at-least <n>      the share in percent that has to be found (default: ${PROMISED})
  -h, --help          prints this text

Exit codes: 0 enough was found, 1 it was not or a rule failed, 2 the command line can't be understood, or helm refuses.
`;

/** Reads the command line; the text says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: "string" },
        markdown: { type: "string" },
        only: { type: "string" },
        survivors: { type: "boolean", default: false },
        thorough: { type: "boolean", default: false },
        unlisted: { type: "boolean", default: false },
        "at-least": { type: "string", default: PROMISED },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { "at-least": share, ...rest } = values;
    const atLeast = Number(share);
    return share.trim() === "" || !(atLeast >= 0 && atLeast <= 100)
      ? `--at-least must be a number from 0 to 100, got '${share}'; write --at-least ${PROMISED}`
      : { ...rest, atLeast };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.message;
  }
}

/** True for what parseArgs throws at an option that it doesn't know: https://nodejs.org/api/errors.html#err_parse_args_unknown_option */
function isRefusal(error: unknown): error is Error {
  return (
    typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_")
  );
}
