import { type AttributeSchema, type BlockSchema, type NestedBlockSchema } from "./types";

/**
 * What the bindings do not tell about a type. Paths go through blocks and nested attributes, such as
 * `settings.ip_configuration`.
 */
export interface Correction {
  /**
   * Arguments whose change replaces the resource: a block with everything in it, or, written `settings#`, only whether
   * the block is there. `"*"` is every argument.
   */
  readonly forceNew?: "*" | readonly string[];
  /** Arguments, written the same way, that can change in place although a rule or their documentation says otherwise. */
  readonly updatable?: readonly string[];
  readonly sensitive?: readonly string[];
  readonly writeOnly?: readonly string[];
  /** Blocks that the provider fills in when they are omitted. */
  readonly computedBlocks?: readonly string[];
}

/** Corrections by type name. */
export type CorrectionTable = Readonly<Record<string, Correction>>;

/** Arguments of Terraform's own or of the provider's bookkeeping: changing them never replaces anything. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  "id",
  "timeouts",
  "deletion_policy",
  "deletion_protection",
  "disable_on_destroy",
  "force_delete",
  "force_destroy",
  "ignore_warnings",
]);

/**
 * Applies a correction.
 *
 * @param unmatched is called with every path that the block does not have, because another release renamed it
 */
export function correct(block: BlockSchema, correction: Correction, unmatched: (path: string) => void): BlockSchema {
  const { forceNew = [], updatable = [], sensitive = [], writeOnly = [], computedBlocks = [] } = correction;
  let result = forceNew === "*" ? replaceOnAnyChange(block) : block;
  const change = (paths: readonly string[], edit: Edit): void => {
    for (const path of paths) {
      const changed = at(result, path.replace(/#$/, "").split("."), edit);
      if (changed === undefined) {
        unmatched(path);
      }
      result = changed ?? result;
    }
  };
  if (forceNew !== "*") {
    change(forceNew.filter(isBlockOnly), { block: (nested) => ({ ...nested, forceNew: true }) });
    change(forceNew.filter(isDeep), {
      attribute: (attribute) => ({ ...attribute, forceNew: true }),
      block: replaceBlock,
    });
  }
  change(updatable.filter(isBlockOnly), { block: unmarked });
  change(updatable.filter(isDeep), { attribute: unmarked, block: updateBlock });
  change(sensitive, { attribute: (attribute) => ({ ...attribute, sensitive: true }) });
  change(writeOnly, { attribute: neverStored });
  change(computedBlocks, { block: (nested) => ({ ...nested, computed: true }) });
  return result;
}

function isBlockOnly(path: string): boolean {
  return path.endsWith("#");
}

function isDeep(path: string): boolean {
  return !path.endsWith("#");
}

/** What to do with the argument at the end of a path, by what it is. */
interface Edit {
  readonly attribute?: (attribute: AttributeSchema) => AttributeSchema;
  readonly block?: (nested: NestedBlockSchema) => NestedBlockSchema;
}

/** The block with one argument changed; undefined when it has no such argument. */
function at(block: BlockSchema, [name = "", ...rest]: readonly string[], edit: Edit): BlockSchema | undefined {
  const nested = block.blocks[name];
  if (nested !== undefined) {
    const inner = rest.length === 0 ? undefined : at(nested.block, rest, edit);
    const changed = rest.length === 0 ? edit.block?.(nested) : inner && { ...nested, block: inner };
    return changed && { ...block, blocks: { ...block.blocks, [name]: changed } };
  }
  const attribute = block.attributes[name];
  const changed =
    attribute && (rest.length === 0 ? edit.attribute?.(attribute) : withinAttribute(attribute, rest, edit));
  return changed && { ...block, attributes: { ...block.attributes, [name]: changed } };
}

function withinAttribute(attribute: AttributeSchema, path: readonly string[], edit: Edit): AttributeSchema | undefined {
  const inner = attribute.nested && at({ attributes: attribute.nested.attributes, blocks: {} }, path, edit);
  return inner && attribute.nested && { ...attribute, nested: { ...attribute.nested, attributes: inner.attributes } };
}

function replaceOnAnyChange(block: BlockSchema): BlockSchema {
  const settable = ([name, attribute]: [string, AttributeSchema]): [string, AttributeSchema] =>
    !BOOKKEEPING.has(name) && (attribute.required || attribute.optional)
      ? [name, { ...attribute, forceNew: true }]
      : [name, attribute];
  return {
    attributes: Object.fromEntries(Object.entries(block.attributes).map(settable)),
    blocks: Object.fromEntries(
      Object.entries(block.blocks).map(([name, nested]) => [
        name,
        BOOKKEEPING.has(name) ? nested : replaceBlock(nested),
      ]),
    ),
  };
}

function replaceBlock(nested: NestedBlockSchema): NestedBlockSchema {
  return { ...nested, forceNew: true, block: replaceOnAnyChange(nested.block) };
}

function updateBlock(nested: NestedBlockSchema): NestedBlockSchema {
  const attributes = Object.entries(nested.block.attributes).map(([name, item]) => [name, unmarked(item)] as const);
  const blocks = Object.entries(nested.block.blocks).map(([name, item]) => [name, updateBlock(item)] as const);
  return {
    ...unmarked(nested),
    block: { attributes: Object.fromEntries(attributes), blocks: Object.fromEntries(blocks) },
  };
}

function unmarked<T extends { readonly forceNew?: boolean }>(schema: T): T {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "forceNew")) as T;
}

/** Terraform wants everything within a write-only attribute to be write-only as well. */
function neverStored(attribute: AttributeSchema): AttributeSchema {
  const { nested } = attribute;
  if (nested === undefined) {
    return { ...attribute, writeOnly: true };
  }
  const inner = Object.entries(nested.attributes).map(([name, item]): [string, AttributeSchema] => [
    name,
    neverStored(item),
  ]);
  return { ...attribute, writeOnly: true, nested: { ...nested, attributes: Object.fromEntries(inner) } };
}
