import { ForwardingProvider } from "../plugin/forwarding-provider";
import { Refusal } from "../plugin/diagnostics";
import {
  actionOf,
  type Applied,
  type ApplyRequest,
  type Opened,
  type Plan,
  type PlanRequest,
  type Provider,
} from "../plugin/provider";
import { type ObjectValue } from "../plugin/values";
import { type OrderTaken } from "./mutant";
import { type ObjectFinder } from "./object-finder";

/** Two objects, and how long the adversary is patient. */
export interface AdversaryOptions {
  /** Made, read or opened first, although it should have waited. */
  readonly from: string;
  readonly to: string;
  /** What waited for `to` only because it waits for `from`; it goes the wrong way round, too. @default - nothing */
  readonly behind?: readonly string[];
  readonly finder: ObjectFinder;
  /**
   * After so many milliseconds without any other call, `from` is taken to wait for `to` by another way, and `to` is let go.
   * @default 1500
   */
  readonly quiet?: number;
  /**
   * Told of every refusal; says whether the rehearsal has its verdict, so that everything after it can be cut short.
   * @default - all the rest is done, too
   */
  readonly refused?: (error: Refusal, call: Call) => boolean;
}

/** One call of Terraform that does something. */
export interface Call {
  readonly action: "create" | "update" | "delete" | "read" | "open";
  readonly type: string;
  /** Undefined for what no deployed block fits. */
  readonly address: string | undefined;
}

/** How often it looks whether everything is quiet, in milliseconds. */
const LOOK = 50;

/**
 * Terraform leaves to chance which of two objects goes first once nothing says so. This decides it, the worst way round: when things are
 * made, `to` is held until `from` and all that is behind it were answered; when they are deleted, those are held until `to` was.
 */
export class Adversary {
  private readonly answered = new Set<string>();
  private active = 0;
  private lastCall = Date.now();
  private over = false;
  private taken: OrderTaken["order"] = "not-seen";

  public constructor(private readonly options: AdversaryOptions) {}

  /** What became of the order. */
  public get order(): OrderTaken["order"] {
    return this.taken;
  }

  /** Puts itself around a provider; one adversary is around all of them. */
  public readonly around = (provider: Provider): Provider => new AdverseProvider(provider, this);

  /** Does a call when its time has come. */
  public async during<T>(call: Omit<Call, "address">, object: ObjectValue, work: () => Promise<T>): Promise<T> {
    const { finder } = this.options;
    const mode = call.action === "read" ? "data" : call.action === "open" ? "ephemeral" : "resource";
    const address = finder.find(mode, call.type, object);
    const gone = call.action === "delete";
    if (this.over && !gone) throw new Refusal("the rehearsal has its verdict; nothing more is made");
    const { from, to } = this.options;
    const first = gone ? [to] : this.early;
    const last = gone ? this.early : [to];
    if (address !== undefined && last.includes(address) && call.action !== "update") await this.until(first);
    this.active += 1;
    this.look();
    try {
      return await work();
    } catch (error) {
      const { refused } = this.options;
      if (error instanceof Refusal && refused?.(error, { ...call, address }) === true) this.over = true;
      throw error;
    } finally {
      this.active -= 1;
      this.look();
      if (this.taken === "not-seen" && (address === from || address === to)) {
        this.taken = address === (gone ? to : from) ? "reversed" : "kept";
      }
      if (address !== undefined) this.answered.add(address);
    }
  }

  /** Notes a call that is answered at once. */
  public look(): void {
    this.lastCall = Date.now();
  }

  /** What goes before `to` when things are made. */
  private get early(): readonly string[] {
    return [this.options.from, ...(this.options.behind ?? [])];
  }

  private async until(first: readonly string[]): Promise<void> {
    const { quiet = 1500 } = this.options;
    while (!this.over && !first.every((address) => this.answered.has(address))) {
      if (this.active === 0 && Date.now() - this.lastCall > quiet) break;
      await new Promise((done) => setTimeout(done, LOOK));
    }
  }
}

class AdverseProvider extends ForwardingProvider {
  public constructor(
    provider: Provider,
    private readonly adversary: Adversary,
  ) {
    super(provider);
  }

  public override plan(request: PlanRequest): Plan {
    this.adversary.look();
    return this.provider.plan(request);
  }

  public override read(type: string, current: ObjectValue): ObjectValue | null {
    this.adversary.look();
    return this.provider.read(type, current);
  }

  public override apply(request: ApplyRequest): Promise<Applied> {
    const { type, prior, planned, config } = request;
    const action = actionOf(request);
    const object = action === "delete" ? (prior ?? {}) : { ...planned, ...known(config) };
    return this.adversary.during({ action, type }, object, () => this.provider.apply(request));
  }

  public override readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    return this.adversary.during({ action: "read", type }, config, () => this.provider.readData(type, config));
  }

  public override open(type: string, config: ObjectValue): Promise<Opened> {
    return this.adversary.during({ action: "open", type }, config, async () => this.provider.open(type, config));
  }
}

/** What the configuration sets; a plan has the rest. */
function known(config: ObjectValue | null): ObjectValue {
  return Object.fromEntries(Object.entries(config ?? {}).filter(([, value]) => value !== null));
}
