import { verdict, type ResourceRule } from "../../rule";

/** What people write when they mean to come back: https://www.rfc-editor.org/rfc/rfc2606 reserves the names. */
const PLACEHOLDER =
  /your[-_](?:project|domain|region|bucket|company|email|org)[\w-]*|REPLACE_(?:WITH|ME)\w*|CHANGE_?ME|PLACEHOLDER|\bexample\.(?:com|org|net)\b|\b[\w-]+\.(?:invalid|example|test)\b(?![\w.-])/i;

/** No value was forgotten, wherever in a resource it stands. */
export const noPlaceholders: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ arguments: block }) => verdict(placeholders(block, "")),
};

function placeholders(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") {
    const found = PLACEHOLDER.exec(value.replaceAll(/\$\{[^}]*\}/g, ""));
    return found === null ? [] : [`${path} contains "${found[0]}"`];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([name, inner]) =>
    placeholders(inner, path === "" ? name : `${path}.${name}`),
  );
}
