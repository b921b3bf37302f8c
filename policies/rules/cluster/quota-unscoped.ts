import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

/** A quota counts every pod, not those of a scope alone. */
export const quotaUnscoped: ObjectRule = {
  kinds: ["ResourceQuota"],
  evaluate: ({ object }) =>
    verdict(
      ["spec.scopes", "spec.scopeSelector"]
        .filter((path) => valueAt(object, path) !== undefined || hasItems(object, path))
        .map((path) => `${path} is ${shown(valueAt(object, path) ?? "a list")}, so that other pods aren't counted`),
    ),
};

function hasItems(object: Readonly<Record<string, unknown>>, path: string): boolean {
  const [outer = "", inner = ""] = path.split(".");
  const spec = object[outer] as Readonly<Record<string, unknown>> | undefined;
  return Array.isArray(spec?.[inner]) && spec[inner].length > 0;
}
