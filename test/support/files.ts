import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** All files below a directory. */
export function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((name) => statSync(name, { throwIfNoEntry: false })?.isFile() === true);
}
