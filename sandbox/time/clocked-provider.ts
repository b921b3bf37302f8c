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
import { type ObjectValue, Unknown } from "../plugin/values";
import { type GraphNode } from "./graph";
import { durationOf, latencyRow } from "./latency";
import { lockOf } from "./one-at-a-time";
import { type SimulatedClock } from "./simulated-clock";

/** A provider whose changes last as long on a simulated clock as they typically do in Google Cloud. */
export class ClockedProvider extends ForwardingProvider {
  public constructor(
    provider: Provider,
    private readonly clock: SimulatedClock,
  ) {
    super(provider);
  }

  /** The request is judged when it arrives, its answer comes when the operation is complete. What is refused takes no time. */
  public override async apply(request: ApplyRequest): Promise<Applied> {
    const { clock } = this;
    const node = nodeOf(request);
    const seconds = secondsOf(node, request);
    const lock = lockOf(node)?.key;
    const begin = lock === undefined ? clock.now : clock.lock(lock, seconds);
    await clock.until(begin);
    const operation = Symbol(request.type);
    try {
      const applied = await clock.work(() => clock.inProgress.within(operation, () => this.provider.apply(request)));
      await clock.until(begin + seconds);
      return applied;
    } finally {
      clock.inProgress.complete(operation);
    }
  }

  public override plan(request: PlanRequest): Plan {
    this.clock.touch();
    return this.provider.plan(request);
  }

  public override read(type: string, current: ObjectValue): ObjectValue | null {
    this.clock.touch();
    return this.provider.read(type, current);
  }

  public override readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    return this.clock.work(() => this.provider.readData(type, config));
  }

  public override open(type: string, config: ObjectValue): Promise<Opened> {
    return this.clock.work(() => this.provider.open(type, config));
  }
}

/** The request as a block of a graph: its arguments are known by now. */
function nodeOf({ type, prior, planned }: ApplyRequest): GraphNode {
  const given = Object.entries(planned ?? prior ?? {}).filter(
    ([, value]) => value !== null && value !== "" && !(value instanceof Unknown),
  );
  return { mode: "resource", type, address: type, path: type, block: Object.fromEntries(given) };
}

/** 0 for a type that nobody has measured. */
function secondsOf(node: GraphNode, request: ApplyRequest): number {
  return latencyRow(node.type) === undefined ? 0 : durationOf(node, actionOf(request)).typical;
}
