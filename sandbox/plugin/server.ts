import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { selfSigned } from "./certificate";
import { handlers, type Handler, type Request } from "./handlers";
import {
  type Service,
  controllerService,
  healthService,
  METHODS,
  methodName,
  providerService,
  stdioService,
} from "./protocol";
import { type Provider } from "./provider";
import { type SchemaMessage } from "./schema-file";

/** What Terraform sets for the plugins it starts, so that nobody starts one by hand. */
export const MAGIC_COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
} as const;

/** How often we look whether Terraform is still there. A killed Terraform says no goodbye. */
const ORPHAN_CHECK_MS = 500;

/** Serves a provider to the Terraform that started this process, until Terraform ends it or is gone. */
export async function serve(provider: Provider, encoded?: SchemaMessage): Promise<void> {
  const directory = mkdtempSync(join(process.env["PLUGIN_UNIX_SOCKET_DIR"] ?? tmpdir(), "tf-"));
  const parent = process.ppid;
  const end = () => {
    rmSync(directory, { recursive: true, force: true });
    process.exit(0);
  };
  // Ctrl-C reaches the whole process group; Terraform decides when its plugins end.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", end);
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, ORPHAN_CHECK_MS);

  const { credentials, certificate } = mutualTls(process.env["PLUGIN_CLIENT_CERT"]);
  const { protocol } = provider.schema;
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  addServices(server, provider, encoded);
  server.addService(controllerService(), {
    Shutdown: (_call: unknown, reply: sendUnaryData<object>) => {
      provider.shutdown();
      reply(null, {});
      setImmediate(end);
    },
  });

  const socket = join(directory, "s");
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, credentials, (error) => (error === null ? resolve() : reject(error)));
  });
  process.stdout.write(`1|${protocol}|unix|${socket}|grpc|${certificate}\n`);
}

/** What every plugin answers: the provider's own methods, that it is healthy, and the stream of what it would print. */
export function addServices(server: Server, provider: Provider, encoded?: SchemaMessage): void {
  const { protocol } = provider.schema;
  const service = withSchemaMessage(providerService(protocol), methodName("GetProviderSchema", protocol), encoded);
  server.addService(service, implementation(provider, encoded));
  server.addService(healthService(), {
    Check: (_call: unknown, reply: sendUnaryData<object>) => reply(null, { status: 1 }),
  });
  server.addService(stdioService(), {
    StreamStdio: (call: ServerWritableStream<object, object>) => call.sendMetadata(call.metadata),
  });
}

/** Lets the schema's answer pass as the bytes it was encoded to before, and keeps them the first time. */
function withSchemaMessage(service: Service, method: string, encoded: SchemaMessage | undefined): Service {
  const definition = service[method];
  if (definition === undefined || encoded === undefined) return service;
  const responseSerialize = (answer: object) => {
    if (Buffer.isBuffer(answer)) return answer;
    const message = definition.responseSerialize(answer);
    encoded.write(message);
    return message;
  };
  return { ...service, [method]: { ...definition, responseSerialize } };
}

function implementation(provider: Provider, encoded: SchemaMessage | undefined): UntypedServiceImplementation {
  const answers = handlers(provider);
  const table: typeof answers = {
    ...answers,
    GetProviderSchema: async (request) => encoded?.read() ?? (await answers["GetProviderSchema"]?.(request)) ?? {},
  };
  return Object.fromEntries(
    METHODS.map((method) => [methodName(method, provider.schema.protocol), unary(table[method])]),
  );
}

function unary(handler: Handler | undefined) {
  return (call: ServerUnaryCall<Request, object>, reply: sendUnaryData<object>) => {
    const answer = handler === undefined ? Promise.resolve({}) : handler(call.request);
    answer.then(
      (message) => reply(null, message),
      (error: unknown) => reply(error as Error),
    );
  };
}

/**
 * Mutual TLS as go-plugin's AutoMTLS expects it: we trust exactly the certificate Terraform passed in the environment and print our own,
 * made for this process. https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md
 */
function mutualTls(clientCertificate: string | undefined): {
  readonly credentials: ServerCredentials;
  readonly certificate: string;
} {
  if (clientCertificate === undefined) return { credentials: ServerCredentials.createInsecure(), certificate: "" };
  const own = selfSigned();
  const pair = { cert_chain: Buffer.from(own.certificatePem), private_key: Buffer.from(own.privateKeyPem) };
  const credentials = ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true);
  return { credentials, certificate: own.der.toString("base64").replace(/=+$/, "") };
}
