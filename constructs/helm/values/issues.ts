import type * as z from "zod";
import { type Problem } from "../../core/validation";
import { holdsToken } from "./scalars";

type Issue = z.core.$ZodIssue;

/** `["workloads", "api", "ports"]` → `workloads.api.ports`, with brackets around what is no plain word. */
export function settingPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    const name = String(part);
    if (typeof part === "number") {
      return `${text}[${name}]`;
    }
    return /^[A-Za-z_][\w-]*$/.test(name) ? `${text}${text === "" ? "" : "."}${name}` : `${text}["${name}"]`;
  }, "");
}

/** What zod found wrong, in our words. Values are shown only where no secret can be. */
export function issueProblems(issue: Issue, values: unknown): readonly Problem[] {
  const setting = settingPath(issue.path);
  const value = valueAt(values, issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      setting: settingPath([...issue.path, key]),
      must: "be a setting that the chart knows",
      fix: "correct its spelling or remove it",
    }));
  }
  if (issue.code === "invalid_key") {
    const must = issue.issues[0]?.message ?? "be a valid name";
    return [{ setting, must: `${must}, as a name`, fix: "choose another name" }];
  }
  if (issue.code === "invalid_type" && value === undefined) {
    return [{ setting, must: `be set to ${article(issue.expected)}`, fix: "add it" }];
  }
  if (holdsToken(value)) {
    return [{ setting, must: words(issue), fix: "pass a reference of that type, or a literal" }];
  }
  return [{ setting, value: shown(value, issue.path), must: words(issue), fix: "correct the value" }];
}

function words(issue: Issue): string {
  switch (issue.code) {
    case "custom":
      return issue.message;
    case "invalid_type":
      return `be ${article(issue.expected)}`;
    case "invalid_value":
      return `be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `have at least ${String(issue.minimum)} entry`;
    default:
      return `be valid: ${issue.message}`;
  }
}

function article(type: string): string {
  const noun = { record: "map", int: "whole number" }[type] ?? type;
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    values,
  );
}

/** Environment variables and arguments may hold what must not be printed; maps and lists are too long. */
function shown(value: unknown, path: readonly PropertyKey[]): unknown {
  const delicate = path.some((part) => part === "env" || part === "args" || part === "command");
  return delicate || typeof value === "object" ? undefined : value;
}
