import { isKnown, type Finding } from "../core/validation";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type WafCondition, wafExpression, wafProblems } from "./waf";

/**
 * What a rule looks at, as data: {@link toExpression} writes it in Cloud Armor's rules language, and whatever else
 * wants to judge a request can read it without parsing that language.
 */
export type Condition =
  /** The path, percent-decoded and in lowercase, begins with `startsWith`. */
  | { readonly is: "path"; readonly startsWith: string }
  /** The Host header, in lowercase, begins with `name`: a port behind it doesn't help to get around the rule. */
  | { readonly is: "host"; readonly name: string }
  | { readonly is: "method"; readonly oneOf: readonly string[] }
  /** The country that the address belongs to, as two letters (ISO 3166-1). */
  | { readonly is: "region"; readonly oneOf: readonly string[] }
  /** The header is there. */
  | { readonly is: "header"; readonly name: string }
  /** The cookie is there. */
  | { readonly is: "cookie"; readonly name: string }
  /** Content-Length is there and larger than `bytes`. */
  | { readonly is: "body-longer-than"; readonly bytes: number }
  | WafCondition
  /** Text in the rules language, for what the other conditions can't say. */
  | { readonly is: "expression"; readonly text: string }
  | { readonly is: "not"; readonly condition: Condition }
  | { readonly is: "all" | "any"; readonly conditions: readonly Condition[] };

const REFERENCE = "https://cloud.google.com/armor/docs/rules-language-reference";

/**
 * Limits of an expression.
 * https://cloud.google.com/armor/quotas and https://cloud.google.com/armor/docs/rules-language-reference
 */
export const EXPRESSION_LIMITS = { subexpressions: 5, characters: 2048, subexpressionCharacters: 1024 } as const;

/** Conditions, written as a sentence: `When.all(When.method("POST"), When.path("/api/sessions"))`. */
export const When = {
  /**
   * @param startsWith a path in lowercase, for example `/api/sessions`. It matches `/API/Sessions/` and
   * `/api/%73essions` too: most web frameworks route those to the same handler, so a comparison letter by letter
   * would be easy to get around.
   */
  path: (startsWith: string): Condition => ({ is: "path", startsWith }),
  /** @param name a host name in lowercase */
  host: (name: string): Condition => ({ is: "host", name }),
  /** @param oneOf methods in uppercase */
  method: (...oneOf: readonly string[]): Condition => ({ is: "method", oneOf }),
  /** @param oneOf two-letter country codes in uppercase */
  region: (...oneOf: readonly string[]): Condition => ({ is: "region", oneOf }),
  /** @param name a header in lowercase, as the rules language has them */
  header: (name: string): Condition => ({ is: "header", name }),
  /** @param name the cookie's name */
  cookie: (name: string): Condition => ({ is: "cookie", name }),
  /** @param bytes the largest Content-Length that does not match */
  bodyLongerThan: (bytes: number): Condition => ({ is: "body-longer-than", bytes }),
  /** @param text an expression in Cloud Armor's rules language */
  expression: (text: string): Condition => ({ is: "expression", text }),
  /** Negates a condition. */
  not: (condition: Condition): Condition => ({ is: "not", condition }),
  /** Every condition holds. */
  all: (...conditions: readonly Condition[]): Condition => ({ is: "all", conditions }),
  /** At least one condition holds. */
  any: (...conditions: readonly Condition[]): Condition => ({ is: "any", conditions }),
} as const;

/** The condition in Cloud Armor's rules language. */
export function toExpression(condition: Condition): string {
  switch (condition.is) {
    case "not":
      return `!${grouped(condition.condition, true)}`;
    case "all":
      return condition.conditions.map((part) => grouped(part)).join(" && ");
    case "any":
      return condition.conditions.map((part) => grouped(part)).join(" || ");
    case "waf":
      return wafExpression(condition);
    case "expression":
      return condition.text;
    default:
      return subexpressionsOf(condition).join(" && ");
  }
}

/** How many subexpressions Google counts in it: what stands between `&&` and `||`. */
export function countSubexpressions(condition: Condition): number {
  return leaves(condition).length;
}

/** What is wrong with a condition, before Google says so at apply. */
export function conditionProblems(setting: string, condition: Condition): readonly Finding[] {
  const parts = leaves(condition);
  const expression = toExpression(condition);
  const { subexpressions, characters, subexpressionCharacters } = EXPRESSION_LIMITS;
  const known = isKnown(expression);
  return [
    ...literalProblems(setting, condition),
    parts.length > subexpressions && {
      setting,
      value: parts.length,
      must: `have at most ${subexpressions} subexpressions`,
      fix: "split the rule into several",
      source: REFERENCE,
    },
    known &&
      expression.length > characters && {
        setting,
        value: expression.length,
        must: `have at most ${characters} characters`,
        fix: "split the rule into several",
        source: "https://cloud.google.com/armor/quotas",
      },
    ...parts.map(
      (part): Finding =>
        isKnown(part) &&
        part.length > subexpressionCharacters && {
          setting,
          value: part.length,
          must: `have at most ${subexpressionCharacters} characters in each subexpression`,
          fix: "split the rule into several",
          source: "https://cloud.google.com/armor/quotas",
        },
    ),
    known &&
      /[\r\n]/.test(expression) && {
        setting,
        must: "be written on one line",
        fix: "join the lines: the API refuses line breaks",
        source: REFERENCE,
      },
  ];
}

function literalProblems(setting: string, condition: Condition): readonly Finding[] {
  switch (condition.is) {
    case "not":
      return literalProblems(setting, condition.condition);
    case "all":
    case "any":
      return [
        condition.conditions.length === 0 && {
          setting,
          must: "name at least one condition",
          fix: `fill When.${condition.is}(…)`,
        },
        ...condition.conditions.flatMap((part) => literalProblems(setting, part)),
      ];
    case "path":
      return [
        mismatch(
          setting,
          condition.startsWith,
          /^\/[a-z0-9._~/-]*$/,
          "be a path in lowercase that begins with /",
          "write it as /api/sessions",
        ),
      ];
    case "host":
      return [nameProblem(NAME_RULES.host, setting, condition.name)];
    case "method":
      return setProblems(setting, condition.oneOf, /^[A-Z]+$/, "be an HTTP method in uppercase", "write it as POST");
    case "region":
      return setProblems(
        setting,
        condition.oneOf,
        /^[A-Z]{2}$/,
        "be a two-letter country code in uppercase",
        "write it as DE",
      );
    case "header":
      return [
        mismatch(setting, condition.name, /^[a-z0-9-]+$/, "be a header name in lowercase", "write it as x-session"),
      ];
    case "cookie":
      return [mismatch(setting, condition.name, /^[A-Za-z0-9_.-]+$/, "be a cookie name", "write it as __Host-session")];
    case "body-longer-than":
      return [
        isKnown(condition.bytes) &&
          !(Number.isInteger(condition.bytes) && condition.bytes >= 0) && {
            setting,
            value: condition.bytes,
            must: "be a whole number of bytes",
            fix: "choose a size such as 10485760",
          },
      ];
    case "waf":
      return wafProblems(setting, condition);
    case "expression":
      return [
        condition.text.trim() === "" && {
          setting,
          must: "be an expression",
          fix: "write one, or leave the rule out",
          source: REFERENCE,
        },
      ];
  }
}

function setProblems(
  setting: string,
  values: readonly string[],
  pattern: RegExp,
  must: string,
  fix: string,
): readonly Finding[] {
  return [
    values.length === 0 && { setting, must: "name at least one value", fix },
    ...values.map((value) => mismatch(setting, value, pattern, must, fix)),
  ];
}

function mismatch(setting: string, value: string, pattern: RegExp, must: string, fix: string): Finding {
  return isKnown(value) && !pattern.test(value) && { setting, value, must, fix, source: REFERENCE };
}

type Simple = Exclude<Condition, { readonly is: "not" | "all" | "any" | "waf" | "expression" }>;

function subexpressionsOf(condition: Simple): readonly string[] {
  switch (condition.is) {
    case "path":
      return [`request.path.urlDecode().lower().startsWith('${condition.startsWith}')`];
    case "host":
      return [`request.headers['host'].lower().startsWith('${condition.name}')`];
    case "method":
      return [oneOf("request.method", condition.oneOf)];
    case "region":
      return [oneOf("origin.region_code", condition.oneOf)];
    case "header":
      return [`has(request.headers['${condition.name}'])`];
    case "cookie":
      return ["has(request.headers['cookie'])", `request.headers['cookie'].contains('${condition.name}=')`];
    case "body-longer-than":
      return ["has(request.headers['content-length'])", `int(request.headers['content-length']) > ${condition.bytes}`];
  }
}

/** One subexpression however long the list: the rules language has no `in`, and each `==` would count. */
function oneOf(attribute: string, values: readonly string[]): string {
  return values.length === 1
    ? `${attribute} == '${values.join("")}'`
    : `${attribute}.matches('^(?:${values.join("|")})$')`;
}

function leaves(condition: Condition): readonly string[] {
  switch (condition.is) {
    case "not":
      return leaves(condition.condition);
    case "all":
    case "any":
      return condition.conditions.flatMap((part) => leaves(part));
    case "waf":
      return [wafExpression(condition)];
    case "expression":
      return splitOutsideQuotes(condition.text);
    default:
      return subexpressionsOf(condition);
  }
}

function splitOutsideQuotes(text: string): readonly string[] {
  const withoutLiterals = text.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (literal) =>
    "_".repeat(literal.length),
  );
  const parts: string[] = [];
  let from = 0;
  for (const operator of withoutLiterals.matchAll(/&&|\|\|/g)) {
    parts.push(text.slice(from, operator.index));
    from = operator.index + operator[0].length;
  }
  return [...parts, text.slice(from)].map((part) => part.trim());
}

/** Under `!` a comparison needs parentheses; between `&&` and `||` only what has an operator of its own does. */
function grouped(condition: Condition, negated = false): string {
  const comparison = condition.is === "method" || condition.is === "region";
  const compound = condition.is === "expression" || leaves(condition).length > 1;
  return compound || (negated && comparison) ? `(${toExpression(condition)})` : toExpression(condition);
}
