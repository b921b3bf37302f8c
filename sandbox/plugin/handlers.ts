import { type AttributeType, type BlockSchema } from "../schema/types";
import { decodeValue, encodeValue, fromStateJson } from "./codec";
import { attributePath, fromError, Refusal, toWire } from "./diagnostics";
import { type Provider } from "./provider";
import { functionMessages, metadataMessage, schemaMessage } from "./schema-message";
import { objectType } from "./types";
import { isObject, type ObjectValue, type Value } from "./values";

/** A value on the wire. */
interface Packed {
  readonly msgpack: Buffer;
}

/** The union of what the methods' requests carry; each handler reads what its own request has. */
export interface Request {
  readonly type_name: string;
  readonly config: Packed | null;
  readonly current_state: Packed | null;
  readonly prior_state: Packed | null;
  readonly proposed_new_state: Packed | null;
  readonly planned_state: Packed | null;
  readonly raw_state: { readonly json: Buffer } | null;
  readonly source_state: { readonly json: Buffer } | null;
  readonly source_type_name: string;
  readonly target_type_name: string;
  readonly private: Buffer;
  readonly source_private: Buffer;
  readonly prior_private: Buffer;
  readonly planned_private: Buffer;
  readonly id: string;
  readonly name: string;
  readonly arguments: readonly Packed[];
}

/** Answers one method; the message may also be given as its ready-made bytes. */
export type Handler = (request: Request) => Promise<object>;

/** Answers every method of the protocol for one provider, by its name in protocol 6. */
export function handlers(provider: Provider): Readonly<Record<string, Handler>> {
  const { schema } = provider;
  const legacy_type_system = provider.legacyTypeSystem;
  const resource = (name: string) => lookUp(schema.resources, name, "resource");
  const dataSource = (name: string) => lookUp(schema.dataSources, name, "data source");
  const ephemeral = (name: string) => lookUp(schema.ephemeralResources, name, "ephemeral resource");

  return guarded({
    GetMetadata: async () => metadataMessage(schema, provider.functions),
    GetProviderSchema: async () => schemaMessage(provider),
    ValidateProviderConfig: async ({ config }) => (schema.protocol === 5 ? { prepared_config: config } : {}),
    ConfigureProvider: async ({ config }) => {
      provider.configure(required(config, objectType(schema.provider)));
      return {};
    },
    ValidateResourceConfig: async ({ type_name, config }) => ({
      diagnostics: provider.validate("resource", type_name, required(config, resource(type_name))).map(toWire),
    }),
    ValidateDataResourceConfig: async ({ type_name, config }) => ({
      diagnostics: provider.validate("data", type_name, required(config, dataSource(type_name))).map(toWire),
    }),
    ValidateEphemeralResourceConfig: async ({ type_name, config }) => ({
      diagnostics: provider.validate("ephemeral", type_name, required(config, ephemeral(type_name))).map(toWire),
    }),
    UpgradeResourceState: async ({ type_name, raw_state }) => {
      const type = resource(type_name);
      return { upgraded_state: packed(fromStateJson(jsonOf(raw_state), type), type) };
    },
    MoveResourceState: async ({ source_type_name, source_state, target_type_name, source_private }) => {
      const type = resource(target_type_name);
      if (source_type_name !== target_type_name) {
        throw new Refusal(`Cannot move ${source_type_name} to ${target_type_name}`, {
          detail: "A move keeps the resource type; import the object under its new type instead.",
        });
      }
      return { target_state: packed(fromStateJson(jsonOf(source_state), type), type), target_private: source_private };
    },
    ReadResource: async (request) => {
      const type = resource(request.type_name);
      const found = provider.read(request.type_name, required(request.current_state, type));
      return { new_state: packed(found, type), private: request.private };
    },
    PlanResourceChange: async (request) => {
      const type = resource(request.type_name);
      const proposed = unpacked(request.proposed_new_state, type);
      if (proposed === null) return { planned_state: packed(null, type), legacy_type_system };
      const plan = provider.plan({
        type: request.type_name,
        prior: unpacked(request.prior_state, type),
        proposed,
        config: required(request.config, type),
      });
      return {
        planned_state: packed(plan.planned, type),
        requires_replace: plan.requiresReplace.map(attributePath),
        planned_private: request.prior_private,
        legacy_type_system,
      };
    },
    ApplyResourceChange: async (request) => {
      const type = resource(request.type_name);
      const prior = unpacked(request.prior_state, type);
      try {
        const { state, diagnostics = [] } = await provider.apply({
          type: request.type_name,
          prior,
          planned: unpacked(request.planned_state, type),
          config: unpacked(request.config, type),
        });
        return {
          new_state: packed(state, type),
          private: request.planned_private,
          diagnostics: diagnostics.map(toWire),
          legacy_type_system,
        };
      } catch (error) {
        // nothing was done: Terraform keeps what it had
        return { new_state: packed(prior, type), diagnostics: fromError(error).map(toWire), legacy_type_system };
      }
    },
    ImportResourceState: async ({ type_name, id }) => ({
      imported_resources: [{ type_name, state: packed(provider.importState(type_name, id), resource(type_name)) }],
    }),
    ReadDataSource: async ({ type_name, config }) => {
      const type = dataSource(type_name);
      return { state: packed(await provider.readData(type_name, required(config, type)), type) };
    },
    OpenEphemeralResource: async ({ type_name, config }) => {
      const type = ephemeral(type_name);
      const opened = await provider.open(type_name, required(config, type));
      return { result: packed(opened.result, type), private: Buffer.from(opened.private ?? "") };
    },
    RenewEphemeralResource: async (request) => ({ private: request.private }),
    CloseEphemeralResource: async (request) => {
      provider.close(request.type_name, request.private.toString());
      return {};
    },
    GetFunctions: async () => ({ functions: functionMessages(provider.functions) }),
    CallFunction: async (request) => callFunction(provider, request),
    StopProvider: async () => ({}),
  });
}

function callFunction(provider: Provider, request: Request): object {
  const definition = provider.functions[request.name];
  if (definition === undefined) return { error: { text: `${provider.schema.name} has no function ${request.name}` } };
  const values = definition.parameters.map(({ type }, index) => {
    const argument = request.arguments[index];
    return argument === undefined ? null : decodeValue(argument.msgpack, type);
  });
  try {
    return { result: { msgpack: encodeValue(definition.call(...values), definition.returns) } };
  } catch (error) {
    return { error: { text: error instanceof Error ? error.message : String(error) } };
  }
}

function guarded(table: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>> {
  return Object.fromEntries(
    Object.entries(table).map(([name, handler]) => [
      name,
      async (request: Request) => {
        try {
          return await handler(request);
        } catch (error) {
          const diagnostics = fromError(error).map(toWire);
          return name === "ReadResource" ? { new_state: request.current_state, diagnostics } : { diagnostics };
        }
      },
    ]),
  );
}

function lookUp(table: Readonly<Record<string, BlockSchema>>, name: string, what: string): AttributeType {
  const block = table[name];
  if (block === undefined) throw new Refusal(`The provider has no ${what} ${name}`);
  return objectType(block);
}

function unpacked(message: Packed | null, type: AttributeType): ObjectValue | null {
  const value = message === null ? null : decodeValue(message.msgpack, type);
  return isObject(value) ? value : null;
}

function required(message: Packed | null, type: AttributeType): ObjectValue {
  return unpacked(message, type) ?? {};
}

function packed(value: Value, type: AttributeType): Packed {
  return { msgpack: encodeValue(value, type) };
}

function jsonOf(state: { readonly json: Buffer } | null): string {
  if (state === null || state.json.length === 0) throw new Refusal("The state was written before Terraform 0.12");
  return state.json.toString();
}
