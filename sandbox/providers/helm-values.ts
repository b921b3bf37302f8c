import { parse } from "yaml";

/** Helm's own merge: later documents win, mappings are merged, lists replaced, null removes. */
export function mergedValues(documents: readonly string[]): unknown {
  return documents.map((document) => parse(document) as unknown).reduce(merge, {});
}

function merge(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over)) return over ?? base;
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    if (value === null) delete result[name];
    else result[name] = name in base ? merge(base[name], value) : value;
  }
  return result;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
