import { Token } from "cdktf";
import { asRange } from "./address-range";
import { type Condition } from "./condition";
import { wafExpression } from "./waf";

/** A condition that isn't made of others. */
export type SimpleCondition = Exclude<Condition, { readonly is: "not" | "all" | "any" }>;

/** What stands between `&&` and `||`, and which of the two joins it. */
interface Spelling {
  readonly parts: readonly string[];
  readonly operator: "&&" | "||";
}

/** The condition in Cloud Armor's rules language. */
export function toExpression(condition: Condition): string {
  switch (condition.is) {
    case "not":
      return `!${grouped(condition.condition, true)}`;
    case "all":
      return condition.conditions.map((part) => grouped(part)).join(" && ");
    case "any":
      return condition.conditions.map((part) => grouped(part)).join(" || ");
    case "expression":
      return condition.text;
    default: {
      const { parts, operator } = spell(condition);
      return parts.join(` ${operator} `);
    }
  }
}

/** How many subexpressions Google counts in it: what stands between `&&` and `||`. */
export function countSubexpressions(condition: Condition): number {
  return subexpressionsOf(condition).length;
}

/** The subexpressions in the order in which they are written. */
export function subexpressionsOf(condition: Condition): readonly string[] {
  return simpleConditions(condition).flatMap((part) => spell(part).parts);
}

/** The conditions that a condition is made of, without the words that join or negate them. */
export function simpleConditions(condition: Condition): readonly SimpleCondition[] {
  switch (condition.is) {
    case "not":
      return simpleConditions(condition.condition);
    case "all":
    case "any":
      return condition.conditions.flatMap((part) => simpleConditions(part));
    default:
      return [condition];
  }
}

/** The text without what stands between quotes, at the same length. */
export function withoutLiterals(text: string): string {
  return text.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (literal) => "_".repeat(literal.length));
}

function spell(condition: SimpleCondition): Spelling {
  const all = (...parts: readonly string[]): Spelling => ({ parts, operator: "&&" });
  const any = (parts: readonly string[]): Spelling => ({ parts, operator: "||" });
  switch (condition.is) {
    case "path":
      return all(`${PATH}.startsWith(${quoted(condition.startsWith)})`);
    case "path-is":
      return all(`${PATH} == ${quoted(condition.path)}`);
    case "path-matches":
      return all(`${PATH}.matches(${quoted(condition.pattern)})`);
    case "query":
      return all(`request.query.urlDecode().lower().contains(${quoted(condition.contains)})`);
    case "host":
      return all(`request.headers['host'].lower().startsWith(${quoted(condition.name)})`);
    case "method":
      return all(oneOf("request.method", condition.oneOf));
    case "region":
      return all(oneOf("origin.region_code", condition.oneOf));
    case "asn":
      return any(condition.oneOf.map((asn) => `origin.asn == ${asn}`));
    case "address":
      return any(condition.ranges.map((range) => `inIpRange(${condition.source}, ${quoted(asRange(range))})`));
    case "tls-fingerprint":
      return all(oneOf(`origin.tls_${condition.algorithm.toLowerCase()}_fingerprint`, condition.oneOf));
    case "header":
      return all(`has(${header(condition.name)})`);
    case "header-matches":
      return all(`has(${header(condition.name)})`, `${header(condition.name)}.matches(${quoted(condition.pattern)})`);
    case "cookie":
      return all(`has(${header("cookie")})`, `${header("cookie")}.contains(${quoted(`${condition.name}=`)})`);
    case "body-longer-than":
      return all(`has(${header("content-length")})`, `int(${header("content-length")}) > ${condition.bytes}`);
    case "waf":
      return all(wafExpression(condition));
    case "threat-intelligence": {
      const source = condition.source === "origin.ip" ? [] : [condition.source];
      return all(call("evaluateThreatIntelligence", quoted(condition.feed), ...source, ...list(condition.except)));
    }
    case "address-group": {
      const name = condition.scope === "project" ? "evaluateAddressGroup" : "evaluateOrganizationAddressGroup";
      return all(call(name, quoted(condition.group), condition.source, ...list(condition.except)));
    }
    case "adaptive-protection":
      return all(
        condition.alert === undefined
          ? call("evaluateAdaptiveProtectionAutoDeploy")
          : call("evaluateAdaptiveProtection", quoted(condition.alert)),
      );
    case "recaptcha-valid":
      return all(`token.recaptcha_${condition.token}.valid`);
    case "recaptcha-score":
      return all(`token.recaptcha_${condition.token}.score ${condition.operator} ${double(condition.score)}`);
    case "recaptcha-action":
      return all(`token.recaptcha_action.action == ${quoted(condition.name)}`);
    case "recaptcha-captcha":
      return all(`token.recaptcha_action.captcha_status == ${quoted(condition.status)}`);
    case "expression":
      return any(splitOutsideQuotes(condition.text));
  }
}

/** Decoded and in lowercase, because that is how most web frameworks route it. */
const PATH = "request.path.urlDecode().lower()";

function header(name: string): string {
  return `request.headers[${quoted(name)}]`;
}

function call(name: string, ...parameters: readonly string[]): string {
  return `${name}(${parameters.join(", ")})`;
}

function list(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`[${values.map((value) => quoted(value)).join(", ")}]`];
}

/** A string literal that nothing in the text can end early. References stay as they are: Terraform fills them in. */
function quoted(text: string): string {
  return Token.isUnresolved(text) ? `'${text}'` : `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}

/** The rules language compares a score with a double only: `1` would be an integer. */
function double(score: number): string {
  return Number.isInteger(score) ? `${score}.0` : String(score);
}

/** One subexpression however long the list: the rules language has no `in`, and each `==` would count. */
function oneOf(attribute: string, values: readonly string[]): string {
  return values.length === 1
    ? `${attribute} == ${quoted(values.join(""))}`
    : `${attribute}.matches(${quoted(`^(?:${values.join("|")})$`)})`;
}

function splitOutsideQuotes(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const operator of withoutLiterals(text).matchAll(/&&|\|\|/g)) {
    parts.push(text.slice(from, operator.index));
    from = operator.index + operator[0].length;
  }
  return [...parts, text.slice(from)].map((part) => part.trim());
}

/** Conditions that may be written with `==` or `<`, which bind less than `!`. */
const COMPARISONS: ReadonlySet<Condition["is"]> = new Set([
  "method",
  "region",
  "asn",
  "tls-fingerprint",
  "path-is",
  "recaptcha-score",
  "recaptcha-action",
  "recaptcha-captcha",
] as const);

/** Under `!` a comparison needs parentheses; between `&&` and `||` only what has an operator of its own does. */
function grouped(condition: Condition, negated = false): string {
  if ((condition.is === "all" || condition.is === "any") && condition.conditions.length === 1) {
    return condition.conditions.map((part) => grouped(part, negated)).join("");
  }
  const compound = condition.is !== "not" && (condition.is === "expression" || subexpressionsOf(condition).length > 1);
  return compound || (negated && COMPARISONS.has(condition.is))
    ? `(${toExpression(condition)})`
    : toExpression(condition);
}
