import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { Cloud, type CloudOptions } from "../cloud/cloud";
import { lawsByName } from "../cloud/law";
import { LawRecord } from "../cloud/law-record";
import { Store } from "../cloud/store";
import { Faults } from "../faults/faults";
import { type Processes } from "../faults/process-tree";
import { type SimulatedProvider } from "../install";
import { ProviderHost, type ConnectedProvider } from "../plugin/host";
import { type Provider } from "../plugin/provider";
import { type SchemaMessage } from "../plugin/schema-file";
import { isProviderName, makeProvider } from "../providers/make";
import { type ProviderName } from "../schema/load";
import { type ProviderSchema } from "../schema/types";
import { servedSchema } from "../served-schema";
import { type SimulatedClock } from "../time/simulated-clock";
import { keyPool } from "./key-pool";

/** One Terraform command, as the providers that serve it see it. */
export interface HostedRun {
  /** Where Terraform runs. */
  readonly directory: string;
  /** The simulated cloud's directory. */
  readonly cloud: string;
  /** A file of faults. @default - nothing fails */
  readonly faults?: string;
  /** Ends Terraform without a word. */
  readonly kill: () => void;
  /** Puts something around each provider, nearest to Terraform. @default - nothing */
  readonly around?: (provider: Provider) => Provider;
  /** Lets changes take the cloud's time. @default - they take none */
  readonly clock?: SimulatedClock;
  /** Whether Terraform has something to do at this moment. */
  readonly isBusy?: () => boolean;
}

/**
 * The simulated providers in this process, one after the other serving the commands of many workspaces. A command needs no process for
 * each provider and no schema read anew, so it takes a fifth of the time. The cloud is in files all the same.
 */
export class HostedProviders {
  /** Which laws were asked, and what they refused, since it was cleared last. */
  public readonly record = new LawRecord();

  private readonly laws = this.record.watching(lawsByName());
  private readonly makeRsaKey = keyPool();
  private readonly served = new Map<ProviderName, Served>();
  private run: { readonly id: string; readonly of: HostedRun } | undefined;

  private constructor(
    private readonly projectDirectory: string,
    private readonly host: ProviderHost,
  ) {}

  /** @param sockets an empty directory with a short path */
  public static async start(
    sockets: string,
    stacks: readonly { readonly providers: readonly SimulatedProvider[] }[],
    projectDirectory: string,
  ): Promise<HostedProviders> {
    mkdirSync(sockets, { recursive: true });
    const hosted = new HostedProviders(projectDirectory, new ProviderHost(sockets));
    try {
      await hosted.serve(stacks);
      return hosted;
    } catch (error) {
      // a socket that is listened on keeps the process alive
      await hosted.close();
      throw error;
    }
  }

  /** Serves what these stacks need, beside what is served already. */
  public async serve(stacks: readonly { readonly providers: readonly SimulatedProvider[] }[]): Promise<void> {
    for (const { name, registries } of stacks.flatMap(({ providers }) => providers)) {
      if (!isProviderName(name)) continue;
      const { protocol } = this.schemaOf(name).schema;
      for (const source of registries.map((registry) => `${registry}/hashicorp/${name}`)) {
        await this.host.listen({ source, protocol, connect: () => this.connect(name) });
      }
    }
  }

  /** The value of `TF_REATTACH_PROVIDERS` for a command; it is the only one until it has {@link ended}. */
  public begin(run: HostedRun): string {
    if (this.run !== undefined) throw new Error("hosted providers serve one command at a time");
    this.run = { id: `hosted ${randomUUID()}`, of: run };
    run.clock?.restart(run.isBusy);
    return this.host.reattach;
  }

  /**
   * @param inGoodOrder false when Terraform was killed: then no provider hears that its answers arrived
   * @throws the first failure to make or to end a provider; the next command can begin all the same
   */
  public ended(inGoodOrder: boolean): void {
    this.run = undefined;
    this.host.ended(inGoodOrder);
  }

  public async close(): Promise<void> {
    await this.host.close();
  }

  private async connect(name: ProviderName): Promise<ConnectedProvider> {
    const { run } = this;
    if (run === undefined) throw new Error(`nobody runs Terraform, but something asks for the provider ${name}`);
    const { directory, cloud: place, faults: file, clock } = run.of;
    const connected: { provider?: Provider } = {};
    const processes: Processes = {
      crash: () => connected.provider !== undefined && this.host.crash(connected.provider),
      kill: () => {
        run.of.kill();
        this.host.cut();
      },
    };
    const faults = file === undefined ? undefined : new Faults(file, place, { run: run.id, processes });
    const store = clock?.inProgress.storeIn(place) ?? new Store(place);
    const sight: CloudOptions["sight"] = (view, own) => {
      const seen = faults?.sight(view, own) ?? view;
      return clock?.inProgress.sight(seen) ?? seen;
    };
    const cloud = () => new Cloud(store, () => this.laws, { run: run.id, sight });
    const { schema, encoded } = this.schemaOf(name);
    const made = await makeProvider(name, { schema, cloud, directory, makeRsaKey: this.makeRsaKey });
    const failing = faults === undefined ? made : faults.around(made, cloud);
    const watched = run.of.around?.(failing) ?? failing;
    connected.provider = clock?.around(watched) ?? watched;
    return { provider: connected.provider, encoded };
  }

  /** The schema is the same for every connection. */
  private schemaOf(name: ProviderName): Served {
    const known = this.served.get(name) ?? read(name, this.projectDirectory);
    this.served.set(name, known);
    return known;
  }
}

interface Served {
  readonly schema: ProviderSchema;
  readonly encoded: SchemaMessage;
}

function read(name: ProviderName, projectDirectory: string): Served {
  const { schema, encoded } = servedSchema(name, projectDirectory);
  let content: Buffer | undefined;
  return {
    schema,
    encoded: {
      read: () => (content ??= encoded?.read()),
      write: (message) => {
        content = message;
        encoded?.write(message);
      },
    },
  };
}
