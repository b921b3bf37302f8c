/** Values of a resource as a plan tells them; `null` when there is none. */
export type PlanValues = Readonly<Record<string, unknown>> | null;

/** What happens to one object, in order: `["delete", "create"]` and `["create", "delete"]` replace it. */
export type PlanAction = "no-op" | "create" | "read" | "update" | "delete" | "forget";

/** A change of one object. */
export interface PlanChange {
  readonly actions: readonly PlanAction[];
  readonly before: PlanValues;
  readonly after: PlanValues;
  /** True where a value is known after the apply only; in the form of the values. */
  readonly after_unknown?: unknown;
  /** True where a value may not be shown; in the form of the values. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** The attributes that can't be changed in place. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

/** One resource instance of a plan. */
export interface PlanResourceChange {
  readonly address: string;
  /** Where it was before a `moved` block; only when that differs. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** Names an object that an interrupted replacement left behind. */
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: PlanChange;
}

/** The part of `terraform show -json <plan>` that is read here. https://developer.hashicorp.com/terraform/internals/json-format */
export interface Plan {
  readonly format_version: string;
  readonly resource_changes?: readonly PlanResourceChange[];
}

/**
 * Reads what `terraform show -json <plan>` printed.
 *
 * @param output may have other lines around the document, which is a single line
 * @throws Error when there is no plan in it, or one of a format that is not known
 */
export function parsePlan(output: string): Plan {
  const line = output.split("\n").find((one) => one.startsWith("{"));
  if (line === undefined) throw new Error(`terraform show -json printed no plan:\n${output.slice(0, 2000)}`);
  const plan = JSON.parse(line) as Partial<Plan>;
  const version = plan.format_version;
  // a new minor version only adds; a new major one may mean something else by the same names
  if (version === undefined || !version.startsWith("1.")) {
    throw new Error(`the plan has the format ${String(version)}; this reads 1.x`);
  }
  return { ...plan, format_version: version };
}
