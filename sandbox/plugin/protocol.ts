import { type MethodDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

/**
 * Terraform's plugin protocol, versions 5 and 6: the same messages under slightly different method names. Field numbers are those of
 * https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/tfplugin5.8.proto and tfplugin6.8.proto;
 * enumerations are written as int32, which is the same on the wire.
 */
type Fields = Readonly<Record<string, string>>;

const DIAGNOSTICS = "repeated Diagnostic";

const messages: Readonly<Record<string, Fields>> = {
  DynamicValue: { msgpack: "bytes 1", json: "bytes 2" },
  Diagnostic: { severity: "int32 1", summary: "string 2", detail: "string 3", attribute: "AttributePath 4" },
  FunctionError: { text: "string 1", function_argument: "int64 2" },
  AttributePath: { steps: "repeated Step 1" },
  Step: { attribute_name: "string 1", element_key_string: "string 2", element_key_int: "int64 3" },
  RawState: { json: "bytes 1", flatmap: "map string 2" },
  Timestamp: { seconds: "int64 1", nanos: "int32 2" },
  ServerCapabilities: { plan_destroy: "bool 1", get_provider_schema_optional: "bool 2", move_resource_state: "bool 3" },
  ClientCapabilities: { deferral_allowed: "bool 1", write_only_attributes_allowed: "bool 2" },
  Schema: { version: "int64 1", block: "Block 2" },
  Block: { version: "int64 1", attributes: "repeated Attribute 2", block_types: "repeated NestedBlock 3" },
  Attribute: {
    name: "string 1",
    type: "bytes 2",
    required: "bool 4",
    optional: "bool 5",
    computed: "bool 6",
    sensitive: "bool 7",
  },
  NestedBlock: {
    type_name: "string 1",
    block: "Block 2",
    nesting: "int32 3",
    min_items: "int64 4",
    max_items: "int64 5",
  },
  Function: { parameters: "repeated Parameter 1", return: "Return 3", summary: "string 4" },
  Parameter: { name: "string 1", type: "bytes 2" },
  Return: { type: "bytes 1" },
  TypeName: { type_name: "string 1" },
  FunctionName: { name: "string 1" },

  GetMetadataRequest: {},
  GetMetadataResponse: {
    server_capabilities: "ServerCapabilities 1",
    diagnostics: `${DIAGNOSTICS} 2`,
    data_sources: "repeated TypeName 3",
    resources: "repeated TypeName 4",
    functions: "repeated FunctionName 5",
    ephemeral_resources: "repeated TypeName 6",
  },
  GetProviderSchemaRequest: {},
  GetProviderSchemaResponse: {
    provider: "Schema 1",
    resource_schemas: "map Schema 2",
    data_source_schemas: "map Schema 3",
    diagnostics: `${DIAGNOSTICS} 4`,
    provider_meta: "Schema 5",
    server_capabilities: "ServerCapabilities 6",
    functions: "map Function 7",
    ephemeral_resource_schemas: "map Schema 8",
  },
  ValidateProviderConfigRequest: { config: "DynamicValue 1" },
  // prepared_config exists in protocol 5 only
  ValidateProviderConfigResponse: { prepared_config: "DynamicValue 1", diagnostics: `${DIAGNOSTICS} 2` },
  ValidateResourceConfigRequest: {
    type_name: "string 1",
    config: "DynamicValue 2",
    client_capabilities: "ClientCapabilities 3",
  },
  ValidateResourceConfigResponse: { diagnostics: `${DIAGNOSTICS} 1` },
  ValidateDataResourceConfigRequest: { type_name: "string 1", config: "DynamicValue 2" },
  ValidateDataResourceConfigResponse: { diagnostics: `${DIAGNOSTICS} 1` },
  ValidateEphemeralResourceConfigRequest: { type_name: "string 1", config: "DynamicValue 2" },
  ValidateEphemeralResourceConfigResponse: { diagnostics: `${DIAGNOSTICS} 1` },
  UpgradeResourceStateRequest: { type_name: "string 1", version: "int64 2", raw_state: "RawState 3" },
  UpgradeResourceStateResponse: { upgraded_state: "DynamicValue 1", diagnostics: `${DIAGNOSTICS} 2` },
  ConfigureProviderRequest: {
    terraform_version: "string 1",
    config: "DynamicValue 2",
    client_capabilities: "ClientCapabilities 3",
  },
  ConfigureProviderResponse: { diagnostics: `${DIAGNOSTICS} 1` },
  ReadResourceRequest: { type_name: "string 1", current_state: "DynamicValue 2", private: "bytes 3" },
  ReadResourceResponse: { new_state: "DynamicValue 1", diagnostics: `${DIAGNOSTICS} 2`, private: "bytes 3" },
  PlanResourceChangeRequest: {
    type_name: "string 1",
    prior_state: "DynamicValue 2",
    proposed_new_state: "DynamicValue 3",
    config: "DynamicValue 4",
    prior_private: "bytes 5",
  },
  PlanResourceChangeResponse: {
    planned_state: "DynamicValue 1",
    requires_replace: "repeated AttributePath 2",
    planned_private: "bytes 3",
    diagnostics: `${DIAGNOSTICS} 4`,
    legacy_type_system: "bool 5",
  },
  ApplyResourceChangeRequest: {
    type_name: "string 1",
    prior_state: "DynamicValue 2",
    planned_state: "DynamicValue 3",
    config: "DynamicValue 4",
    planned_private: "bytes 5",
  },
  ApplyResourceChangeResponse: {
    new_state: "DynamicValue 1",
    private: "bytes 2",
    diagnostics: `${DIAGNOSTICS} 3`,
    legacy_type_system: "bool 4",
  },
  ImportResourceStateRequest: { type_name: "string 1", id: "string 2" },
  ImportedResource: { type_name: "string 1", state: "DynamicValue 2", private: "bytes 3" },
  ImportResourceStateResponse: { imported_resources: "repeated ImportedResource 1", diagnostics: `${DIAGNOSTICS} 2` },
  MoveResourceStateRequest: {
    source_provider_address: "string 1",
    source_type_name: "string 2",
    source_schema_version: "int64 3",
    source_state: "RawState 4",
    target_type_name: "string 5",
    source_private: "bytes 6",
  },
  MoveResourceStateResponse: {
    target_state: "DynamicValue 1",
    diagnostics: `${DIAGNOSTICS} 2`,
    target_private: "bytes 3",
  },
  ReadDataSourceRequest: { type_name: "string 1", config: "DynamicValue 2" },
  ReadDataSourceResponse: { state: "DynamicValue 1", diagnostics: `${DIAGNOSTICS} 2` },
  OpenEphemeralResourceRequest: { type_name: "string 1", config: "DynamicValue 2" },
  OpenEphemeralResourceResponse: {
    diagnostics: `${DIAGNOSTICS} 1`,
    renew_at: "Timestamp 2",
    result: "DynamicValue 3",
    private: "bytes 4",
  },
  RenewEphemeralResourceRequest: { type_name: "string 1", private: "bytes 2" },
  RenewEphemeralResourceResponse: { diagnostics: `${DIAGNOSTICS} 1`, renew_at: "Timestamp 2", private: "bytes 3" },
  CloseEphemeralResourceRequest: { type_name: "string 1", private: "bytes 2" },
  CloseEphemeralResourceResponse: { diagnostics: `${DIAGNOSTICS} 1` },
  GetFunctionsRequest: {},
  GetFunctionsResponse: { functions: "map Function 1", diagnostics: `${DIAGNOSTICS} 2` },
  CallFunctionRequest: { name: "string 1", arguments: "repeated DynamicValue 2" },
  CallFunctionResponse: { result: "DynamicValue 1", error: "FunctionError 2" },
  StopProviderRequest: {},
  StopProviderResponse: { Error: "string 1" },
};

/** What only one of the two protocols has. */
const onlyIn: Readonly<Record<5 | 6, Readonly<Record<string, Fields>>>> = {
  5: { Attribute: { write_only: "bool 10" } },
  6: {
    Attribute: { nested_type: "NestedObject 10", write_only: "bool 11" },
    NestedObject: { attributes: "repeated Attribute 1", nesting: "int32 3" },
  },
};

/** Protocol 5's names for the methods that protocol 6 renamed. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  GetProviderSchema: "GetSchema",
  ValidateProviderConfig: "PrepareProviderConfig",
  ValidateResourceConfig: "ValidateResourceTypeConfig",
  ValidateDataResourceConfig: "ValidateDataSourceConfig",
  ConfigureProvider: "Configure",
  StopProvider: "Stop",
};

/** The names of all methods, in the words of protocol 6. */
export const METHODS: readonly string[] = Object.keys(messages)
  .filter((name) => name.endsWith("Request"))
  .map((name) => name.slice(0, -"Request".length));

/** What a method of protocol 6 is called in the given protocol. */
export function methodName(method: string, protocol: 5 | 6): string {
  return protocol === 5 ? (OLD_NAMES[method] ?? method) : method;
}

/** A gRPC service by method name, as `Server.addService` takes it. */
export type Service = Readonly<Record<string, MethodDefinition<object, object>>>;

/** The gRPC service that Terraform calls, `tfplugin5.Provider` or `tfplugin6.Provider`. */
export function providerService(protocol: 5 | 6): Service {
  const name = `tfplugin${protocol}`;
  const all: Record<string, Fields> = { ...messages };
  for (const [message, fields] of Object.entries(onlyIn[protocol])) all[message] = { ...all[message], ...fields };
  const methods = Object.fromEntries(
    METHODS.map((method) => [
      methodName(method, protocol),
      { requestType: `${method}Request`, responseType: `${method}Response` },
    ]),
  );
  return load(name, all, "Provider", methods);
}

/** What go-plugin itself offers beside the provider: a way to end the process. */
export function controllerService(): Service {
  return load("plugin", { Empty: {} }, "GRPCController", { Shutdown: { requestType: "Empty", responseType: "Empty" } });
}

/** The standard health service, which go-plugin asks with the name `plugin`. */
export function healthService(): Service {
  const health = { HealthCheckRequest: { service: "string 1" }, HealthCheckResponse: { status: "int32 1" } };
  return load("grpc.health.v1", health, "Health", {
    Check: { requestType: "HealthCheckRequest", responseType: "HealthCheckResponse" },
  });
}

/** Where go-plugin forwards the plugin's output; we keep the stream open and silent. */
export function stdioService(): Service {
  const stdio = { Empty: {}, StdioData: { channel: "int32 1", data: "bytes 2" } };
  return load("plugin", stdio, "GRPCStdio", {
    StreamStdio: { requestType: "Empty", responseType: "StdioData", responseStream: true },
  });
}

interface Method {
  readonly requestType: string;
  readonly responseType: string;
  readonly responseStream?: boolean;
}

/** Services by name: to read one takes 50 ms, and a process that hosts providers offers the same ones to every connection. */
const services = new Map<string, Service>();

function load(
  packageName: string,
  all: Readonly<Record<string, Fields>>,
  service: string,
  methods: Readonly<Record<string, Method>>,
): Service {
  const name = `${packageName}.${service}`;
  const known = services.get(name) ?? read(packageName, all, service, methods);
  services.set(name, known);
  return known;
}

function read(
  packageName: string,
  all: Readonly<Record<string, Fields>>,
  service: string,
  methods: Readonly<Record<string, Method>>,
): Service {
  const nested: Record<string, object> = { [service]: { methods } };
  for (const [name, fields] of Object.entries(all)) nested[name] = { fields: descriptors(fields) };
  const root = packageName.split(".").reduceRight<object>((inner, part) => ({ [part]: { nested: inner } }), nested);
  const definitions = fromJSON({ nested: root as never }, { keepCase: true, longs: Number, defaults: true });
  const definition = definitions[`${packageName}.${service}`];
  if (definition === undefined || !("requestStream" in (Object.values(definition)[0] ?? {}))) {
    throw new Error(`${packageName}.${service} is not a service`);
  }
  return definition as unknown as Service;
}

function descriptors(fields: Fields): Record<string, object> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, description]): [string, object] => {
      const words = description.split(" ");
      const id = Number(words.pop());
      const type = words.pop();
      if (words[0] === "map") return [name, { keyType: "string", type, id }];
      return [name, words[0] === "repeated" ? { rule: "repeated", type, id } : { type, id }];
    }),
  );
}
