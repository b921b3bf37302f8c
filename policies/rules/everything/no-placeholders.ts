import { verdict, type ResourceRule } from "../../rule";

/** What people write when they mean to come back: https://www.rfc-editor.org/rfc/rfc2606 reserves the names. */
const PLACEHOLDER =
  /your[-_](?:project|domain|region|bucket|company|email|org)[\w-]*|REPLACE_(?:WITH|ME)\w*|\b(?:INSERT|ENTER|PUT|SET)_(?:YOUR|THE|A)?_?[A-Z_]+_HERE\b|CHANGE[-_]?(?:ME|THIS)\b|PLACEHOLDER|\bexample\.(?:com|org|net)\b|\b[\w-]+\.(?:invalid|example|test)\b(?![\w.-])/i;

/** A value that is nothing but a mark, or that begins with one; inside a longer text they may be about something. */
const MARK = /^\s*(?:TODO|FIXME|TBD|XXX+)\b|^<[^<>]+>$/;

/** No value was forgotten, wherever in a resource it stands. */
export const noPlaceholders: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ arguments: block }) => verdict(placeholders(block, "")),
};

function placeholders(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") {
    const written = value.replaceAll(/\$\{[^}]*\}/g, "");
    const found = PLACEHOLDER.exec(written) ?? MARK.exec(written);
    return found === null ? [] : [`${path} contains "${found[0]}"`];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([name, inner]) =>
    placeholders(inner, path === "" ? name : `${path}.${name}`),
  );
}
