import { isList, isObject, type ObjectValue, type Value } from "../plugin/values";
import { type DeployedValues } from "./deployed-values";

/**
 * Tells which block a provider's call is about. A provider is not told addresses, so the object is compared with what every block of its
 * type became in the undisturbed run; the simulated cloud gives the same values each time.
 */
export class ObjectFinder {
  private readonly candidates = new Map<string, { readonly address: string; readonly texts: ReadonlySet<string> }[]>();

  public constructor(values: DeployedValues) {
    for (const [address, attributes] of values) {
      const [mode, type] = modeAndType(address);
      const key = `${mode} ${type}`;
      const texts = new Set(textsOf(attributes));
      this.candidates.set(key, [...(this.candidates.get(key) ?? []), { address, texts }]);
    }
  }

  /** The address of the block that fits best; undefined when none of its type was deployed. */
  public find(mode: "resource" | "data" | "ephemeral", type: string, object: ObjectValue): string | undefined {
    const candidates = this.candidates.get(`${mode} ${type}`) ?? [];
    if (candidates.length <= 1) return candidates[0]?.address;
    const texts = [...textsOf(object)];
    const scored = candidates.map(({ address, texts: wanted }) => ({
      address,
      // what one has and the other has not counts both ways: a prefix of another object is not that object
      misses: texts.filter((text) => !wanted.has(text)).length,
      hits: texts.filter((text) => wanted.has(text)).length,
    }));
    scored.sort((left, right) => left.misses - right.misses || right.hits - left.hits);
    return scored[0]?.address;
  }
}

/** `data.google_x.y` as `data` and `google_x`. */
export function modeAndType(address: string): readonly ["resource" | "data" | "ephemeral", string] {
  const [first = "", second = ""] = address.split(".");
  return first === "data" || first === "ephemeral" ? [first, second] : ["resource", first];
}

/** Every plain value with its path, without list positions: sets have none. Unknown ones are left out. */
function textsOf(value: Value, path = ""): readonly string[] {
  if (isList(value)) return value.flatMap((item) => textsOf(item, path));
  if (isObject(value)) return Object.entries(value).flatMap(([name, item]) => textsOf(item, `${path}.${name}`));
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return [`${path}=${value}`];
  return [];
}
