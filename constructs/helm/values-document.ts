import { Fn, Token } from "cdktf";
import { type Finding } from "../core/validation";
import { settingPath } from "./values/issues";
import { holdsToken } from "./values/scalars";

/**
 * Values as one JSON document with Terraform expressions in it. Terraform shows JSON as a structure in its plan, and
 * each reference goes through `jsonencode` where it stands, so no quote or line break in it can break the document.
 */
export function valuesDocument(value: unknown): string {
  if (holdsToken(value)) {
    return Token.asString(Fn.jsonencode(typeof value === "string" ? concatenation(value) : value));
  }
  if (Array.isArray(value)) {
    return `[${value.map((entry) => valuesDocument(entry)).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${valuesDocument(entry)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** A string of plain text and tokens as a Terraform expression. cdktf 0.21 escapes no quote beside a token. */
function concatenation(text: string): string {
  const parts = text.split(/(\$\{TfToken\[[^\]]+\]\})/).filter((part) => part !== "");
  return parts.length === 1
    ? text
    : Fn.join(
        "",
        parts.map((part) => (holdsToken(part) ? part : plainText(part))),
      );
}

/** Plain text as Fn.rawString wants it: that escapes quotes, `${` and line feeds, but neither `\` nor `%{`. */
function plainText(text: string): string {
  const unescaped = text.replaceAll("$${", "${").replaceAll("%%{", "%{");
  return Fn.rawString(unescaped.replaceAll("\\", "\\\\").replaceAll("\r", "\\r").replaceAll("%{", "%%{"));
}

/**
 * Strings that Terraform would read as templates of its own. A reference has to be one that cdktf knows, or its value
 * could break the document; and a shell's `${NAME}` would be looked up in Terraform.
 */
export function templateFindings(value: unknown, path: readonly PropertyKey[] = []): readonly Finding[] {
  if (typeof value === "string") {
    return [
      /(^|[^$])\$\{(?!TfToken\[)|(^|[^%])%\{/.test(value) && {
        setting: settingPath(path),
        must: "hold no ${ or %{ of its own, because Terraform reads them as expressions",
        fix: "pass the attribute of the construct for a reference; write $${ or %%{ for the plain text",
      },
    ];
  }
  if (typeof value !== "object" || value === null || Token.isUnresolved(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, entry]) =>
    templateFindings(entry, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
