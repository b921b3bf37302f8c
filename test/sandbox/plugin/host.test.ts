import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { connect as connectTo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectedProvider, ProviderHost } from "../../../sandbox/plugin/host";
import { type Provider } from "../../../sandbox/plugin/provider";

const SOURCE = "registry.terraform.io/hashicorp/none";

/** A provider of which only its end is looked at. */
function idle(shutdown: () => void = () => undefined): Provider {
  const schema = { name: "none", protocol: 5 };
  return { schema, functions: {}, shutdown } as unknown as Provider;
}

describe("a host of providers", () => {
  let directory: string;
  let host: ProviderHost;
  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), "host-")));
    host = new ProviderHost(directory);
  });
  afterEach(async () => {
    await host.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const listen = (connect: () => Promise<ConnectedProvider>) => host.listen({ source: SOURCE, protocol: 5, connect });

  interface Entry {
    readonly Addr: { readonly Network: string; readonly String: string };
  }

  function entries(): Readonly<Record<string, Entry>> {
    return JSON.parse(host.reattach) as Readonly<Record<string, Entry>>;
  }

  async function connected(): Promise<Socket> {
    const socket = connectTo(entries()[SOURCE]?.Addr.String ?? "");
    await new Promise((done) => socket.once("connect", done));
    return socket;
  }

  function closed(socket: Socket): Promise<unknown> {
    return socket.destroyed ? Promise.resolve() : new Promise((done) => socket.resume().once("close", done));
  }

  /** Provider after provider, as they are made. */
  function making(...shutdowns: readonly (() => void)[]) {
    const made: Provider[] = [];
    let heard: (() => void) | undefined;
    const connect = async (): Promise<ConnectedProvider> => {
      const provider = idle(shutdowns[made.length]);
      made.push(provider);
      setImmediate(() => heard?.());
      return { provider };
    };
    const next = (): Promise<void> => new Promise((done) => (heard = done));
    return { made, connect, next };
  }

  it("tells Terraform where each provider is, once", async () => {
    const { connect } = making();
    await Promise.all([listen(connect), listen(connect)]);
    await listen(connect);
    expect(entries()).toEqual({
      [SOURCE]: {
        Protocol: "grpc",
        ProtocolVersion: 5,
        Pid: process.pid,
        Test: true,
        Addr: { Network: "unix", String: join(directory, "0") },
      },
    });
  });

  it("does not name a provider that it can't listen for", async () => {
    await host.close();
    host = new ProviderHost(join(directory, "nowhere"));
    await expect(listen(making().connect)).rejects.toThrow(/listen E/);
    expect(entries()).toEqual({});
  });

  it.each([
    [true, 2],
    [false, 0],
  ])("tells all providers of a command's end in good order (%s: %d of 2)", async (inGoodOrder, told) => {
    const shutdown = jest.fn();
    const { connect, next } = making(shutdown, shutdown);
    await listen(connect);
    for (let count = 0; count < 2; count += 1) {
      const made = next();
      await connected();
      await made;
    }
    host.ended(inGoodOrder);
    expect(shutdown).toHaveBeenCalledTimes(told);
    host.ended(true);
    expect(shutdown).toHaveBeenCalledTimes(told);
  });

  it("tells the others when one can't end, and throws what it threw, once", async () => {
    const shutdown = jest.fn();
    const fail = () => {
      throw new Error("cannot end");
    };
    const { connect, next } = making(fail, shutdown);
    await listen(connect);
    const sockets: Socket[] = [];
    for (let count = 0; count < 2; count += 1) {
      const made = next();
      sockets.push(await connected());
      await made;
    }
    expect(() => host.ended(true)).toThrow("cannot end");
    expect(shutdown).toHaveBeenCalledTimes(1);
    await Promise.all(sockets.map(closed));
    expect(() => host.ended(true)).not.toThrow();
  });

  it("closes the connection of a provider that can't be made, and throws why at the end", async () => {
    await listen(() => Promise.reject(new Error("no schema")));
    await closed(await connected());
    expect(() => host.ended(false)).toThrow("no schema");
    expect(() => host.ended(false)).not.toThrow();
  });

  it("serves nobody whose command has ended while the provider was made", async () => {
    const shutdown = jest.fn();
    let make: (made: ConnectedProvider) => void = () => undefined;
    let asked: () => void = () => undefined;
    const asking = new Promise<void>((done) => (asked = done));
    await listen(() => {
      asked();
      return new Promise((done) => (make = done));
    });
    const socket = await connected();
    await asking;
    host.ended(true);
    make({ provider: idle(shutdown) });
    await closed(socket);
    host.ended(true);
    expect(shutdown).not.toHaveBeenCalled();
  });

  it("lets nobody reach a crashed provider again until the command has ended", async () => {
    const shutdown = jest.fn();
    const { made, connect, next } = making(shutdown, shutdown);
    await listen(connect);
    const first = next();
    const socket = await connected();
    await first;
    for (const provider of made) host.crash(provider);
    await closed(socket);
    await closed(await connected());
    expect(made).toHaveLength(1);
    host.ended(true);
    expect(shutdown).not.toHaveBeenCalled();
    const second = next();
    await connected();
    await second;
    expect(made).toHaveLength(2);
  });

  it("cuts every connection at once, and hears no more of them", async () => {
    const shutdown = jest.fn();
    const { connect, next } = making(shutdown);
    await listen(connect);
    const made = next();
    const socket = await connected();
    await made;
    host.cut();
    await closed(socket);
    host.ended(true);
    expect(shutdown).not.toHaveBeenCalled();
  });

  it("leaves no socket behind", async () => {
    await listen(making().connect);
    expect(existsSync(join(directory, "0"))).toBe(true);
    await host.close();
    expect(existsSync(join(directory, "0"))).toBe(false);
  });
});
