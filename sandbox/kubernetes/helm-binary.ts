import { accessSync, constants, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { HelmError } from "./helm-error";

/**
 * The helm to run: `HELM_BIN`, then `.tools/bin/helm` of the project (looked for from the working directory and from this
 * package upwards), then the first one on `PATH`.
 *
 * @throws HelmError with code `missing` when there is none, or when `HELM_BIN` names no executable
 */
export function findHelm(env: NodeJS.ProcessEnv = process.env, startDirectories = [process.cwd(), __dirname]): string {
  const named = env.HELM_BIN;
  if (named !== undefined && named !== "") {
    if (!isExecutable(named)) {
      throw new HelmError("missing", [
        `HELM_BIN names '${named}', which is no executable file; correct it, or unset it and run: npm run setup`,
      ]);
    }
    return named;
  }
  const candidates = [
    ...startDirectories.flatMap(ancestors).map((directory) => join(directory, ".tools", "bin", "helm")),
    ...(env.PATH ?? "")
      .split(delimiter)
      .filter((directory) => directory !== "")
      .map((directory) => join(directory, "helm")),
  ];
  const found = candidates.find(isExecutable);
  if (found === undefined) {
    throw new HelmError("missing", [
      "helm was not found (looked at HELM_BIN, .tools/bin/helm and PATH); run: npm run setup, or install Helm 3.14 or later from https://helm.sh/docs/intro/install/",
    ]);
  }
  return found;
}

function ancestors(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...ancestors(parent)];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
