import { type Field, type Part } from "../inspection";
import { type Group } from "../waf-call";
import { type ReadRequest } from "../web-request";

/**
 * A pattern of our own that stands for one rule of the OWASP Core Rule Set. It finds the plain forms of an attack,
 * not every way to hide one.
 * https://coreruleset.org/docs/rules/
 */
export interface Signature {
  readonly groups: readonly Group[];
  /** The number of the rule in the Core Rule Set that it stands for. */
  readonly id: string;
  /**
   * Numbers under which another generation of the set has it.
   * @default - none
   */
  readonly also?: readonly string[];
  /** The level from which the rule counts: 1 to 4. */
  readonly sensitivity: 1 | 2 | 3 | 4;
  /** What it looks for, in a few words. */
  readonly looksFor: string;
  readonly inspects: readonly Part[];
  /**
   * Headers that it looks at, when it looks at headers.
   * @default - all
   */
  readonly headers?: readonly string[];
  /** Without nested repetitions, so that no request takes long. */
  readonly pattern: RegExp;
  /**
   * A further condition for a field whose text matches.
   * @default - none
   */
  readonly onlyIf?: (field: Field, request: ReadRequest) => boolean;
}

/** What most signatures look at: parameters, their names, cookies, and bodies that nothing takes apart. */
export const INPUT: readonly Part[] = ["argument", "argument name", "cookie", "cookie name", "body"];

/** Input, and headers: which of them, a signature says itself. */
export const INPUT_AND_HEADERS: readonly Part[] = [...INPUT, "header"];

/** Headers that end up on pages and in logs. */
export const SHOWN_HEADERS: readonly string[] = ["user-agent", "referer"];
