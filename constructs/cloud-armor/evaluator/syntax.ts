import { parse } from "@bufbuild/cel";

/** A node of a parsed expression. */
export type Node = ReturnType<typeof parse>["expr"];

/** Where an expression stops being one of the rules language, counted from 1. */
export class SyntaxProblem extends Error {
  /** @param position the place in the text, counted from 1 */
  public constructor(
    public readonly position: number,
    message: string,
  ) {
    super(message);
  }
}

/** A parsed expression, with the place of each node in the text. */
export interface Parsed {
  readonly root: Node;
  /** The place of a node in the text, counted from 1. */
  readonly positionOf: (node: Node) => number;
}

/** @throws SyntaxProblem when the text is no CEL at all */
export function parseExpression(text: string): Parsed {
  try {
    const { expr, sourceInfo } = parse(text);
    return { root: expr, positionOf: (node) => (sourceInfo?.positions[String(node.id)] ?? 0) + 1 };
  } catch (error) {
    const { location, rawMessage } = error as {
      location?: { start?: { offset?: number } };
      rawMessage?: string;
    };
    throw new SyntaxProblem((location?.start?.offset ?? 0) + 1, rawMessage ?? String(error));
  }
}

/** What a call has in the text: operators are functions with names such as `_==_`. */
export interface Call {
  readonly name: string;
  readonly target: Node | undefined;
  readonly args: readonly Node[];
}

/** The call that a node is, if it is one. */
export function callOf(node: Node): Call | undefined {
  const kind = node.exprKind;
  return kind.case === "callExpr"
    ? { name: kind.value.function, target: kind.value.target, args: kind.value.args }
    : undefined;
}

/** `request.headers` for a chain of names, undefined for anything else. */
export function pathOf(node: Node): string | undefined {
  const kind = node.exprKind;
  if (kind.case === "identExpr") {
    return kind.value.name;
  }
  if (kind.case !== "selectExpr" || kind.value.operand === undefined) {
    return undefined;
  }
  const before = pathOf(kind.value.operand);
  return before === undefined ? undefined : `${before}.${kind.value.field}`;
}

/** The value of a literal: text, a number, a truth value. */
export function literalOf(node: Node): string | bigint | number | boolean | undefined {
  const constant = node.exprKind.case === "constExpr" ? node.exprKind.value.constantKind : undefined;
  switch (constant?.case) {
    case "stringValue":
    case "int64Value":
    case "doubleValue":
    case "boolValue":
      return constant.value;
    default:
      return undefined;
  }
}

/** The texts of a list of literals, undefined when it is anything else. */
export function textsOf(node: Node): readonly string[] | undefined {
  if (node.exprKind.case !== "listExpr") {
    return undefined;
  }
  const values = node.exprKind.value.elements.map(literalOf);
  return values.every((value) => typeof value === "string") ? values : undefined;
}

/** The entries of a map whose keys are literal texts, undefined when it is anything else. */
export function entriesOf(node: Node): readonly (readonly [string, Node])[] | undefined {
  if (node.exprKind.case !== "structExpr" || node.exprKind.value.messageName !== "") {
    return undefined;
  }
  const entries = node.exprKind.value.entries.map(({ keyKind, value }) => {
    const key = keyKind.case === "mapKey" ? literalOf(keyKind.value) : undefined;
    return typeof key === "string" && value !== undefined ? ([key, value] as const) : undefined;
  });
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

/** Makes another call of a node, in its place. */
export function rewriteCall(node: Node, name: string, args: readonly Node[]): void {
  if (node.exprKind.case === "callExpr") {
    node.exprKind.value.function = name;
    node.exprKind.value.args = [...args];
  }
}

/** Replaces the text of a literal, in its place. */
export function rewriteText(node: Node, text: string): void {
  if (node.exprKind.case === "constExpr") {
    node.exprKind.value.constantKind = { case: "stringValue", value: text };
  }
}
