import { valueAt, type Block } from "../rendered/rendered-stack";

/** The arguments in `lifecycle.ignore_changes`, as written; `all` alone stands for every one. */
export function ignoredChanges(block: Block): readonly string[] {
  const ignored: unknown = valueAt(block, "lifecycle.ignore_changes") ?? [];
  return (Array.isArray(ignored) ? ignored : [ignored]).filter((one) => typeof one === "string");
}
