import { getReferencesInExpression } from "@cdktf/hcl2json";
import {
  type AttributeSchema,
  type AttributeType,
  type BlockSchema,
  type ProviderSchema,
} from "../../sandbox/schema/types";

type Json = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** A synthesized `cdk.tf.json`, as far as references go. */
export interface Synthesized {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  readonly [section: string]: unknown;
}

const SECTIONS = { resource: "resources", data: "dataSources", ephemeral: "ephemeralResources" } as const;
const PREFIX = { resource: "", data: "data.", ephemeral: "ephemeral." } as const;

/**
 * Everything wrong with the references of one stack: to a block that is not there, to an attribute that
 * its type does not have, and cycles. Empty when all is well; throws on an expression that Terraform could not parse.
 */
export async function brokenReferences(stack: Synthesized, providers: readonly ProviderSchema[]): Promise<string[]> {
  const problems: string[] = [];
  const schemas = schemasByAddress(stack, providers, problems);
  const edges = new Map<string, Set<string>>();

  for (const [owner, value] of owners(stack)) {
    const targets = new Set<string>();
    edges.set(owner, targets);
    for (const { reference, where } of await referencesIn(value)) {
      const { address, path } = split(reference);
      if (address === undefined) {
        continue;
      }
      const schema = schemas.get(address);
      if (schema === undefined) {
        problems.push(`${owner}: ${where} refers to ${address}, which is not in the stack`);
        continue;
      }
      targets.add(address);
      if (!hasPath(schema, path)) {
        problems.push(`${owner}: ${where} refers to ${address}.${path.join(".")}, which its type does not have`);
      }
    }
  }
  return [...problems, ...cycles(edges)];
}

function schemasByAddress(
  stack: Synthesized,
  providers: readonly ProviderSchema[],
  problems: string[],
): Map<string, BlockSchema> {
  const schemas = new Map<string, BlockSchema>();
  for (const section of Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]) {
    for (const [type, blocks] of Object.entries(stack[section] ?? {})) {
      const schema = providers
        .map((provider) => provider[SECTIONS[section]][type])
        .find((found) => found !== undefined);
      if (schema === undefined) {
        problems.push(`no provider has the ${section} type ${type}`);
        continue;
      }
      for (const name of Object.keys(blocks)) {
        schemas.set(`${PREFIX[section]}${type}.${name}`, schema);
      }
    }
  }
  return schemas;
}

function* owners(stack: Synthesized): Generator<[string, unknown]> {
  for (const [section, content] of Object.entries(stack)) {
    if (section === "terraform" || section === "//") {
      continue;
    }
    if (section in SECTIONS) {
      for (const [type, blocks] of Object.entries(content as Blocks)) {
        for (const [name, block] of Object.entries(blocks)) {
          yield [`${PREFIX[section as keyof typeof PREFIX]}${type}.${name}`, block];
        }
      }
    } else {
      yield [section, content];
    }
  }
}

/** Every reference inside a value: in `${…}` expressions, and the bare addresses of `depends_on`. */
async function referencesIn(value: unknown, where = "", key = ""): Promise<{ reference: string; where: string }[]> {
  if (typeof value === "string") {
    const expressions = key === "depends_on" && !value.includes("${") ? [`\${${value}}`] : interpolations(value);
    const found = await Promise.all(expressions.map((expression) => getReferencesInExpression("stack.tf", expression)));
    return found.flat().map((reference) => ({ reference: reference.value, where }));
  }
  if (Array.isArray(value)) {
    return (await Promise.all(value.map((item, index) => referencesIn(item, `${where}[${index}]`, key)))).flat();
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([name]) => name !== "//");
    return (
      await Promise.all(
        entries.map(([name, item]) => referencesIn(item, where === "" ? name : `${where}.${name}`, name)),
      )
    ).flat();
  }
  return [];
}

/** Each `${…}` of a template; what stands between them is text, quotes included. */
function interpolations(template: string): string[] {
  const found: string[] = [];
  let at = 0;
  while ((at = template.indexOf("${", at)) >= 0) {
    if (template[at - 1] === "$") {
      at += 2;
      continue;
    }
    const end = endOfInterpolation(template, at + 2);
    found.push(template.slice(at, end));
    at = end;
  }
  return found;
}

/** The index behind the `}` that belongs to a `${`; strings inside may hold braces and interpolations of their own. */
function endOfInterpolation(template: string, start: number): number {
  let depth = 1;
  for (let at = start; at < template.length; at += 1) {
    const character = template[at];
    if (character === '"') {
      at = endOfString(template, at + 1) - 1;
    } else if (character === "{") {
      depth += 1;
    } else if (character === "}" && (depth -= 1) === 0) {
      return at + 1;
    }
  }
  return template.length;
}

function endOfString(template: string, start: number): number {
  for (let at = start; at < template.length; at += 1) {
    if (template[at] === "\\") {
      at += 1;
    } else if (template.startsWith("${", at)) {
      at = endOfInterpolation(template, at + 2) - 1;
    } else if (template[at] === '"') {
      return at + 1;
    }
  }
  return template.length;
}

/** `google_x.y.a.0.b` → address `google_x.y`, path `a.0.b`. Variables, locals and iteration keys have no address. */
function split(reference: string): { address?: string; path: readonly string[] } {
  const parts = reference.replaceAll('"', "").split(".");
  const [first = ""] = parts;
  if (["var", "local", "each", "count", "self", "path", "terraform", "provider"].includes(first)) {
    return { path: [] };
  }
  const length = first === "data" || first === "ephemeral" ? 3 : 2;
  return { address: parts.slice(0, length).join("."), path: parts.slice(length) };
}

const isIndex = (part: string | undefined): boolean => part !== undefined && /^(\d+|\*)$/.test(part);

function hasPath(block: BlockSchema, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) {
    return true;
  }
  const attribute = block.attributes[name];
  if (attribute !== undefined) {
    return attributeHasPath(attribute, rest);
  }
  const nested = block.blocks[name];
  return nested !== undefined && hasPath(nested.block, isIndex(rest[0]) ? rest.slice(1) : rest);
}

function attributeHasPath(attribute: AttributeSchema, path: readonly string[]): boolean {
  if (attribute.nested !== undefined) {
    return hasPath({ attributes: attribute.nested.attributes, blocks: {} }, isIndex(path[0]) ? path.slice(1) : path);
  }
  return attribute.type !== undefined && typeHasPath(attribute.type, path);
}

function typeHasPath(type: AttributeType, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined || type === "dynamic") {
    return true;
  }
  if (typeof type === "string") {
    return false;
  }
  if (type[0] === "object") {
    const member = type[1][name];
    return member !== undefined && typeHasPath(member, rest);
  }
  return (type[0] === "map" || isIndex(name)) && typeHasPath(type[1], rest);
}

function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const start = trail.indexOf(node);
    if (start >= 0) {
      found.push(`cycle: ${[...trail.slice(start), node].join(" -> ")}`);
      return;
    }
    if (done.has(node)) {
      return;
    }
    for (const target of edges.get(node) ?? []) {
      visit(target, [...trail, node]);
    }
    done.add(node);
  };
  for (const node of edges.keys()) {
    visit(node, []);
  }
  return found;
}
