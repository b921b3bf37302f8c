/** A value that only Terraform's plan or apply tells, with what it is called. */
export class Unknown {
  public constructor(public readonly what: string) {}
}

/** A value as text. An unknown one is shown by what it is called, in angle brackets, which stand in no name. */
export function textOf(value: unknown): string {
  if (value instanceof Unknown) {
    return `<${value.what}>`;
  }
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** True when a text holds a part that was unknown. */
export const isUncertain = (text: string): boolean => text.includes("<");
