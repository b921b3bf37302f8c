import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { type Locate } from "./sarif";

/**
 * Finds constructs in the files of their stacks, by the path that cdktf writes beside their arguments.
 *
 * @param files a stack's name to its `cdk.tf.json`
 * @param areWritten false when the files are not there yet: every construct is on line 1 then
 */
export function locator(files: ReadonlyMap<string, string>, areWritten: boolean): Locate {
  const lines = areWritten ? new Map([...files].map(([stack, file]) => [stack, linesOfPaths(file)])) : undefined;
  return (stack, path) => ({ uri: uriOf(files.get(stack) ?? stack), line: lines?.get(stack)?.get(path) ?? 1 });
}

function linesOfPaths(file: string): ReadonlyMap<string, number> {
  const lines = readFileSync(file, "utf8").split("\n");
  return new Map(
    lines.flatMap((line, index): [string, number][] => {
      const path = /^ *"path": "([^"\\]*)",?$/.exec(line)?.[1];
      return path === undefined ? [] : [[path, index + 1]];
    }),
  );
}

/** Relative to the working directory, as code-scanning pages want it; a file elsewhere by its whole URI. */
function uriOf(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? pathToFileURL(file).href : encodeURI(path.split(sep).join("/"));
}
