/** One message for the user, in the form Terraform prints. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** The argument at fault, such as `settings.0.tier`. */
  readonly attribute?: string;
}

/** Thrown to refuse a request; Terraform shows it as an error of the resource. Everything else that is thrown is a defect of the sandbox. */
export class Refusal extends Error {
  public readonly diagnostics: readonly Diagnostic[];

  public constructor(summary: string, more: { readonly detail?: string; readonly attribute?: string } = {}) {
    super(summary);
    this.name = "Refusal";
    this.diagnostics = [{ severity: "error", summary, ...more }];
  }
}

/** The message as the plugin protocol wants it. */
export function toWire(diagnostic: Diagnostic): object {
  return {
    severity: diagnostic.severity === "error" ? 1 : 2,
    summary: diagnostic.summary,
    detail: diagnostic.detail ?? "",
    ...(diagnostic.attribute === undefined ? {} : { attribute: attributePath(diagnostic.attribute) }),
  };
}

/** Turns whatever was thrown into messages, so that a defect never takes the plugin down. */
export function fromError(error: unknown): readonly Diagnostic[] {
  if (error instanceof Refusal) return error.diagnostics;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [{ severity: "error", summary: "The sandbox itself failed; this is a defect of the sandbox", detail }];
}

/** `settings.0.tier` as steps: names for attributes, numbers for list items. */
export function attributePath(path: string): object {
  return {
    steps: path
      .split(".")
      .map((step) => (/^\d+$/.test(step) ? { element_key_int: Number(step) } : { attribute_name: step })),
  };
}
