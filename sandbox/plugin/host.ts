import { createServer, type Server as SocketServer, type Socket } from "node:net";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { type Provider } from "./provider";
import { type SchemaMessage } from "./schema-file";
import { addServices } from "./server";

/** A provider as Terraform's configuration names it. */
export interface HostedProvider {
  /** With its registry, such as `registry.terraform.io/hashicorp/google`. */
  readonly source: string;
  readonly protocol: 5 | 6;
  /** Makes the provider for one more connection: Terraform opens one for each configuration of a provider, in each of its walks. */
  readonly connect: () => Promise<ConnectedProvider>;
}

/** What serves one connection. */
export interface ConnectedProvider {
  readonly provider: Provider;
  readonly encoded?: SchemaMessage;
}

/** Messages may be of any size; the registry of all servers, which keeps each of them, is off. */
const SERVER_OPTIONS = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.enable_channelz": 0,
} as const;

/**
 * Providers that go on living from one Terraform command to the next. Terraform finds them through `TF_REATTACH_PROVIDERS` instead of
 * starting a process for each, which is most of the time that a small command takes.
 * https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode
 */
export class ProviderHost {
  /** What Terraform is told, by the provider's source. */
  private readonly entries = new Map<string, object>();
  private readonly listening = new Map<string, Promise<void>>();
  private readonly servers: SocketServer[] = [];
  private readonly connections = new Set<Connection>();
  /** Sources that crashed: Terraform would connect again, to a provider that nobody has configured. */
  private readonly refused = new Set<string>();
  private readonly failures: unknown[] = [];

  /** @param directory where the sockets go; its path must be short (108 bytes on Linux with the file's name) */
  public constructor(private readonly directory: string) {}

  /** The value of `TF_REATTACH_PROVIDERS`. */
  public get reattach(): string {
    return JSON.stringify(Object.fromEntries(this.entries));
  }

  /** Begins to serve a provider; one that is served already stays as it is. */
  public listen(hosted: HostedProvider): Promise<void> {
    const listening = this.listening.get(hosted.source) ?? this.open(hosted);
    this.listening.set(hosted.source, listening);
    return listening;
  }

  /**
   * The command has ended: when in good order, all its providers are told so. Everything that went wrong is forgotten.
   *
   * @throws the first failure to make or to end a provider, which is a defect of ours and not of the command
   */
  public ended(inGoodOrder: boolean): void {
    const connections = [...this.connections];
    this.connections.clear();
    this.refused.clear();
    for (const { provider, socket } of connections) {
      socket.destroy();
      if (!inGoodOrder) continue;
      try {
        provider?.shutdown();
      } catch (failure) {
        this.failures.push(failure);
      }
    }
    const [failure] = this.failures.splice(0);
    if (failure !== undefined) throw failure as Error;
  }

  /** The process of a provider dies: what it was asked gets no answer, and nobody reaches it any more in this command. */
  public crash(provider: Provider): void {
    for (const connection of this.connections) {
      if (connection.provider !== provider) continue;
      this.refused.add(connection.source);
      this.connections.delete(connection);
      connection.socket.destroy();
    }
  }

  /** Cuts every connection without a word, as when all processes are killed. */
  public cut(): void {
    for (const { socket } of this.connections) socket.destroy();
    this.connections.clear();
  }

  public async close(): Promise<void> {
    this.cut();
    await Promise.all(this.servers.map((server) => new Promise((done) => server.close(done))));
  }

  private async open({ source, protocol, connect }: HostedProvider): Promise<void> {
    const path = join(this.directory, String(this.servers.length));
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      if (this.refused.has(source)) socket.destroy();
      else void this.accept({ source, socket }, connect);
    });
    this.servers.push(server);
    await new Promise<void>((done, fail) => server.once("error", fail).listen(path, done));
    const address = { Network: "unix", String: path };
    this.entries.set(source, {
      Protocol: "grpc",
      ProtocolVersion: protocol,
      Pid: process.pid,
      Test: true,
      Addr: address,
    });
  }

  private async accept(connection: Connection, connect: HostedProvider["connect"]): Promise<void> {
    const { socket } = connection;
    socket.pause();
    this.connections.add(connection);
    try {
      const { provider, encoded } = await connect();
      // the command may have ended in the meantime, and nobody waits for an answer any more
      if (!this.connections.has(connection)) return;
      connection.provider = provider;
      if (!socket.destroyed) serveConnection(socket, provider, encoded);
    } catch (failure) {
      if (this.connections.has(connection)) this.failures.push(failure);
      socket.destroy();
    }
  }
}

function serveConnection(socket: Socket, provider: Provider, encoded: SchemaMessage | undefined): void {
  const server = new Server(SERVER_OPTIONS);
  addServices(server, provider, encoded);
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
  // a rehearsal makes thousands of servers, and each holds on to what it serves
  socket.once("close", () => server.forceShutdown());
  socket.resume();
}

interface Connection {
  readonly source: string;
  readonly socket: Socket;
  /** Undefined until it has been made. */
  provider?: Provider;
}
