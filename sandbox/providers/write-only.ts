import { type AttributeSchema, type BlockSchema } from "../schema/types";
import { isList, isObject, type ObjectValue, type Value } from "../plugin/values";

/** The write-only values of a configuration by path (`settings.0.password_wo`), absent ones left out. */
export function writeOnlyValues(block: BlockSchema, config: ObjectValue, path = ""): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const value = config[name] ?? null;
    if (attribute.writeOnly === true && value !== null) found[`${path}${name}`] = asText(attribute, value);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const value = config[name] ?? null;
    const items = isList(value) ? value : [value];
    items.forEach((item, index) => {
      if (isObject(item)) Object.assign(found, writeOnlyValues(nested.block, item, `${path}${name}.${index}.`));
    });
  }
  return found;
}

function asText(_attribute: AttributeSchema, value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
