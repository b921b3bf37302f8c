/**
 * The structure of an expression of Cloud Armor's rules language: what is asked, and how the answers are combined.
 * https://cloud.google.com/armor/docs/rules-language-reference
 */
export type Expression =
  | { readonly kind: "and" | "or"; readonly items: readonly Expression[] }
  | { readonly kind: "not"; readonly item: Expression }
  | { readonly kind: "test"; readonly test: Test };

/** One question about a request. */
export interface Test {
  /** The text, written in one way. */
  readonly text: string;
  /** What is looked at, without conversions: `request.path` for `request.path.lower()`. Empty for a test that looks at nothing. */
  readonly subject: string;
  /** `startsWith`, `==`, `has`, `inIpRange`, `waf` and so on. */
  readonly operation: string;
  /** The text or number that it is compared with. */
  readonly argument: string;
}

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|&&|\|\||[=!<>]=|[\w.]+|.)/sy;

/** Reads an expression; undefined when its brackets don't fit, so that nobody can say what it means. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = tokensOf(text.trim());
  const reader = new Reader(tokens);
  const expression = reader.any();
  return reader.done && !reader.failed ? expression : undefined;
}

/** Every test of an expression. */
export function testsIn(expression: Expression): readonly Test[] {
  switch (expression.kind) {
    case "test":
      return [expression.test];
    case "not":
      return testsIn(expression.item);
    default:
      return expression.items.flatMap(testsIn);
  }
}

/** What has to hold, all of it, one by one. */
export const conjuncts = (expression: Expression): readonly Expression[] =>
  expression.kind === "and" ? expression.items.flatMap(conjuncts) : [expression];

/** An expression as text, the same for those that differ in spaces, quotes and needless brackets only. */
export function textOf(expression: Expression): string {
  switch (expression.kind) {
    case "test":
      return expression.test.text;
    case "not":
      return `!(${textOf(expression.item)})`;
    default: {
      const sign = expression.kind === "and" ? " && " : " || ";
      return `(${expression.items.map(textOf).sort().join(sign)})`;
    }
  }
}

/** `true` or `false` for an expression that says so of every request, undefined for one that asks. */
export function constantOf(expression: Expression): boolean | undefined {
  switch (expression.kind) {
    case "test":
      return constantTest(expression.test);
    case "not": {
      const value = constantOf(expression.item);
      return value === undefined ? undefined : !value;
    }
    case "and":
      return combined(expression.items, false);
    default:
      return combined(expression.items, true);
  }
}

/** True when every request of the first is one of the second, as far as their structure shows. */
export function implies(narrow: Expression, wide: Expression): boolean {
  if (constantOf(wide) === true || constantOf(narrow) === false || textOf(narrow) === textOf(wide)) {
    return true;
  }
  if (wide.kind === "or") {
    return wide.items.some((item) => implies(narrow, item));
  }
  if (narrow.kind === "or") {
    return narrow.items.every((item) => implies(item, wide));
  }
  const known = new Set(conjuncts(narrow).map(textOf));
  return conjuncts(wide).every((one) => known.has(textOf(one)));
}

function combined(items: readonly Expression[], deciding: boolean): boolean | undefined {
  const values = items.map(constantOf);
  const texts = new Set(items.map(textOf));
  // x && !x is never, x || !x is always
  const opposite = items.some((item) => item.kind === "not" && texts.has(textOf(item.item)));
  if (values.includes(deciding) || opposite) {
    return deciding;
  }
  return values.every((value) => value === !deciding) ? !deciding : undefined;
}

function constantTest({ text, subject, operation, argument }: Test): boolean | undefined {
  if (text === "true" || text === "false") {
    return text === "true";
  }
  if (
    ["startsWith", "endsWith", "contains", "matches"].includes(operation) &&
    /^(?:|\^|\.\*|\^\.\*\$?|\.\*\$)$/.test(argument)
  ) {
    return true;
  }
  if (operation === "inIpRange" && argument === "0.0.0.0/0") {
    return true;
  }
  const literal = /^(?:'.*'|-?\d+)$/;
  return ["==", "!="].includes(operation) && literal.test(subject)
    ? (subject === argument) === (operation === "==")
    : undefined;
}

function tokensOf(text: string): readonly string[] {
  return [...text.matchAll(new RegExp(TOKEN.source, "gsy"))].map(([, token = ""]) =>
    token.startsWith('"') ? `'${token.slice(1, -1)}'` : token,
  );
}

/** Reads tokens from left to right: `||` binds weaker than `&&`, and that weaker than `!`. */
class Reader {
  public failed = false;
  private at = 0;

  public constructor(private readonly tokens: readonly string[]) {}

  public get done(): boolean {
    return this.at >= this.tokens.length;
  }

  public any(): Expression {
    return this.joined("||", "or", () => this.all());
  }

  private all(): Expression {
    return this.joined("&&", "and", () => this.one());
  }

  private joined(sign: string, kind: "and" | "or", next: () => Expression): Expression {
    const items = [next()];
    while (this.tokens[this.at] === sign) {
      this.at += 1;
      items.push(next());
    }
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind, items };
  }

  private one(): Expression {
    if (this.tokens[this.at] === "!") {
      this.at += 1;
      return { kind: "not", item: this.one() };
    }
    if (this.tokens[this.at] === "(" && this.isGroup()) {
      this.at += 1;
      const inner = this.any();
      this.failed ||= this.tokens[this.at] !== ")";
      this.at += 1;
      return inner;
    }
    return this.test();
  }

  /** Brackets around a whole condition, and not around a part of a comparison. */
  private isGroup(): boolean {
    const after = this.tokens[this.closing(this.at) + 1];
    return after === undefined || [")", "&&", "||"].includes(after);
  }

  private closing(from: number): number {
    let depth = 0;
    for (let at = from; at < this.tokens.length; at += 1) {
      const token = this.tokens[at] ?? "";
      depth += "([{".includes(token) ? 1 : ")]}".includes(token) ? -1 : 0;
      if (depth === 0) {
        return at;
      }
    }
    this.failed = true;
    return this.tokens.length;
  }

  private test(): Expression {
    const from = this.at;
    while (!this.done && ![")", "&&", "||"].includes(this.tokens[this.at] ?? "")) {
      this.at = "([{".includes(this.tokens[this.at] ?? "") ? this.closing(this.at) + 1 : this.at + 1;
    }
    this.failed ||= this.at === from;
    return { kind: "test", test: readTest(this.tokens.slice(from, this.at).join("")) };
  }
}

const CONVERSIONS = /\.(?:lower|upper|urlDecode|urlDecodeUni|base64Decode|utf8ToUnicode)\(\)/g;
const CALL = /^(.*)\.(startsWith|endsWith|contains|matches)\((?:'(.*)'|(.*))\)$/s;
const FUNCTION = /^(has|inIpRange|evaluatePreconfiguredWaf|evaluatePreconfiguredExpr)\((.*)\)$/s;
const COMPARISON = /^(.*?)(==|!=|>=|<=|>|<)(.*)$/s;

function readTest(text: string): Test {
  const called = CALL.exec(text);
  if (called !== null) {
    const [, subject = "", operation = "", literal, other = ""] = called;
    return { text, subject: subject.replaceAll(CONVERSIONS, ""), operation, argument: literal ?? other };
  }
  const known = FUNCTION.exec(text);
  if (known !== null) {
    const [, name = "", inside = ""] = known;
    const [first = "", ...rest] = inside.split(",");
    const last = unquoted(rest.join(",").trim());
    return name.startsWith("evaluate")
      ? { text, subject: unquoted(first), operation: "waf", argument: rest.join(",") }
      : { text, subject: first, operation: name, argument: last };
  }
  const compared = COMPARISON.exec(text);
  if (compared !== null) {
    const [, left = "", operation = "", right = ""] = compared;
    const subject = left.replaceAll(CONVERSIONS, "").replace(/^int\((.*)\)$/s, "$1");
    return { text, subject, operation, argument: /^'.*'$/s.test(subject) ? right : unquoted(right) };
  }
  return { text, subject: text, operation: "", argument: "" };
}

const unquoted = (text: string): string => text.replace(/^'(.*)'$/s, "$1");
