import { isReference, valueAt, type Block, type RenderedStack } from "../rendered/rendered-stack";

/** The project that a resource says it is in, else the provider's; undefined where only the credentials know. */
export function projectOf({ project }: Block, stack: RenderedStack): string | undefined {
  const own = typeof project === "string" && project !== "" ? project : undefined;
  const [provider] = stack.ofType("provider.google").filter((one) => one.arguments.alias === undefined);
  const theirs = valueAt(provider?.arguments, "project");
  return own ?? (typeof theirs === "string" && theirs !== "" ? theirs : undefined);
}

/** True unless both are known and differ: a reference may be anything. */
export function mayBeSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other || isReference(one) || isReference(other);
}
