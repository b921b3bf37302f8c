import {
  blocksAt,
  isReference,
  valueAt,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../rendered/rendered-stack";
import {
  conjuncts,
  constantOf,
  implies,
  parseExpression,
  testsIn,
  type Expression,
  type Test,
} from "./armor-expression";
import { isWorld, rangesIn } from "./ranges";

/** The priority of the rule that every policy has in the end: https://cloud.google.com/armor/docs/security-policy-overview#eval-order */
export const DEFAULT_PRIORITY = 2_147_483_647;

/** One rule of a policy, whether it is a block or a resource of its own. */
export interface ArmorRule {
  readonly block: Block;
  /** How findings name it. */
  readonly name: string;
  readonly priority: number;
  readonly action: string;
  readonly preview: boolean;
  /** What it matches; undefined when that is a reference or can't be read. */
  readonly condition: Expression | undefined;
}

const EVERYTHING: Expression = { kind: "test", test: { text: "true", subject: "true", operation: "", argument: "" } };

/** True for a policy in front of backends: edge and network policies have other rules. */
export const isBackendPolicy = (policy: RenderedResource): boolean =>
  [undefined, "CLOUD_ARMOR"].some((type) => type === policy.arguments.type);

/** The rules of a policy in the order in which requests meet them. */
export function rulesOf(policy: RenderedResource, stack: RenderedStack): readonly ArmorRule[] {
  const own = stack
    .ofType("google_compute_security_policy_rule")
    .filter((rule) => stack.refersTo(rule.arguments.security_policy, policy));
  return [...blocksAt(policy.arguments, "rule"), ...own.map((rule) => rule.arguments)]
    .map(readRule)
    .sort((one, other) => one.priority - other.priority);
}

/** Reads one rule. */
export function readRule(block: Block): ArmorRule {
  const priority = Number(block.priority);
  const action = typeof block.action === "string" ? block.action : "";
  return {
    block,
    name: `rule ${priority}`,
    priority,
    action,
    preview: block.preview === true,
    condition: conditionOf(block),
  };
}

/** The rules that do something: not in preview, able to match, and not behind one that already decided. */
export function effectiveRules(policy: RenderedResource, stack: RenderedStack): readonly ArmorRule[] {
  const enforced = rulesOf(policy, stack).filter(({ preview }) => !preview);
  return enforced.filter((rule, index) => idleBecause(rule, enforced.slice(0, index)) === undefined);
}

/** Why a rule never acts, given the enforced rules before it. */
export function idleBecause(rule: ArmorRule, before: readonly ArmorRule[]): string | undefined {
  const { condition } = rule;
  if (condition === undefined) {
    return undefined;
  }
  if (constantOf(condition) === false) {
    return "matches no request";
  }
  const [first] = before.filter((one) => one.condition !== undefined && implies(condition, one.condition));
  return first === undefined
    ? undefined
    : `is never reached, since ${first.name} decides on every request that it matches`;
}

/** Refuses, by a status or by sending the visitor to a test. */
export const refuses = ({ action }: ArmorRule): boolean =>
  /^deny\(/.test(action) || action === "redirect" || isReference(action);

/** Counts requests. */
export const limits = ({ action }: ArmorRule): boolean => action === "throttle" || action === "rate_based_ban";

/** Matches every request. */
export const matchesAll = ({ condition }: ArmorRule): boolean =>
  condition !== undefined && constantOf(condition) === true;

/** Every test of a rule. */
export const testsOf = ({ condition }: ArmorRule): readonly Test[] =>
  condition === undefined ? [] : testsIn(condition);

/** What a rule asks for, all of it. */
export const demandsOf = ({ condition }: ArmorRule): readonly Expression[] =>
  condition === undefined ? [] : conjuncts(condition);

/** True when everybody may come in unless a rule refuses: other policies are lists of who may. */
export const isPublic = (rules: readonly ArmorRule[]): boolean =>
  !rules.some((rule) => rule.priority === DEFAULT_PRIORITY && refuses(rule));

/** The header that a subject reads, in lowercase: `host` for `request.headers['host']`. */
export const headerOf = (subject: string): string | undefined =>
  /^request\.headers\['([^']+)'\]$/.exec(subject)?.[1]?.toLowerCase();

function conditionOf(block: Block): Expression | undefined {
  const expression = valueAt(block, "match.expr.expression");
  if (typeof expression === "string") {
    return isReference(expression) ? undefined : parseExpression(expression);
  }
  const ranges = valueAt(block, "match.config.src_ip_ranges");
  if (!Array.isArray(ranges) || ranges.some(isReference)) {
    return undefined;
  }
  return ranges.includes("*") || isWorld(rangesIn(ranges)) ? EVERYTHING : fromAddresses(ranges);
}

function fromAddresses(ranges: readonly unknown[]): Expression {
  const items = ranges.map((range): Expression => {
    const text = `inIpRange(origin.ip,'${String(range)}')`;
    return { kind: "test", test: { text, subject: "origin.ip", operation: "inIpRange", argument: String(range) } };
  });
  return { kind: "or", items };
}
