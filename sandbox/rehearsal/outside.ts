import { readFileSync } from "node:fs";
import { InputError } from "../any-stack/input-error";
import { Store } from "../cloud/store";
import { type ObjectValue } from "../plugin/values";

/** Something that exists before a deploy and that no stack makes, such as a DNS zone that another team owns. */
export interface OutsideObject {
  /** Its Terraform type. */
  readonly type: string;
  /** What names it in the cloud, such as `projects/dns/managedZones/example`. */
  readonly key: string;
  /** What others see of it; its `id` is the key unless it is given. */
  readonly attributes: ObjectValue;
}

const EXAMPLE =
  '[{ "type": "google_dns_managed_zone", "key": "projects/p/managedZones/z", "attributes": { "name": "z" } }]';

/** Lets objects exist in a simulated cloud as if somebody else had made them. */
export function placeOutside(cloud: string, objects: readonly OutsideObject[]): void {
  const store = new Store(cloud);
  const created = new Date(0).toISOString();
  for (const { type, key, attributes } of objects) {
    store.create({ type, key, created, attributes: { id: key, ...attributes } });
  }
}

/**
 * Reads a JSON list of {@link OutsideObject}.
 *
 * @throws InputError naming every entry that is none, or saying why the file can't be read
 */
export function readOutside(file: string): readonly OutsideObject[] {
  const content = contentOf(file);
  const list: readonly unknown[] = Array.isArray(content) ? content : [];
  const wrong = list.flatMap((entry, index) => (isOutside(entry) ? [] : [`entry ${index}: ${JSON.stringify(entry)}`]));
  if (!Array.isArray(content)) wrong.push("the file holds no list");
  const names = list
    .filter(isOutside)
    .map((entry) => `${(entry as OutsideObject).type} ${(entry as OutsideObject).key}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  wrong.push(...[...new Set(twice)].map((name) => `${name} is there twice; an object exists once`));
  if (wrong.length > 0) {
    throw new InputError(`${file} can't be used as what exists already; it has to be like ${EXAMPLE}`, wrong);
  }
  return list as readonly OutsideObject[];
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${file} can't be read as what exists already; it has to be like ${EXAMPLE}`, [reason]);
  }
}

function isOutside(entry: unknown): boolean {
  if (typeof entry !== "object" || entry === null) return false;
  const { type, key, attributes } = entry as Readonly<Record<string, unknown>>;
  const named = [type, key].every((text) => typeof text === "string" && text !== "");
  return named && typeof attributes === "object" && attributes !== null && !Array.isArray(attributes);
}
