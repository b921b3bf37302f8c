import { Refusal } from "../plugin/diagnostics";
import { ForwardingProvider } from "../plugin/forwarding-provider";
import {
  actionOf,
  type Applied,
  type ApplyRequest,
  type Opened,
  type Plan,
  type PlanRequest,
  type Provider,
} from "../plugin/provider";
import { text, type ObjectValue } from "../plugin/values";
import { valuesAt } from "../cloud/references";
import { type Fault, type FaultAction } from "./fault";
import { type Ledger } from "./ledger";
import { apiError, INTERNAL_RETRIES, isRetried, lostReply, TAINTED_BY_TIMEOUT, timedOut } from "./messages";
import { processes, type Processes } from "./process-tree";

/** What a {@link FaultyProvider} needs to know of the world. */
export interface FaultyOptions {
  readonly faults: readonly Fault[];
  readonly ledger: Ledger;
  /** Names the Terraform run. */
  readonly run: string;
  /** Tells the cloud that the answer to a creation did not arrive. */
  readonly replyLost: (type: string, state: ObjectValue) => void;
  /** @default - real processes end */
  readonly processes?: Processes;
}

/** One call of Terraform to a provider. */
interface Call {
  readonly action: FaultAction;
  readonly type: string;
  readonly object: ObjectValue;
}

/** How long answers that are under way get to leave a process before it dies, in milliseconds. */
const FLUSH_MS = 50;

/**
 * A provider that does what another one does, except where a fault strikes. A crash or kill lets the answers to earlier calls out first
 * and takes no new one in, so that only the chosen call is torn.
 */
export class FaultyProvider extends ForwardingProvider {
  private dying = false;
  private readonly processes: Processes;

  public constructor(
    provider: Provider,
    private readonly options: FaultyOptions,
  ) {
    super(provider);
    this.processes = options.processes ?? processes;
  }

  public override plan(request: PlanRequest): Plan {
    this.strikeNow({ action: "plan", type: request.type, object: request.config });
    return this.provider.plan(request);
  }

  public override async apply(request: ApplyRequest): Promise<Applied> {
    const { type, prior, config } = request;
    const action = actionOf(request);
    const call: Call = { action, type, object: config ?? prior ?? {} };
    const faults = await this.before(call);
    const applied = await this.provider.apply(request);
    return this.after(call, faults, applied);
  }

  public override read(type: string, current: ObjectValue): ObjectValue | null {
    this.strikeNow({ action: "read", type, object: current });
    return this.provider.read(type, current);
  }

  public override async readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    await this.before({ action: "read", type, object: config });
    return this.provider.readData(type, config);
  }

  public override async open(type: string, config: ObjectValue): Promise<Opened> {
    await this.before({ action: "open", type, object: config });
    return this.provider.open(type, config);
  }

  /** What strikes before anything is done; returns what strikes afterwards. */
  private async before(call: Call): Promise<readonly Fault[]> {
    if (this.dying) await never();
    const faults = this.striking(call);
    for (const fault of faults) {
      if (fault.kind === "slow") await pause(fault.delay ?? 200);
      if (ends(fault) && fault.when !== "after-commit") await this.die(fault);
    }
    return faults;
  }

  private async after(call: Call, faults: readonly Fault[], applied: Applied): Promise<Applied> {
    let answer = applied;
    for (const fault of faults) {
      const { kind } = fault;
      if (kind === "unseen") this.hide(call, fault, applied.state);
      if (kind === "timeout" && call.action === "create" && TAINTED_BY_TIMEOUT.has(call.type)) {
        answer = { ...answer, diagnostics: [...(answer.diagnostics ?? []), timedOut(call)] };
        continue;
      }
      const unanswered = kind === "lost-reply" || kind === "timeout" || (ends(fault) && fault.when === "after-commit");
      if (!unanswered) continue;
      if (call.action === "create" && applied.state !== null && fault.repeat !== "refused") {
        this.options.replyLost(call.type, applied.state);
      }
      if (kind === "lost-reply") throw lostReply(call);
      if (kind === "timeout") throw new Refusal(timedOut(call).summary);
      await this.die(fault);
    }
    return answer;
  }

  /** For calls that are answered at once. */
  private strikeNow(call: Call): void {
    for (const fault of this.striking(call)) {
      if (fault.kind === "slow") sleep(fault.delay ?? 200);
      if (ends(fault)) this.end(fault);
    }
  }

  /** Counts the call with every fault that it matches, and throws what the API answers. */
  private striking(call: Call): readonly Fault[] {
    const { faults, ledger } = this.options;
    const striking = faults.filter((fault) => matches(fault, call) && ledger.strikes(fault, call));
    for (const fault of striking.filter(({ kind }) => kind === "error")) {
      const { code = 503 } = fault;
      const retries = isRetried(call.type, code) ? INTERNAL_RETRIES : 0;
      let attempt = 0;
      while (attempt < retries && ledger.strikes(fault, call)) attempt += 1;
      if (attempt === retries) throw apiError(call, code);
    }
    return striking;
  }

  private hide({ type }: Call, { id: fault, times: looks = 1 }: Fault, state: ObjectValue | null): void {
    const id = state === null ? undefined : text(state, "id");
    if (id !== undefined) this.options.ledger.hide({ fault, type, id, run: this.options.run, looks });
  }

  private async die(fault: Fault): Promise<never> {
    this.dying = true;
    await pause(FLUSH_MS);
    this.end(fault);
    return never();
  }

  private end(fault: Fault): void {
    if (fault.kind === "kill") this.processes.kill();
    else this.processes.crash();
  }
}

function ends({ kind }: Fault): boolean {
  return kind === "crash" || kind === "kill";
}

/** True when the fault is about this call. A lock is not: no provider knows of the state. */
export function matches(fault: Fault, { action, type, object }: Call): boolean {
  return (
    fault.kind !== "lock" &&
    fault.action === action &&
    (fault.type === undefined || fault.type === type) &&
    Object.entries(fault.where ?? {}).every(([path, value]) => valuesAt(object, path).includes(value))
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** No answer: the process is about to end. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
