import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../sandbox/kubernetes/objects";
import { type Block } from "../rendered/rendered-stack";
import { itemsOf, type Location } from "./location";
import { type Change } from "./paths/path-table";

/** A change at one place, ready to be made. */
export interface Edit {
  readonly label: string;
  /** What is done, in words. */
  readonly change: string;
  /** The resource or object with the change; undefined when nothing is left of it. What didn't change is shared. */
  readonly result: Block | undefined;
}

const NOTHING = Symbol("nothing");

/**
 * What a change comes to at one place. It comes to nothing where it doesn't apply:
 *
 * - `remove`, `set` and `drop-each` need something to be there;
 * - `set` and `add` have to make a difference, so the same value and an item that the list has already are no change;
 * - `add` appends to a list, puts fields into an object over those that it has, and makes a list of one where there is nothing yet.
 *   The object that holds it has to be there. For an absent object `add` it as a field of the object that holds it;
 * - `drop-each` is `remove` for each item. A block that is rendered as an object is its own only item.
 */
export function editsAt(block: Block, location: Location, change: Change): readonly Edit[] {
  const { steps, label, value } = location;
  const edit = (next: unknown): readonly Edit[] => {
    const result = replaced(block, steps, next);
    return isDeepStrictEqual(result, block) ? [] : [{ label, change: changeInWords(change), result: asRoot(result) }];
  };
  switch (change.kind) {
    case "remove":
      return value === undefined ? [] : edit(NOTHING);
    case "drop-each":
      return itemsOf(location).flatMap((item) => editsAt(block, item, { kind: "remove" }));
    case "set":
      return value === undefined ? [] : edit(change.value);
    case "add":
      return edit(added(value, change.value));
  }
}

/** A change as the report shows it. */
export function changeInWords(change: Change): string {
  switch (change.kind) {
    case "remove":
    case "drop-each":
      return change.kind;
    case "set":
    case "add":
      return `${change.kind} ${JSON.stringify(change.value)}`;
  }
}

function added(value: unknown, more: unknown): unknown {
  if (isRecord(value)) {
    return isRecord(more) ? { ...value, ...more } : value;
  }
  if (value !== undefined && !Array.isArray(value)) {
    return value;
  }
  const list: readonly unknown[] = value ?? [];
  return list.some((item) => isDeepStrictEqual(item, more)) ? list : [...list, more];
}

function replaced(value: unknown, [step, ...rest]: readonly (string | number)[], next: unknown): unknown {
  if (step === undefined) {
    return next;
  }
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const item = replaced(list[Number(step)], rest, next);
    return item === NOTHING ? list.toSpliced(Number(step), 1) : list.with(Number(step), item);
  }
  const object = isRecord(value) ? value : {};
  const inner = replaced(object[step], rest, next);
  if (inner !== NOTHING) {
    return { ...object, [step]: inner };
  }
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== step));
}

const asRoot = (value: unknown): Block | undefined => (isRecord(value) ? value : undefined);
