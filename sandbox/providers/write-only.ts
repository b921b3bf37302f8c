import { type AttributeSchema, type BlockSchema } from "../schema/types";
import { isList, isObject, type ObjectValue, type Value } from "../plugin/values";

/** The write-only values of a configuration by path (`settings.0.password_wo`), absent ones left out. */
export function writeOnlyValues(block: BlockSchema, config: ObjectValue): Readonly<Record<string, string>> {
  return valuesOf(block, config, ({ writeOnly }) => writeOnly === true);
}

/** The values of the attributes that are wanted, by path, absent ones left out. */
export function valuesOf(
  block: BlockSchema,
  object: ObjectValue,
  wanted: (attribute: AttributeSchema) => boolean,
  path = "",
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const value = object[name] ?? null;
    if (wanted(attribute) && value !== null) found[`${path}${name}`] = asText(value);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const value = object[name] ?? null;
    const items = isList(value) ? value : [value];
    items.forEach((item, index) => {
      if (isObject(item)) Object.assign(found, valuesOf(nested.block, item, wanted, `${path}${name}.${index}.`));
    });
  }
  return found;
}

function asText(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
