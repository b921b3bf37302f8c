import { accessSync, constants, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/**
 * Where a program is: in `.tools/bin` of the project, where `npm run setup` builds it, else on `PATH`.
 *
 * @param startDirectories where `.tools/bin` is looked for, each with all directories above it
 */
export function findExecutable(
  name: string,
  env: NodeJS.ProcessEnv,
  startDirectories: readonly string[],
): string | undefined {
  return [
    ...startDirectories.flatMap(ancestors).map((directory) => join(directory, ".tools", "bin", name)),
    ...(env.PATH ?? "")
      .split(delimiter)
      .filter((directory) => directory !== "")
      .map((directory) => join(directory, name)),
  ].find(isExecutable);
}

/** Whether a path is a file that can be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function ancestors(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...ancestors(parent)];
}
