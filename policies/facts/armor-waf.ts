import { type Expression } from "./armor-expression";
import { type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";
import { demandsOf, effectiveRules, refuses, type ArmorRule } from "./armor-policy";

/** A preconfigured rule set that a rule refuses requests by. */
export interface WafSet {
  readonly rule: ArmorRule;
  /** For example `sqli`. */
  readonly group: string;
  /** `v422`, `v33`; empty for CRS 3.0 and for sets of no version. */
  readonly version: string;
  /** Signatures up to this level count: 0 to 4. */
  readonly sensitivity: number;
  /** How many signatures are left out. */
  readonly optedOut: number;
  /** How many count although the level would leave them out. */
  readonly optedIn: number;
}

/** What a call without settings takes: https://cloud.google.com/armor/docs/rule-tuning#choose_an_appropriate_sensitivity_level */
const EVERY_SIGNATURE = 4;

/** The sets by which a rule refuses a request on their own, or one of several: `a || b`. A set in `a && b` needs more than an attack. */
export const wafSetsOf = (rule: ArmorRule): readonly WafSet[] =>
  refuses(rule) && demandsOf(rule).length === 1 ? demandsOf(rule).flatMap((one) => setsIn(one, rule)) : [];

/** The groups by which no rule refuses, as findings. */
export function lackingSets(
  policy: RenderedResource,
  stack: RenderedStack,
  groups: readonly string[],
): readonly string[] {
  const useful = effectiveRules(policy, stack)
    .flatMap(wafSetsOf)
    .filter((set) => set.sensitivity > 0 || set.optedIn > 0);
  return groups
    .filter((group) => !useful.some((set) => set.group === group))
    .map((group) => `rule: none outside preview refuses by the preconfigured set "${group}"`);
}

function setsIn(expression: Expression, rule: ArmorRule): readonly WafSet[] {
  if (expression.kind === "or") {
    return expression.items.flatMap((item) => setsIn(item, rule));
  }
  const test = expression.kind === "test" && expression.test.operation === "waf" ? expression.test : undefined;
  const named = /^([a-z-]+?)(?:-(v\d+))?-(?:stable|canary)$/.exec(test?.subject ?? "");
  if (test === undefined || named === null) {
    return [];
  }
  const [, group = "", version = ""] = named;
  const level = /'sensitivity':(\d)/.exec(test.argument)?.[1];
  const count = (name: string): number =>
    new RegExp(`'${name}':\\[([^\\]]*)\\]`)
      .exec(test.argument)?.[1]
      ?.split(",")
      .filter((id) => id !== "").length ?? 0;
  return [
    {
      rule,
      group,
      version,
      sensitivity: level === undefined ? EVERY_SIGNATURE : Number(level),
      optedOut: count("opt_out_rule_ids"),
      optedIn: count("opt_in_rule_ids"),
    },
  ];
}
