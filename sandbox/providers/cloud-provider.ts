import { type Answer, type Change, type Cloud } from "../cloud/cloud";
import { type Kind } from "../cloud/kind";
import { sha256 } from "../cloud/store";
import { Refusal, type Diagnostic } from "../plugin/diagnostics";
import {
  type Applied,
  type ApplyRequest,
  type Opened,
  type Plan,
  type PlanRequest,
  type Provider,
  type ProviderFunction,
} from "../plugin/provider";
import { type ObjectValue, type Value } from "../plugin/values";
import { type BlockSchema, type ProviderSchema } from "../schema/types";
import { planChange } from "./planning";
import { writeOnlyValues } from "./write-only";

/** A provider whose resources live in the simulated cloud. What differs between providers is in the subclasses. */
export abstract class CloudProvider implements Provider {
  public readonly legacyTypeSystem: boolean = true;
  public readonly functions: Readonly<Record<string, ProviderFunction>> = {};
  protected settings: ObjectValue = {};

  public constructor(
    public readonly schema: ProviderSchema,
    protected readonly cloud: Cloud,
  ) {}

  public configure(config: ObjectValue): void {
    this.settings = config;
  }

  public validate(): readonly Diagnostic[] {
    return [];
  }

  public plan(request: PlanRequest): Plan {
    const block = this.block(request.type);
    return planChange(
      request,
      block,
      this.kind(request.type),
      (planned, prior) => this.refine?.(request.type, planned, prior) ?? planned,
    );
  }

  /** @param completed what the provider knows beyond the plan, such as a release's revision */
  public async apply({ type, prior, planned, config }: ApplyRequest, completed = planned): Promise<Applied> {
    const block = this.block(type);
    const kind = this.kind(type);
    if (planned === null || completed === null) {
      if (prior !== null) this.cloud.remove(type, kind, prior, this.project);
      return { state: null };
    }
    const secrets = writeOnlyValues(block, config ?? {});
    const writeOnly = Object.fromEntries(Object.entries(secrets).map(([path, value]) => [path, sha256(value)]));
    const change: Change = {
      type,
      kind,
      block,
      planned: completed,
      asked: planned,
      writeOnly,
      project: this.project,
    };
    const answer = prior === null ? this.cloud.create(change) : this.cloud.update(change, prior);
    this.committed?.(type, answer, secrets);
    return {
      state: answer.attributes,
      diagnostics: answer.warnings.map((summary) => ({ severity: "warning", summary })),
    };
  }

  public read(type: string, current: ObjectValue): ObjectValue | null {
    const found = this.cloud.read(type, this.kind(type), current);
    if (found === undefined) return null;
    return { ...found, ...(current["timeouts"] === undefined ? {} : { timeouts: current["timeouts"] }) };
  }

  public importState(_type: string, id: string): ObjectValue {
    return { id };
  }

  public abstract readData(type: string, config: ObjectValue): Promise<ObjectValue>;

  public abstract open(type: string, config: ObjectValue): Promise<Opened>;

  public close(): void {
    // nothing is held open
  }

  public shutdown(): void {
    this.cloud.acknowledgeAll();
  }

  /** The project of everything that names none. */
  protected get project(): string {
    return stringOf(this.settings["project"]) ?? "";
  }

  protected abstract kind(type: string): Kind;

  /** What the provider itself adds to a plan. */
  protected refine?(type: string, planned: ObjectValue, prior: ObjectValue | null): ObjectValue;

  /** Called after a change was committed, with the write-only values it carried. */
  protected committed?(type: string, answer: Answer, secrets: Readonly<Record<string, string>>): void;

  protected block(type: string): BlockSchema {
    const block = this.schema.resources[type];
    if (block === undefined) throw new Refusal(`The provider ${this.schema.name} has no resource ${type}`);
    return block;
  }
}

/** A string that says something, or undefined. */
export function stringOf(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The answer to a type that has no simulation. */
export function notSimulated(what: "data source" | "ephemeral resource", type: string): Refusal {
  return new Refusal(`The sandbox does not simulate the ${what} ${type}`);
}
