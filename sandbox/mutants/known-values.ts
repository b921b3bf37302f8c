import { type Computed, type Facts, type Kind } from "../cloud/kind";
import { googleKind } from "../cloud/kinds";
import { placeholders } from "../cloud/template";
import { type ObjectValue } from "../plugin/values";
import { resourceSchema } from "../schema/resource-schema";
import { type AttributeSchema, type BlockSchema } from "../schema/types";
import { type GraphNode } from "../time/graph";

/**
 * Who knows a value before it is read.
 * - `written`: it stands in the block, or follows from what stands there, so anybody can write it out
 * - `chosen`: the API chooses it, such as an address or a number
 * - `secret`: its literal must not stand in a configuration
 */
export type Knowledge = "written" | "chosen" | "secret";

/** Tells who knows a value of a block. `steps` lead to it, such as `["settings", 0, "version"]`. */
export type KnowledgeOf = (node: GraphNode, steps: readonly (string | number)[]) => Knowledge;

/** Reads from the providers' schemas and the cloud's tables who knows a value. */
export function knowledge(projectDirectory?: string): KnowledgeOf {
  return (node, steps) => {
    const found = resourceSchema(node.type, projectDirectory);
    if (found === undefined) return "written";
    const { provider, block } = found;
    const path = steps.filter((step) => typeof step === "string");
    const schema = block === undefined ? undefined : schemaAt(block, path);
    if (block === undefined || schema === undefined) return "written";
    if (schema.sensitive) return "secret";
    if (!schema.computed || isSet(node.block, path)) return "written";
    if (provider === "random" || provider === "tls") return "chosen";
    if (provider !== "google") return path.join(".") === "id" ? "written" : "chosen";
    return isChosen(googleKind(node.type, block), path.join("."), node.block as ObjectValue) ? "chosen" : "written";
  };
}

/** What the schema says of a path; of a whole block, that the API may fill it. */
function schemaAt(block: BlockSchema, path: readonly string[]): { computed: boolean; sensitive: boolean } | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return undefined;
  const nested = block.blocks[name];
  if (nested !== undefined) {
    return rest.length === 0 ? { computed: true, sensitive: false } : schemaAt(nested.block, rest);
  }
  const attribute: AttributeSchema | undefined = block.attributes[name];
  if (attribute === undefined) return undefined;
  return { computed: attribute.computed === true, sensitive: attribute.sensitive === true };
}

function isSet(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== "object" || first === null || !(name in first)) return false;
  return isSet((first as Readonly<Record<string, unknown>>)[name], rest);
}

const GENERATED = "{#}";

/** Asks the cloud's tables how they compute a value: what draws digits, takes an address or looks at the clock is chosen. */
function isChosen(kind: Kind, path: string, object: ObjectValue): boolean {
  const generated = typeof kind.id === "string" && kind.id.includes(GENERATED);
  if (path === "id") return generated;
  // counted from 1
  if (kind.sequence === path) return false;
  const rows = Object.entries({ ...kind.computed, ...kind.computedBlocks }).filter(
    ([row]) => row === path || row.startsWith(`${path}.`) || path.startsWith(`${row}.`),
  );
  if (rows.length === 0) return !(path === "name" || path === "self_link" || path === "project");
  return rows.some(([row, computed]) => asks(computed, row, { kind, object, generated }));
}

function asks(
  computed: Computed,
  row: string,
  { kind, object, generated }: { readonly kind: Kind; readonly object: ObjectValue; readonly generated: boolean },
): boolean {
  if (typeof computed === "string") {
    if (computed.includes(GENERATED)) return true;
    const others = placeholders(computed).filter((name) => name !== row && kind.computed?.[name] !== undefined);
    return others.some((name) => isChosen(kind, name, object));
  }
  if (typeof computed !== "function") return false;
  let chosen = false;
  const choose = <T>(value: T): T => {
    chosen = true;
    return value;
  };
  const facts: Facts = {
    object,
    get key() {
      return generated ? choose("") : "";
    },
    get now() {
      return choose("1970-01-01T00:00:00Z");
    },
    project: "",
    digest: (_word, length = 16) => choose("0".repeat(length)),
    digits: (_word, length) => choose("1".repeat(length)),
    projectNumber: () => "1",
    allocate: () => choose(""),
    find: () => undefined,
  };
  try {
    computed(facts);
  } catch {
    // it wants more of the object than a configuration tells
    return true;
  }
  return chosen;
}
