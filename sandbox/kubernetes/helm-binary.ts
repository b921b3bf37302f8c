import { findExecutable, isExecutable } from "../executables";
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
  const found = findExecutable("helm", env, startDirectories);
  if (found === undefined) {
    throw new HelmError("missing", [
      "helm was not found (looked at HELM_BIN, .tools/bin/helm and PATH); run: npm run setup, or install Helm 3.14 or later from https://helm.sh/docs/intro/install/",
    ]);
  }
  return found;
}
