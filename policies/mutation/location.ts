import { isRecord } from "../../sandbox/kubernetes/objects";
import { type Block } from "../rendered/rendered-stack";

/** One place inside a resource or an object that a path names. */
export interface Location {
  /** Keys and places in lists, from the outside. */
  readonly steps: readonly (string | number)[];
  /** The path with each item by its name, for example `containers[controller].image`. */
  readonly label: string;
  /** What is there; undefined when there is nothing yet. */
  readonly value: unknown;
}

/**
 * The one way in which a path is written: `[]` in the middle is left out, since Terraform renders a block that may occur
 * several times as a list or, where it occurs once, as an object. Behind the last name it stays: `rule` is the list, `rule[]` an item.
 */
export const canonical = (path: string): string => path.replaceAll(/(?:\[\])+(?=\.)/g, "");

/**
 * Every place that a path names. A list is entered whether or not the path says `[]`, a block is its own only item, and a key with dots
 * in it is found when the rest of the path says so.
 */
export function locationsOf(block: Block, path: string): readonly Location[] {
  const whole: Location = { steps: [], label: "", value: block };
  return path === "" ? [whole] : below(whole, canonical(path).split("."));
}

function below(parent: Location, names: readonly string[]): readonly Location[] {
  if (Array.isArray(parent.value)) {
    return itemsOf(parent).flatMap((item) => below(item, names));
  }
  const { value } = parent;
  if (!isRecord(value)) {
    return [];
  }
  const length = lengthOfKey(value, names);
  const name = names.slice(0, length).join(".");
  const rest = names.slice(length);
  const child = (key: string): Location => ({
    steps: [...parent.steps, key],
    label: parent.label === "" ? key : `${parent.label}.${key}`,
    value: value[key],
  });
  if (rest.length > 0) {
    return below(child(name), rest);
  }
  return name.endsWith("[]") ? itemsOf(child(name.slice(0, -2))) : [child(name)];
}

/** How many names of the path the next key takes. */
function lengthOfKey(value: Block, names: readonly string[]): number {
  const lengths = names.map((_, index) => index + 1);
  return lengths.find((length) => Object.hasOwn(value, names.slice(0, length).join("."))) ?? 1;
}

/** The items of a list. A block is rendered as an object where a list would have one item. */
export function itemsOf({ steps, label, value }: Location): readonly Location[] {
  if (!Array.isArray(value)) {
    return isRecord(value) ? [{ steps, label, value }] : [];
  }
  const items: readonly unknown[] = value;
  const names = items.map(nameOf);
  return items.map((item, index) => {
    const name = names[index];
    const isUnique = name !== undefined && names.indexOf(name) === names.lastIndexOf(name);
    return { steps: [...steps, index], label: `${label}[${isUnique ? name : index}]`, value: item };
  });
}

/** Arguments and fields by which people tell the items of a list apart. */
const NAMES = ["name", "key", "role"];

/** Longer texts make a report hard to read. */
const LONGEST_NAME = 120;

/** What an item is called, so that the same item is the same mutant wherever in a list it stands. */
function nameOf(item: unknown): string | undefined {
  const name = isRecord(item) ? NAMES.map((key) => item[key]).find((value) => typeof value === "string") : item;
  return (typeof name === "string" || typeof name === "number") && String(name).length <= LONGEST_NAME
    ? String(name)
    : undefined;
}
