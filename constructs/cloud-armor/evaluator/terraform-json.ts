/** A block of Terraform's JSON: argument name to value. */
export type Block = Readonly<Record<string, unknown>>;

/** A nested block is written as one object or as a list of them. */
export function asBlocks(value: unknown): readonly Block[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((block): block is Block => typeof block === "object" && block !== null);
}

/** Text, or an empty string for anything else. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** True for text with a reference in it, whose value only Terraform knows. */
export function hasReference(value: unknown): boolean {
  return typeof value === "string" && /(?<!\$)\$\{/.test(value);
}

/** Text as Terraform reads it: `$${` stands for `${`. */
export function unescaped(text: string): string {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}
