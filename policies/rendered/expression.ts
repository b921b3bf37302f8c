import { type Functions, type Callable } from "./functions";
import { LEVELS, operate } from "./operators";
import { textOf, Unknown } from "./unknown";

/** Looks up a reference such as `google_x.y.attribute`, given as its steps; `*` is a splat. */
export type Lookup = (steps: readonly (string | number)[]) => unknown;

/**
 * Reads Terraform's expressions as far as synthesized configurations use them: templates, references, conditions,
 * operators, lists, objects and the functions of {@link Functions}. What can't be told before a plan becomes an
 * {@link Unknown}; so does what this reader doesn't know, such as `for` expressions.
 */
export class Expressions {
  public constructor(
    private readonly lookup: Lookup,
    private readonly functions: Functions,
  ) {}

  /** The value of a string with `${…}` in it. A string that is one interpolation has the value's own type. */
  public template(text: string): unknown {
    const parts: unknown[] = [];
    let plain = "";
    let at = 0;
    while (at < text.length) {
      if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
        plain += text.slice(at + 1, at + 3);
        at += 3;
      } else if (text.startsWith("${", at)) {
        const reader = new Reader(text, at + 2, this, this.lookup, this.functions);
        parts.push(plain, reader.interpolation());
        plain = "";
        at = reader.position;
      } else {
        plain += text[at];
        at += 1;
      }
    }
    const [before, only] = parts;
    return parts.length === 2 && before === "" && plain === "" ? only : [...parts, plain].map(textOf).join("");
  }
}

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /\d+(\.\d+)?/y;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Reads one expression by recursive descent and computes its value on the way. */
class Reader {
  public constructor(
    private readonly text: string,
    public position: number,
    private readonly expressions: Expressions,
    private readonly lookup: Lookup,
    private readonly functions: Functions,
  ) {}

  /** Everything up to the `}` that ends an interpolation. Whatever can't be read is unknown as a whole. */
  public interpolation(): unknown {
    const start = this.position;
    try {
      const value = this.condition();
      this.expect("}");
      return value;
    } catch (error) {
      if (!(error instanceof NotUnderstood)) {
        throw error;
      }
      this.position = start;
      this.skipTo("}");
      return new Unknown(this.text.slice(start, this.position - 1));
    }
  }

  private condition(): unknown {
    const test = this.binary(0);
    if (!this.take("?")) {
      return test;
    }
    const start = this.position;
    const yes = this.condition();
    this.expect(":");
    const no = this.condition();
    if (test instanceof Unknown) {
      return textOf(yes) === textOf(no) ? yes : new Unknown(this.text.slice(start, this.position).trim());
    }
    return test === true || test === "true" ? yes : no;
  }

  private binary(level: number): unknown {
    const operators = LEVELS[level];
    if (operators === undefined) {
      return this.unary();
    }
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => this.take(one));
      if (operator === undefined) {
        return left;
      }
      left = operate(operator, left, this.binary(level + 1));
    }
  }

  private unary(): unknown {
    if (this.take("!")) {
      const value = this.unary();
      return value instanceof Unknown ? value : value !== true && value !== "true";
    }
    if (this.take("-")) {
      const value = this.unary();
      return value instanceof Unknown ? value : -Number(value);
    }
    return this.primary();
  }

  private primary(): unknown {
    if (this.take("(")) {
      const value = this.condition();
      this.expect(")");
      return this.steps(value);
    }
    if (this.take("[")) {
      return this.steps(this.list("]"));
    }
    if (this.take("{")) {
      return this.steps(this.object());
    }
    if (this.take('"')) {
      return this.string();
    }
    const number = this.match(NUMBER);
    if (number !== undefined) {
      return Number(number);
    }
    const name = this.match(IDENTIFIER);
    if (name === undefined || name === "for") {
      throw new NotUnderstood();
    }
    if (name === "true" || name === "false" || name === "null") {
      return { true: true, false: false, null: null }[name];
    }
    if (this.take("(")) {
      const call: Callable | undefined = this.functions.find(name);
      if (call === undefined) {
        throw new NotUnderstood();
      }
      return this.steps(call(this.list(")")));
    }
    return this.reference(name);
  }

  /** `type.name.attribute[0]`: everything that follows the first name belongs to it. */
  private reference(first: string): unknown {
    const path: (string | number)[] = [first];
    for (let step = this.step(); step !== undefined; step = this.step()) {
      path.push(step);
    }
    return this.lookup(path);
  }

  private steps(value: unknown): unknown {
    const step = this.step();
    if (step === undefined) {
      return value;
    }
    if (step === "*") {
      const path: (string | number)[] = [];
      for (let next = this.step(); next !== undefined; next = this.step()) {
        path.push(next);
      }
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.map((entry) => path.reduce(inside, entry));
    }
    return this.steps(inside(value, step));
  }

  private step(): string | number | undefined {
    if (this.take(".")) {
      const name = this.take("*") ? "*" : (this.match(IDENTIFIER) ?? this.match(NUMBER));
      if (name === undefined) {
        throw new NotUnderstood();
      }
      return /^\d+$/.test(name) ? Number(name) : name;
    }
    if (this.take("[")) {
      const key = this.take("*") ? "*" : this.condition();
      this.expect("]");
      if (typeof key !== "string" && typeof key !== "number") {
        throw new NotUnderstood();
      }
      return key;
    }
    return undefined;
  }

  private list(end: string): readonly unknown[] {
    const values: unknown[] = [];
    while (!this.take(end)) {
      values.push(this.condition());
      if (!this.take(",")) {
        this.expect(end);
        break;
      }
    }
    return values;
  }

  private object(): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    while (!this.take("}")) {
      const key = this.match(IDENTIFIER) ?? textOf(this.primary());
      if (!this.take("=")) {
        this.expect(":");
      }
      entries.push([key, this.condition()]);
      this.take(",");
    }
    return Object.fromEntries(entries);
  }

  /** A quoted string, which may hold interpolations of its own. */
  private string(): string {
    const start = this.position;
    for (; this.position < this.text.length && this.text[this.position] !== '"'; this.position += 1) {
      if (this.text[this.position] === "\\") {
        this.position += 1;
      } else if (this.text.startsWith("${", this.position) && this.text[this.position - 1] !== "$") {
        this.position += 2;
        this.skipTo("}");
        this.position -= 1;
      }
    }
    const inner = this.text.slice(start, this.position);
    this.position += 1;
    return textOf(this.expressions.template(unescape(inner)));
  }

  /** Moves behind the bracket that closes the present one. */
  private skipTo(end: string): void {
    while (this.position < this.text.length) {
      const character = this.text[this.position] ?? "";
      this.position += 1;
      if (character === end) {
        return;
      }
      const closing = CLOSING[character];
      if (character === '"') {
        this.string();
      } else if (closing !== undefined) {
        this.skipTo(closing);
      }
    }
  }

  private take(symbol: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(symbol, this.position)) {
      return false;
    }
    this.position += symbol.length;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.take(symbol)) {
      throw new NotUnderstood();
    }
  }

  private match(pattern: RegExp): string | undefined {
    this.skipSpace();
    pattern.lastIndex = this.position;
    const [found] = pattern.exec(this.text) ?? [];
    this.position += found?.length ?? 0;
    return found;
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.position] ?? "")) {
      this.position += 1;
    }
  }
}

/** An expression beyond what {@link Expressions} reads. */
class NotUnderstood extends Error {}

function inside(value: unknown, step: string | number): unknown {
  return value instanceof Unknown ? value : (value as Readonly<Record<string | number, unknown>> | null)?.[step];
}

/** The escapes of a quoted string; `$${` stays for the template. */
function unescape(text: string): string {
  const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return text.replaceAll(/\\(u[0-9A-Fa-f]{4}|.)/g, (_, escape: string) =>
    escape.length === 5 ? String.fromCharCode(Number.parseInt(escape.slice(1), 16)) : (letters[escape] ?? escape),
  );
}
