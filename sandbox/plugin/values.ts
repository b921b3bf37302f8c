/**
 * Terraform values as JavaScript: null, strings, booleans, numbers, arrays (lists, sets and tuples), plain objects (objects and
 * maps), and the few things JavaScript has no word for.
 */
export type Value =
  null | string | boolean | number | bigint | BigDecimal | Unknown | Dynamic | readonly Value[] | ObjectValue;

/** A Terraform object or map. */
export interface ObjectValue {
  readonly [name: string]: Value;
}

/** A value that is known only after apply. A refinement (such as "not null") is kept as Terraform sent it. */
export class Unknown {
  public constructor(public readonly refinement?: Uint8Array) {}
}

/** The value that says nothing but "known after apply". */
export const UNKNOWN = new Unknown();

/** A number that neither `number` nor `bigint` holds exactly, in decimal notation. */
export class BigDecimal {
  public constructor(public readonly text: string) {}
}

/** A value that carries its own type, as arguments of type `dynamic` do. */
export class Dynamic {
  public constructor(
    public readonly type: unknown,
    public readonly value: Value,
  ) {}
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof BigDecimal) &&
    !(value instanceof Dynamic)
  );
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** True when nothing inside is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value instanceof Unknown) return false;
  if (value instanceof Dynamic) return isWhollyKnown(value.value);
  if (isList(value)) return value.every(isWhollyKnown);
  return isObject(value) ? Object.values(value).every(isWhollyKnown) : true;
}

/** Equality as Terraform sees it, but for the order inside sets, which the caller's codec keeps stable. */
export function equal(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left instanceof Unknown || right instanceof Unknown) return left instanceof Unknown && right instanceof Unknown;
  if (left instanceof BigDecimal && right instanceof BigDecimal) return left.text === right.text;
  if (left instanceof Dynamic && right instanceof Dynamic) {
    return JSON.stringify(left.type) === JSON.stringify(right.type) && equal(left.value, right.value);
  }
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index] ?? null));
  }
  if (isObject(left) && isObject(right)) {
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...names].every((name) => equal(left[name] ?? null, right[name] ?? null));
  }
  return false;
}

/** A text that is the same for equal values, whatever the order of their keys; for sorting sets and for digests. */
export function canonical(value: Value): string {
  if (value instanceof Unknown) return "unknown";
  if (value instanceof BigDecimal) return value.text;
  if (value instanceof Dynamic) return `${JSON.stringify(value.type)}:${canonical(value.value)}`;
  if (typeof value === "bigint") return value.toString();
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const entries = Object.keys(value)
      .filter((name) => value[name] !== null)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
    return `{${entries.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The string at `name`, or undefined when it is absent, null, unknown or something else. */
export function text(object: ObjectValue, name: string): string | undefined {
  const value = object[name];
  return typeof value === "string" ? value : undefined;
}

/** What lies at a path such as `settings.0.tier`; undefined when any step is absent. */
export function at(value: Value, path: string): Value | undefined {
  let current: Value | undefined = value;
  for (const step of path.split(".")) {
    if (isList(current)) current = current[Number(step)];
    else if (isObject(current)) current = current[step];
    else return undefined;
  }
  return current;
}
