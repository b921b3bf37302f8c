import { decode as unpack, encode as pack, ExtensionCodec } from "@msgpack/msgpack";
import { type AttributeType } from "../schema/types";
import { BigDecimal, canonical, Dynamic, isList, isObject, Unknown, UNKNOWN, type Value } from "./values";

/**
 * Terraform's own encoding of values: msgpack steered by the type, unknown as extension 0, a refined unknown as extension 12.
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
const UNKNOWN_EXTENSION = 0;
const REFINED_EXTENSION = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: UNKNOWN_EXTENSION,
  encode: (object) => (object instanceof Unknown && object.refinement === undefined ? new Uint8Array(1) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({
  type: REFINED_EXTENSION,
  encode: (object) => (object instanceof Unknown && object.refinement !== undefined ? object.refinement : null),
  decode: (data) => new Unknown(Uint8Array.from(data)),
});

/** A type as it stands inside a dynamic value: AttributeType, and tuples besides. */
type WireType = AttributeType | readonly ["tuple", readonly WireType[]];

/** Reads a value of the given type. No bytes mean null. */
export function decodeValue(bytes: Uint8Array, type: AttributeType): Value {
  return bytes.length === 0 ? null : fromWire(unpack(bytes, { extensionCodec, useBigInt64: true }), type);
}

/** Writes a value of the given type. Attributes that an object lacks are written as null. */
export function encodeValue(value: Value, type: AttributeType): Buffer {
  return Buffer.from(pack(toWire(value, type), { extensionCodec, useBigInt64: true }));
}

/** Reads the JSON that Terraform keeps in its state. Attributes the type does not know (a newer or older schema) are dropped. */
export function fromStateJson(json: string, type: AttributeType): Value {
  return fromJson(JSON.parse(json.replace(NUMBERS_AND_STRINGS, keepLongNumbers)) as unknown, type);
}

/** Strings are matched only so that digits inside them are left alone. */
const NUMBERS_AND_STRINGS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function keepLongNumbers(token: string): string {
  return token.startsWith('"') || String(Number(token)) === token ? token : JSON.stringify(token);
}

function fromWire(raw: unknown, type: WireType): Value {
  if (raw === null || raw === undefined) return null;
  if (raw instanceof Unknown) return raw;
  if (type === "dynamic") {
    const [typeJson, inner] = raw as [Uint8Array | string, unknown];
    const innerType = JSON.parse(
      typeof typeJson === "string" ? typeJson : Buffer.from(typeJson).toString(),
    ) as WireType;
    return new Dynamic(innerType, fromWire(inner, innerType));
  }
  if (type === "number") return toNumber(raw as number | bigint | string);
  if (type === "string" || type === "bool") return raw;
  return mapMembers(raw, type, fromWire);
}

function fromJson(raw: unknown, type: WireType): Value {
  if (raw === null || raw === undefined) return null;
  if (type === "dynamic") {
    const { type: innerType, value } = raw as { type: WireType; value: unknown };
    return new Dynamic(innerType, fromJson(value, innerType));
  }
  if (type === "number") return toNumber(raw as number | string);
  if (type === "string") return typeof raw === "string" ? raw : JSON.stringify(raw);
  if (type === "bool") return raw === true || raw === "true";
  return mapMembers(raw, type, fromJson);
}

function mapMembers(
  raw: unknown,
  type: Exclude<WireType, string>,
  convert: (raw: unknown, type: WireType) => Value,
): Value {
  switch (type[0]) {
    case "list":
    case "set":
      return (raw as unknown[]).map((item) => convert(item, type[1]));
    case "tuple":
      return (raw as unknown[]).map((item, index) => convert(item, type[1][index] ?? "dynamic"));
    case "map":
      return Object.fromEntries(
        Object.entries(raw as Record<string, unknown>).map(([key, item]) => [key, convert(item, type[1])]),
      );
    case "object": {
      const source = raw as Record<string, unknown>;
      return Object.fromEntries(Object.entries(type[1]).map(([name, member]) => [name, convert(source[name], member)]));
    }
  }
}

function toNumber(raw: number | bigint | string): Value {
  if (typeof raw === "number") return raw;
  if (typeof raw === "bigint") return Number.isSafeInteger(Number(raw)) ? Number(raw) : raw;
  const value = Number(raw);
  if (String(value) === raw) return value;
  return /^-?\d+$/.test(raw) ? toNumber(BigInt(raw)) : new BigDecimal(raw);
}

function toWire(value: Value, type: WireType): unknown {
  if (value === null || value instanceof Unknown) return value;
  if (value instanceof Dynamic) {
    return [Buffer.from(JSON.stringify(value.type)), toWire(value.value, value.type as WireType)];
  }
  if (type === "dynamic") {
    const innerType = typeOf(value);
    return [Buffer.from(JSON.stringify(innerType)), toWire(value, innerType)];
  }
  if (type === "number") return numberToWire(value);
  if (type === "string" || type === "bool") return value;
  if (type[0] === "object" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(type[1]).map(([name, member]) => [name, toWire(value[name] ?? null, member)]),
    );
  }
  if (type[0] === "map" && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item, type[1])]));
  }
  if (type[0] === "tuple" && isList(value)) {
    return value.map((item, index) => toWire(item, type[1][index] ?? "dynamic"));
  }
  if ((type[0] === "list" || type[0] === "set") && isList(value)) {
    return value.map((item) => toWire(item, type[1] as WireType));
  }
  throw new TypeError(`A value does not fit its type ${JSON.stringify(type)}: ${canonical(value)}`);
}

/** Terraform reads a decimal string exactly; a float64 would turn 0.1 into 0.1000000000000000055. */
function numberToWire(value: Value): unknown {
  if (value instanceof BigDecimal) return value.text;
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : value.toString();
  return typeof value === "number" && !Number.isSafeInteger(value) ? String(value) : value;
}

function typeOf(value: Value): WireType {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (isList(value)) return ["tuple", value.map(typeOf)];
  if (isObject(value)) {
    return [
      "object",
      Object.fromEntries(Object.entries(value).map(([name, item]) => [name, typeOf(item) as AttributeType])),
    ];
  }
  return typeof value === "number" || typeof value === "bigint" || value instanceof BigDecimal ? "number" : "dynamic";
}
