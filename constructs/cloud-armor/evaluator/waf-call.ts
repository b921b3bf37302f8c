import { entriesOf, literalOf, textsOf, type Call, type Node } from "./syntax";

/**
 * Groups of signatures that Google names its rule sets by.
 * https://cloud.google.com/armor/docs/waf-rules
 */
export const GROUPS = [
  "sqli",
  "xss",
  "lfi",
  "rfi",
  "rce",
  "methodenforcement",
  "scannerdetection",
  "protocolattack",
  "php",
  "sessionfixation",
  "java",
  "nodejs",
  "generic",
  "cve",
  "json-sqli",
] as const;

/** A group of signatures. */
export type Group = (typeof GROUPS)[number];

/** A preconfigured rule set with its settings, as an expression calls it. */
export interface WafCall {
  /** What Cloud Armor calls the set, for example `sqli-v422-stable`. */
  readonly ruleSet: string;
  readonly group: Group;
  /** 0 to 4: signatures up to this level count. */
  readonly sensitivity: number;
  /** Signatures that don't count, as six digits or as they are written when they have none. */
  readonly optOut: readonly string[];
  /** Signatures that count at sensitivity 0. */
  readonly optIn: readonly string[];
}

/** `owasp-crs-v042200-id942100-sqli` is signature `942100`. */
export function signatureNumber(id: string): string {
  return /-id(\d{6})(?:-|$)/.exec(id)?.[1] ?? id;
}

/** The level at which every signature of a set counts, and what holds when an expression names none. */
const EVERY_SIGNATURE = 4;

/**
 * Reads the arguments of `evaluatePreconfiguredWaf` and `evaluatePreconfiguredExpr`.
 * https://cloud.google.com/armor/docs/rules-language-reference#preconfigured_waf_rules
 *
 * @param fail refuses the call, with the argument that is to blame
 */
export function readWafCall({ name, args }: Call, fail: (node: Node | undefined, message: string) => never): WafCall {
  const [set, options, ...rest] = args;
  const ruleSet = set === undefined ? undefined : literalOf(set);
  if (typeof ruleSet !== "string" || rest.length > 0) {
    return fail(rest[0] ?? set, `${name}() takes the name of a rule set and its settings`);
  }
  const group = groupOf(ruleSet);
  if (group === undefined) {
    return fail(set, `there is no rule set '${ruleSet}'; they are named like sqli-v422-stable or cve-canary`);
  }
  const call = { ruleSet, group, sensitivity: EVERY_SIGNATURE, optOut: [], optIn: [] };
  if (options === undefined) {
    return call;
  }
  return name === "evaluatePreconfiguredExpr"
    ? { ...call, optOut: signatures(options, "the second argument", fail) }
    : { ...call, ...readOptions(options, fail) };
}

function groupOf(ruleSet: string): Group | undefined {
  const name = /^([a-z-]+?)(?:-v(?:33|422))?-(?:stable|canary)$/.exec(ruleSet)?.[1];
  return GROUPS.find((group) => group === name);
}

type Options = Pick<WafCall, "sensitivity" | "optOut" | "optIn">;

function readOptions(node: Node, fail: (node: Node | undefined, message: string) => never): Options {
  const entries = entriesOf(node) ?? fail(node, "the settings must be a map such as {'sensitivity': 1}");
  const options = new Map(entries);
  const known = ["sensitivity", "opt_out_rule_ids", "opt_in_rule_ids"];
  const [unknown] = entries.filter(([key]) => !known.includes(key));
  if (unknown !== undefined) {
    return fail(unknown[1], `there is no setting '${unknown[0]}', only ${known.join(", ")}`);
  }
  const level = options.get("sensitivity");
  const sensitivity = level === undefined ? BigInt(EVERY_SIGNATURE) : literalOf(level);
  if (typeof sensitivity !== "bigint" || sensitivity < 0n || sensitivity > 4n) {
    return fail(level, "'sensitivity' must be a whole number from 0 to 4");
  }
  const [out, optIn] = [options.get("opt_out_rule_ids"), options.get("opt_in_rule_ids")];
  if (optIn !== undefined && (out !== undefined || sensitivity !== 0n)) {
    return fail(optIn, "'opt_in_rule_ids' needs 'sensitivity': 0 and no 'opt_out_rule_ids'");
  }
  return {
    sensitivity: Number(sensitivity),
    optOut: out === undefined ? [] : signatures(out, "'opt_out_rule_ids'", fail),
    optIn: optIn === undefined ? [] : signatures(optIn, "'opt_in_rule_ids'", fail),
  };
}

function signatures(
  node: Node,
  where: string,
  fail: (node: Node | undefined, message: string) => never,
): readonly string[] {
  const ids = textsOf(node) ?? fail(node, `${where} must be a list of signatures`);
  return ids.map(signatureNumber);
}
