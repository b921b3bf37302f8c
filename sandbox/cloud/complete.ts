import { type AttributeSchema, type AttributeType, type BlockSchema } from "../schema/types";
import { isList, isObject, text, type ObjectValue, Unknown, type Value } from "../plugin/values";
import { type Computed, type Facts, type Kind } from "./kind";
import { fill } from "./template";

/**
 * Gives every value that is still unknown what the API would answer: first what the kind's table says, then the `id`, then something
 * plausible by name and type. Known values stay as they are.
 */
export class Completion {
  private current: ObjectValue;

  public constructor(
    private readonly block: BlockSchema,
    private readonly kind: Kind,
    planned: ObjectValue,
  ) {
    this.current = planned;
  }

  /** The object as far as it is known by now. */
  public get object(): ObjectValue {
    return this.current;
  }

  public run(facts: Facts): ObjectValue {
    for (const [path, computed] of Object.entries(this.kind.computed ?? {})) {
      this.current = replaceUnknown(this.current, path.split("."), () => compute(computed, facts)) as ObjectValue;
    }
    if (this.current["id"] instanceof Unknown) this.current = { ...this.current, id: idOf(this.kind, this.current) };
    for (const [name, contents] of Object.entries(this.kind.computedBlocks ?? {})) {
      this.current = replaceUnknown(this.current, name.split("."), () => contents(facts)) as ObjectValue;
    }
    this.current = plausibleBlock(this.block, this.current, facts, "");
    return this.current;
  }
}

/** The state's `id` of an object. */
export function idOf(kind: Kind, object: ObjectValue): string {
  return typeof kind.id === "string" ? fill(kind.id, object) : kind.id(object);
}

function compute(computed: Computed, facts: Facts): Value {
  if (typeof computed === "function") return computed(facts);
  return typeof computed === "string" ? fill(computed, facts.object) : computed;
}

function replaceUnknown(value: Value, path: readonly string[], replacement: () => Value): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value instanceof Unknown ? replacement() : value;
  if (isList(value)) return value.map((item) => replaceUnknown(item, path, replacement));
  if (!isObject(value)) return value;
  const member = value[step];
  return member === undefined ? value : { ...value, [step]: replaceUnknown(member, rest, replacement) };
}

function plausibleBlock(block: BlockSchema, value: ObjectValue, facts: Facts, path: string): ObjectValue {
  const result: Record<string, Value> = { ...value };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    result[name] = plausibleAttribute(name, attribute, value[name] ?? null, facts, path);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const items = value[name] ?? null;
    const inner = (item: Value, index: number | string) =>
      isObject(item) ? plausibleBlock(nested.block, item, facts, `${path}${name}.${index}.`) : item;
    if (items instanceof Unknown) result[name] = nested.nesting === "single" ? null : [];
    else if (isList(items)) result[name] = items.map(inner);
    else if (isObject(items) && nested.nesting === "single") result[name] = inner(items, 0);
  }
  return result;
}

function plausibleAttribute(name: string, attribute: AttributeSchema, value: Value, facts: Facts, path: string): Value {
  if (value instanceof Unknown) {
    if (attribute.nested !== undefined)
      return attribute.nested.nesting === "list" || attribute.nested.nesting === "set" ? [] : null;
    return plausible(name, attribute, facts, path);
  }
  const { nested } = attribute;
  if (nested === undefined) return value;
  const inner = (item: Value, index: number | string): Value =>
    isObject(item)
      ? plausibleBlock({ attributes: nested.attributes, blocks: {} }, item, facts, `${path}${name}.${index}.`)
      : item;
  if (isList(value)) return value.map(inner);
  return isObject(value) && nested.nesting === "single" ? inner(value, 0) : value;
}

const TIMES = /^(create|creation|update|updated|last_modified|insert)_?(time|timestamp|at)?(_utc)?$/;

function plausible(name: string, attribute: AttributeSchema, facts: Facts, path: string): Value {
  const type: AttributeType = attribute.type ?? "dynamic";
  if (type === "bool") return false;
  if (type === "number") return 0;
  if (type === "dynamic") return null;
  if (type !== "string") return type[0] === "list" || type[0] === "set" ? [] : {};
  // an argument the caller may set and didn't: the API's default is not ours to invent
  if (attribute.optional === true) return "";
  if (TIMES.test(name) || name.endsWith("_time") || name.endsWith("_timestamp")) return facts.now;
  if (name === "state" || name === "status") return "ACTIVE";
  if (name === "self_link") return `https://www.googleapis.com/${text(facts.object, "id") ?? ""}`;
  if (name === "uid" || name === "uuid") return uuid(facts.digest(`${path}${name}`, 32));
  if (name === "unique_id" || name.endsWith("_number")) return facts.digits(`${path}${name}`, 21);
  return facts.digest(`${path}${name}`);
}

/** 32 hexadecimal digits as a version 4 UUID. */
export function uuid(hex: string): string {
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
