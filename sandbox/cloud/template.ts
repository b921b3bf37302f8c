import { at, type ObjectValue, type Value } from "../plugin/values";

const PLACEHOLDER = /\{([^{}|]+)(?:\|(last|encoded))?\}/g;

/** Fills `{attribute}` from the object; `{attribute|last}` takes what follows the last slash. Absent ones become empty. */
export function fill(template: string, object: ObjectValue): string {
  return template.replace(PLACEHOLDER, (_match, path: string, form: string | undefined) => {
    const value = scalar(at(object, path));
    if (form === "last") return lastSegment(value);
    return form === "encoded" ? encodeURIComponent(value) : value;
  });
}

/** The attributes that a template mentions. */
export function placeholders(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].flatMap((match) => match[1] ?? []);
}

/** `projects/p/global/networks/n` to `n`; also for a full self link. */
export function lastSegment(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** The value after a path's `collection`: `segmentAfter("projects/p/locations/l", "locations")` is `l`. */
export function segmentAfter(reference: string, collection: string): string | undefined {
  const parts = reference.split("/");
  const index = parts.indexOf(collection);
  return index < 0 ? undefined : parts[index + 1];
}

function scalar(value: Value | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
