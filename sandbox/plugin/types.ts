import {
  type AttributeSchema,
  type AttributeType,
  type BlockSchema,
  type NestedBlockSchema,
  type Nesting,
} from "../schema/types";

const objectTypes = new WeakMap<BlockSchema, AttributeType>();

/** The object type of a block: its attributes and, per nested block, a list, set, map or object of theirs. */
export function objectType(block: BlockSchema): AttributeType {
  const known = objectTypes.get(block);
  if (known !== undefined) return known;
  const members: Record<string, AttributeType> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) members[name] = attributeType(attribute);
  for (const [name, nested] of Object.entries(block.blocks)) members[name] = nestedType(nested);
  const type: AttributeType = ["object", members];
  objectTypes.set(block, type);
  return type;
}

/** The type of one attribute, nested attributes included. */
export function attributeType(attribute: AttributeSchema): AttributeType {
  if (attribute.nested === undefined) return attribute.type ?? "dynamic";
  const members: Record<string, AttributeType> = {};
  for (const [name, member] of Object.entries(attribute.nested.attributes)) members[name] = attributeType(member);
  return collection(attribute.nested.nesting, ["object", members]);
}

function nestedType(nested: NestedBlockSchema): AttributeType {
  return collection(nested.nesting, objectType(nested.block));
}

function collection(nesting: Nesting, element: AttributeType): AttributeType {
  return nesting === "single" ? element : [nesting, element];
}
