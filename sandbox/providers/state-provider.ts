import { Refusal, type Diagnostic } from "../plugin/diagnostics";
import { type Kind } from "../cloud/kind";
import {
  type Applied,
  type ApplyRequest,
  type Opened,
  type Plan,
  type PlanRequest,
  type Provider,
} from "../plugin/provider";
import { type ObjectValue, Unknown } from "../plugin/values";
import { type BlockSchema, type ProviderSchema } from "../schema/types";
import { planChange } from "./planning";

/** One type of a {@link StateProvider}. */
export interface Generator {
  /** What the provider sets when the configuration leaves an argument out. */
  readonly defaults: ObjectValue;
  /** Paths that may change in place; every other change makes a new value. */
  readonly updatable?: readonly string[];
  /** Refuses arguments that contradict each other, before anything is planned. */
  readonly validate?: (config: ObjectValue) => readonly Diagnostic[];
  /** The computed values of a new resource. */
  readonly generate: (planned: ObjectValue) => ObjectValue;
}

/** A provider whose resources exist in Terraform's state only, such as random and tls. */
export class StateProvider implements Provider {
  public readonly legacyTypeSystem = false;
  public readonly functions = {};

  public constructor(
    public readonly schema: ProviderSchema,
    private readonly generators: Readonly<Record<string, Generator>>,
  ) {}

  public configure(): void {
    // nothing to configure
  }

  public validate(kind: "resource" | "data" | "ephemeral", type: string, config: ObjectValue): readonly Diagnostic[] {
    return kind === "data" ? [] : (this.generators[type]?.validate?.(config) ?? []);
  }

  public plan(request: PlanRequest): Plan {
    const { defaults, updatable = [] } = this.generator(request.type);
    const block = this.schema.resources[request.type] ?? { attributes: {}, blocks: {} };
    const kind: Kind = { id: "", defaults, forceNew: argumentsOf(block).filter((name) => !updatable.includes(name)) };
    return planChange(request, block, kind);
  }

  public async apply({ type, prior, planned }: ApplyRequest): Promise<Applied> {
    if (planned === null || prior !== null) return { state: planned };
    return { state: completed(planned, this.generator(type).generate(planned)) };
  }

  public read(_type: string, current: ObjectValue): ObjectValue {
    return current;
  }

  public importState(type: string, id: string): ObjectValue {
    const { defaults } = this.generator(type);
    return { ...defaults, id, result: id };
  }

  public async readData(type: string): Promise<ObjectValue> {
    throw new Refusal(`The sandbox does not simulate the data source ${type}`);
  }

  public async open(type: string, config: ObjectValue): Promise<Opened> {
    const { defaults, generate } = this.generator(type);
    const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
    const wanted = { ...config, ...defaults, ...given };
    return { result: { ...wanted, ...generate(wanted) } };
  }

  public close(): void {
    // nothing is held open
  }

  public shutdown(): void {
    // nothing to acknowledge
  }

  private generator(type: string): Generator {
    const generator = this.generators[type];
    if (generator === undefined) throw new Refusal(`The sandbox does not simulate ${type}`);
    return generator;
  }
}

function argumentsOf(block: BlockSchema): readonly string[] {
  const names = Object.entries(block.attributes).filter(
    ([, { required, optional }]) => required === true || optional === true,
  );
  return [...names.map(([name]) => name), ...Object.keys(block.blocks)];
}

function completed(planned: ObjectValue, values: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, value instanceof Unknown ? (values[name] ?? null) : value]),
  );
}
