import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type ObjectValue } from "../plugin/values";
import { type CloudObject } from "./store";

/** What is about to happen to one object. */
export interface Operation {
  readonly action: "create" | "update" | "delete";
  readonly type: string;
  /** What names the object in the cloud. */
  readonly key: string;
  /** The project the request is made in. */
  readonly project: string;
  /** As it is now; null for a create. */
  readonly before: ObjectValue | null;
  /** As it is wanted; null for a delete. Values computed later are absent or unknown. */
  readonly after: ObjectValue | null;
  /** Now, ISO 8601. */
  readonly now: string;
}

/** What a law may look at. It changes nothing. */
export interface CloudView {
  get(type: string, key: string): CloudObject | undefined;
  list(type?: string): readonly CloudObject[];
  /** When an object of that name was deleted, if its name is still taken. */
  buried(type: string, key: string): string | undefined;
}

/** The API's refusal. */
export interface Violation {
  /** The error as the provider prints it, such as `Error creating Network: googleapi: Error 409: …, alreadyExists`. */
  readonly message: string;
  /** What to do, when the API's words alone don't say it. */
  readonly advice?: string;
  /** The argument at fault. */
  readonly attribute?: string;
}

/** One rule of the cloud: a pure function from what is about to happen and what exists to a refusal, or undefined. */
export type Law = (operation: Operation, cloud: CloudView) => Violation | undefined;

let loaded: ReadonlyMap<string, Law> | undefined;

/** Every law by the name of its file in `laws/`, which exports it as `law`. A new file is a new law; nothing else has to know it. */
export function lawsByName(): ReadonlyMap<string, Law> {
  loaded ??= readLaws(join(__dirname, "laws"));
  return loaded;
}

/** Every law, in the order in which they are asked. */
export function allLaws(): readonly Law[] {
  return [...lawsByName().values()];
}

function readLaws(directory: string): ReadonlyMap<string, Law> {
  const load = createRequire(join(directory, "laws"));
  const files = readdirSync(directory).filter((file) => /\.(js|ts)$/.test(file) && !file.endsWith(".d.ts"));
  return new Map(
    files.sort().map((file) => {
      const { law } = load(join(directory, file)) as { readonly law: Law };
      return [file.replace(/\.[jt]s$/, ""), law];
    }),
  );
}
