import { InputError } from "./input-error";

/**
 * Those first that others depend on, else in the order in which they are given.
 *
 * @throws InputError when some depend on each other
 */
export function inOrder<T extends { readonly name: string; readonly dependencies: readonly string[] }>(
  stacks: readonly T[],
): readonly T[] {
  const sorted: T[] = [];
  let rest = stacks;
  while (rest.length > 0) {
    const waiting = new Set(rest.map(({ name }) => name));
    const ready = rest.filter(({ dependencies }) => !dependencies.some((name) => waiting.has(name)));
    if (ready.length === 0) {
      throw new InputError("The sandbox cannot deploy these stacks in any order", [
        `${[...waiting].join(", ")} wait for each other; take one of the references away`,
      ]);
    }
    sorted.push(...ready);
    rest = rest.filter((stack) => !ready.includes(stack));
  }
  return sorted;
}
