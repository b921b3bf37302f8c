import { type Cloud } from "../cloud/cloud";
import { terraformRun } from "../cloud/run";
import { type Provider } from "../plugin/provider";
import { type Fault, readFaults } from "./fault";
import { FaultyProvider } from "./faulty-provider";
import { Ledger } from "./ledger";
import { type Processes } from "./process-tree";
import { type Sight, sightOf } from "./sight";

/** Where faults strike, when not in a provider's own process. */
export interface FaultsOptions {
  /** Names the Terraform run. @default - the process that started this one */
  readonly run?: string;
  /** @default - real processes end */
  readonly processes?: Processes;
}

/** The faults of one provider process: what its cloud sees, and what wraps its provider. */
export class Faults {
  /** Hides what a fault made unseen. */
  public readonly sight: Sight;

  private readonly faults: readonly Fault[];
  private readonly ledger: Ledger;
  private readonly run: string;

  /**
   * @param file a JSON list of faults
   * @param directory the simulated cloud's
   */
  public constructor(
    file: string,
    directory: string,
    private readonly options: FaultsOptions = {},
  ) {
    this.run = options.run ?? terraformRun();
    this.faults = readFaults(file);
    this.ledger = new Ledger(directory);
    this.sight = sightOf(this.ledger, this.run);
  }

  /** @param cloud the cloud that the provider works in; providers without one never ask for it */
  public around(provider: Provider, cloud: () => Cloud): Provider {
    const { faults, ledger, run } = this;
    // only a google_, kubernetes_ or helm_ object is in the cloud
    const replyLost: Cloud["replyLost"] = (type, state) => cloud().replyLost(type, state);
    return new FaultyProvider(provider, { faults, ledger, run, replyLost, processes: this.options.processes });
  }
}
