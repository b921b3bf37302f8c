import { type AttributeType, type ProviderSchema } from "../schema/types";
import { type Diagnostic } from "./diagnostics";
import { type ObjectValue, type Value } from "./values";

/** What Terraform asks to be planned. `prior` is null for a create. */
export interface PlanRequest {
  readonly type: string;
  readonly prior: ObjectValue | null;
  /** The configuration merged with what the prior state had computed. */
  readonly proposed: ObjectValue;
  readonly config: ObjectValue;
}

/** The answer to a {@link PlanRequest}. */
export interface Plan {
  readonly planned: ObjectValue;
  /** Paths such as `settings.0.tier` whose change needs a new object. */
  readonly requiresReplace: readonly string[];
}

/** What Terraform asks to be done. `prior` is null for a create, `planned` for a destroy. */
export interface ApplyRequest {
  readonly type: string;
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  /** Holds the write-only values, which `planned` must not. Null for a destroy. */
  readonly config: ObjectValue | null;
}

/** What is done to the object. */
export function actionOf({ prior, planned }: ApplyRequest): "create" | "update" | "delete" {
  return planned === null ? "delete" : prior === null ? "create" : "update";
}

/** What came of an {@link ApplyRequest}. */
export interface Applied {
  /** The new state; null when the object is gone. */
  readonly state: ObjectValue | null;
  readonly diagnostics?: readonly Diagnostic[];
}

/** A function that the provider adds to Terraform's language, `provider::google::region_from_zone(...)`. */
export interface ProviderFunction {
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly type: AttributeType }[];
  readonly returns: AttributeType;
  call(...args: Value[]): Value;
}

/** An opened ephemeral resource. */
export interface Opened {
  readonly result: ObjectValue;
  /** Given back on close. */
  readonly private?: string;
}

/** A provider as the protocol server sees it: schema and decisions, no encoding. Anything thrown becomes a diagnostic. */
export interface Provider {
  readonly schema: ProviderSchema;
  /** True for a provider built on the older SDK, whose inconsistencies Terraform tolerates. */
  readonly legacyTypeSystem: boolean;
  readonly functions: Readonly<Record<string, ProviderFunction>>;

  configure(config: ObjectValue): void;
  validate(kind: "resource" | "data" | "ephemeral", type: string, config: ObjectValue): readonly Diagnostic[];
  plan(request: PlanRequest): Plan;
  apply(request: ApplyRequest): Promise<Applied>;
  read(type: string, current: ObjectValue): ObjectValue | null;
  importState(type: string, id: string): ObjectValue;
  readData(type: string, config: ObjectValue): Promise<ObjectValue>;
  open(type: string, config: ObjectValue): Promise<Opened>;
  close(type: string, handle: string): void;
  /** Terraform has taken every answer and ends the plugin. */
  shutdown(): void;
}
