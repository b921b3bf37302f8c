import { isReference, valueAt, type Block } from "../rendered/rendered-stack";
import { shown, unknown, verdict, COMPLIANT, type Verdict } from "../rule";

/** What stands at a path, or where on the way to it Terraform computes a value or a whole block. */
export type Reading = { readonly value: unknown } | { readonly computed: string };

/** Reads a path. A `dynamic` block counts as computed: what it renders is known at plan only. */
export function readAt(block: Block, path: string): Reading {
  const keys = path.split(".");
  for (let length = 1; length <= keys.length; length += 1) {
    const here = keys.slice(0, length).join(".");
    const parent = keys.slice(0, length - 1);
    if (
      isReference(valueAt(block, here)) ||
      valueAt(block, [...parent, "dynamic", keys[length - 1]].join(".")) !== undefined
    ) {
      return { computed: here };
    }
  }
  return { value: valueAt(block, path) };
}

/** A switch as Terraform reads it: the texts `true` and `false` are switches too. */
export function asSwitch(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
}

/** True for a switch that is on. */
export const isOn = (value: unknown): boolean => asSwitch(value) === true;

/** True for a switch that is off; one that isn't there is neither on nor off. */
export const isOff = (value: unknown): boolean => asSwitch(value) === false;

/** A number, also when it is written as text; undefined for anything else. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/**
 * Judges one argument by the values that are right.
 *
 * @param allowed includes `undefined` when the default is right
 */
export function expectAt(block: Block, path: string, ...allowed: readonly unknown[]): Verdict {
  const reading = readAt(block, path);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  const right = allowed.filter((one) => one !== undefined).map((one) => JSON.stringify(one));
  return allowed.includes(asSwitch(reading.value))
    ? COMPLIANT
    : verdict([`${path} is ${shown(reading.value)}, not ${right.join(" or ")}`]);
}

/** Judges an argument that only has to be there. A reference is a value, and so is a dynamic block. */
export function expectPresentAt(block: Block, path: string): Verdict {
  const reading = readAt(block, path);
  const lacking = "value" in reading && (reading.value === undefined || reading.value === "");
  return verdict(lacking ? [`${path} is ${shown("value" in reading ? reading.value : undefined)}`] : []);
}

/** Judges that a list has items, and that all of them are texts that we know. */
export function expectItems(
  block: Block,
  path: string,
  wanted: readonly string[],
  byDefault: readonly string[],
): Verdict {
  const reading = readAt(block, path);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  const { value } = reading;
  const items: readonly unknown[] = value === undefined ? byDefault : Array.isArray(value) ? value : [value];
  const lacking = wanted.filter((item) => !items.includes(item));
  if (lacking.length > 0 && items.some(isReference)) {
    return unknown(path);
  }
  return verdict(
    lacking.length === 0 ? [] : [`${path} is ${shown(value)}, and ${lacking.join(", ")} is not among its items`],
  );
}
