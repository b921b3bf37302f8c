import { Unknown } from "./unknown";

/** Binary operators, those that bind least first. */
export const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

/** What an operator makes of two values. */
export function operate(operator: string, left: unknown, right: unknown): unknown {
  if (left instanceof Unknown || right instanceof Unknown) {
    return left instanceof Unknown ? left : right;
  }
  switch (operator) {
    case "||":
      return left === true || right === true;
    case "&&":
      return left === true && right === true;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return Number(left) < Number(right);
    case "<=":
      return Number(left) <= Number(right);
    case ">":
      return Number(left) > Number(right);
    case ">=":
      return Number(left) >= Number(right);
    case "+":
      return Number(left) + Number(right);
    case "-":
      return Number(left) - Number(right);
    case "*":
      return Number(left) * Number(right);
    case "/":
      return Number(left) / Number(right);
    default:
      return Number(left) % Number(right);
  }
}
