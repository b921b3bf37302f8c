import { type AttributeSchema, type BlockSchema, type Nesting, type ProviderSchema } from "../schema/types";
import { type Provider, type ProviderFunction } from "./provider";

const NESTING: Readonly<Record<Nesting, number>> = { single: 1, list: 2, set: 3, map: 4 };

/** Destroys need no plan, schemas may be remembered between processes, and state can move between types of the same shape. */
export const SERVER_CAPABILITIES = {
  plan_destroy: false,
  get_provider_schema_optional: true,
  move_resource_state: true,
};

/** The answer to GetProviderSchema. */
export function schemaMessage(provider: Provider): object {
  const { schema } = provider;
  return {
    provider: schemaOf(schema.provider),
    resource_schemas: mapValues(schema.resources, schemaOf),
    data_source_schemas: mapValues(schema.dataSources, schemaOf),
    ephemeral_resource_schemas: mapValues(schema.ephemeralResources, schemaOf),
    functions: functionMessages(provider.functions),
    server_capabilities: SERVER_CAPABILITIES,
  };
}

/** The answer to GetMetadata. */
export function metadataMessage(schema: ProviderSchema, functions: Provider["functions"]): object {
  const names = (table: object) => Object.keys(table).map((name) => ({ type_name: name }));
  return {
    server_capabilities: SERVER_CAPABILITIES,
    resources: names(schema.resources),
    data_sources: names(schema.dataSources),
    ephemeral_resources: names(schema.ephemeralResources),
    functions: Object.keys(functions).map((name) => ({ name })),
  };
}

/** The provider's functions as the protocol describes them. */
export function functionMessages(functions: Readonly<Record<string, ProviderFunction>>): Record<string, object> {
  return mapValues(functions, ({ summary, parameters, returns }) => ({
    summary,
    parameters: parameters.map(({ name, type }) => ({ name, type: typeJson(type) })),
    return: { type: typeJson(returns) },
  }));
}

function schemaOf(block: BlockSchema): object {
  return { version: 0, block: blockMessage(block) };
}

function blockMessage(block: BlockSchema): object {
  return {
    attributes: Object.entries(block.attributes).map(([name, attribute]) => attributeMessage(name, attribute)),
    block_types: Object.entries(block.blocks).map(([name, nested]) => ({
      type_name: name,
      block: blockMessage(nested.block),
      nesting: NESTING[nested.nesting],
      min_items: nested.minItems,
      // Terraform wants the two equal for a single block
      max_items: nested.nesting === "single" ? nested.minItems : nested.maxItems,
    })),
  };
}

function attributeMessage(name: string, attribute: AttributeSchema): object {
  const { type, nested, required, optional, computed, sensitive, writeOnly } = attribute;
  const shape =
    nested === undefined
      ? { type: typeJson(type ?? "dynamic") }
      : {
          nested_type: {
            nesting: NESTING[nested.nesting],
            attributes: Object.entries(nested.attributes).map(([member, inner]) => attributeMessage(member, inner)),
          },
        };
  return { name, ...shape, required, optional, computed, sensitive, write_only: writeOnly };
}

function typeJson(type: unknown): Buffer {
  return Buffer.from(JSON.stringify(type));
}

function mapValues<In, Out>(table: Readonly<Record<string, In>>, convert: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, convert(value)]));
}
