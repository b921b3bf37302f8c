import { isProblem, repeated, type Finding, type Problem } from "../../core/validation";
import { readAction, type Action } from "./action";
import { compileExpression, type Expression } from "./expression";
import { readRateLimit, type LimitReading } from "./policy-rate-limit";
import { type RateLimit } from "./rate-limit";
import { SyntaxProblem } from "./syntax";
import { asBlocks, asText, hasReference, unescaped, type Block } from "./terraform-json";
import { type Exclusion } from "./waf";
import { signatureNumber } from "./waf-call";
import { isRange } from "./web-request";

/** A rule of a policy, ready for requests. */
export interface PolicyRule {
  /** Its description, `rule <priority>` when it has none, `default rule` for the last one. */
  readonly rule: string;
  readonly priority: number;
  readonly preview: boolean;
  /** As Terraform writes it: `deny(403)`, `throttle`. */
  readonly action: string;
  /** Ranges, or an expression. */
  readonly match: { readonly ranges: readonly string[] } | { readonly expression: Expression };
  /** What becomes of a request that matches, or of one that goes over the limit. */
  readonly does: Action;
  /** Only for `throttle` and `rate_based_ban`. */
  readonly limit: RateLimit | undefined;
  readonly exclusions: readonly Exclusion[];
}

/** The priority of the rule for requests that no other rule matches. */
export const DEFAULT_RULE = 2_147_483_647;

/** Reads rules in order of their priority, and everything that is wrong with them. */
export function readRules(blocks: readonly Block[]): {
  readonly rules: readonly PolicyRule[];
  readonly problems: readonly Problem[];
} {
  const read = blocks.map(readRule).sort((one, other) => one.rule.priority - other.rule.priority);
  const twice = repeated(read.map(({ rule }) => rule.priority).filter(Number.isInteger)).map((priority) => ({
    setting: "rules",
    value: priority,
    must: "have different priorities",
    fix: "give one of the rules another priority",
  }));
  return {
    rules: read.map(({ rule }) => rule),
    problems: [...read.flatMap(({ findings }) => findings).filter(isProblem), ...twice],
  };
}

function readRule(block: Block): { readonly rule: PolicyRule; readonly findings: readonly Finding[] } {
  const priority = Number(block.priority);
  const rule = nameOf(block, priority);
  const setting = `rules.${rule}`;
  const action = asText(block.action);
  const { match, findings } = readMatch(setting, block);
  const limited = action === "throttle" || action === "rate_based_ban";
  const limits: LimitReading = limited
    ? readRateLimit(setting, action, asBlocks(block.rate_limit_options)[0])
    : { limit: undefined, exceed: undefined, findings: [] };
  const does = limited ? limits.exceed : readAction(action, asBlocks(block.redirect_options)[0]);
  return {
    rule: {
      rule,
      priority,
      preview: block.preview === true,
      action,
      match,
      does: does ?? { outcome: "allow" },
      limit: limits.limit,
      exclusions: asBlocks(block.preconfigured_waf_config).flatMap((config) =>
        asBlocks(config.exclusion).map(readExclusion),
      ),
    },
    findings: [
      !Number.isInteger(priority) && {
        setting: `${setting}.priority`,
        value: block.priority,
        must: "be a whole number",
        fix: "write the number, not a reference",
      },
      hasReference(block.preview) && {
        setting: `${setting}.preview`,
        value: block.preview,
        must: "be true or false",
        fix: "write the value: the evaluator doesn't run Terraform",
      },
      !limited &&
        does === undefined && {
          setting: `${setting}.action`,
          value: block.action,
          must: "be allow, deny(<status>), redirect, throttle or rate_based_ban",
          fix: "write one of these",
        },
      priority === DEFAULT_RULE &&
        !("ranges" in match && match.ranges.includes("*")) && {
          setting: `${setting}.match`,
          must: "match every request",
          fix: 'write versioned_expr SRC_IPS_V1 and src_ip_ranges ["*"]',
        },
      ...findings,
      ...limits.findings,
    ],
  };
}

function nameOf({ description }: Block, priority: number): string {
  if (priority === DEFAULT_RULE) {
    return "default rule";
  }
  return asText(description) === "" ? `rule ${priority}` : asText(description);
}

function readMatch(
  setting: string,
  block: Block,
): { readonly match: PolicyRule["match"]; readonly findings: readonly Finding[] } {
  const [match = {}] = asBlocks(block.match);
  const [expr] = asBlocks(match.expr);
  const [config = {}] = asBlocks(match.config);
  if (expr === undefined) {
    const ranges = Array.isArray(config.src_ip_ranges) ? config.src_ip_ranges.map(asText) : [];
    const wrong = ranges.filter((range) => range !== "*" && !isRange(range));
    return {
      match: { ranges },
      findings: [
        ranges.length === 0 && {
          setting: `${setting}.match`,
          must: "have an expression or ranges",
          fix: "fill match.expr.expression or match.config.src_ip_ranges",
        },
        ...wrong.map((range) => ({
          setting: `${setting}.match`,
          value: range,
          must: "be an address range",
          fix: "write it as 203.0.113.0/24 or 2001:db8::/32",
        })),
      ],
    };
  }
  return readExpression(`${setting}.match`, asText(expr.expression));
}

function readExpression(setting: string, text: string): ReturnType<typeof readMatch> {
  const nothing = { match: { ranges: [] } };
  if (hasReference(text)) {
    const fix = "write its value: the evaluator doesn't run Terraform";
    return { ...nothing, findings: [{ setting, value: text, must: "be an expression without a reference", fix }] };
  }
  try {
    return { match: { expression: compileExpression(unescaped(text)) }, findings: [] };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) {
      throw error;
    }
    return {
      ...nothing,
      findings: [
        {
          setting,
          value: text,
          must: `be an expression of the rules language, but at position ${error.position}: ${error.message}`,
          fix: "correct the expression",
          source: "https://cloud.google.com/armor/docs/rules-language-reference",
        },
      ],
    };
  }
}

function readExclusion(block: Block): Exclusion {
  const fields = (argument: string, kind: "header" | "cookie" | "query" | "uri") =>
    asBlocks(block[argument]).map(({ operator, value }) => ({
      kind,
      operator: asText(operator),
      value: asText(value).toLowerCase(),
    }));
  return {
    ruleSet: asText(block.target_rule_set),
    signatures: Array.isArray(block.target_rule_ids)
      ? block.target_rule_ids.map((id) => signatureNumber(asText(id)))
      : [],
    fields: [
      ...fields("request_header", "header"),
      ...fields("request_cookie", "cookie"),
      ...fields("request_query_param", "query"),
      ...fields("request_uri", "uri"),
    ],
  };
}
