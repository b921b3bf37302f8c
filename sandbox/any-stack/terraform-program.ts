import { isAbsolute, resolve } from "node:path";
import { findExecutable, isExecutable } from "../executables";
import { InputError } from "./input-error";

/** What Terraform and OpenTofu call themselves, and where they come from. */
const INSTALL = {
  terraform: "install Terraform 1.11 or later from https://developer.hashicorp.com/terraform/install",
  tofu: "build OpenTofu with 'npm run setup -- --opentofu', or install 1.11 or later from https://opentofu.org/docs/intro/install/",
} as const;

/**
 * The program that runs configurations: the one that `TERRAFORM_BINARY_NAME` names, as for cdktf, else Terraform. A name is looked for in
 * `.tools/bin` of the project, then on `PATH`.
 *
 * @throws InputError when it is not there
 */
export function findTerraform(
  env: NodeJS.ProcessEnv = process.env,
  startDirectories: readonly string[] = [process.cwd(), __dirname],
): string {
  const named = env["TERRAFORM_BINARY_NAME"];
  const name = named === undefined || named === "" ? "terraform" : named;
  const isPath = isAbsolute(name) || name.includes("/");
  const found = isPath ? [resolve(name)].find(isExecutable) : findExecutable(name, env, startDirectories);
  if (found !== undefined) return found;
  const place = isPath ? "it is no executable file" : "it is neither in .tools/bin nor on PATH";
  const fix = isPath
    ? "correct TERRAFORM_BINARY_NAME, or unset it"
    : name in INSTALL
      ? INSTALL[name as keyof typeof INSTALL]
      : "correct TERRAFORM_BINARY_NAME, or unset it";
  throw new InputError("The sandbox has nothing to run a configuration with", [
    `'${name}' was not found: ${place}; ${fix}`,
  ]);
}

/** Variables that lead Terraform or OpenTofu to something of the user's own: settings, caches, workspaces, arguments. */
const PERSONAL =
  /^(TF_CLI_CONFIG_FILE|TERRAFORM_CONFIG|TF_CLI_ARGS(_.*)?|TF_DATA_DIR|TF_WORKSPACE|TF_PLUGIN_CACHE_DIR|TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE|TF_REATTACH_PROVIDERS|TF_ENCRYPTION|TF_STATE_PERSIST_INTERVAL)$/;

/**
 * The environment of a command in a copy. Settings of the user's are kept out: a mirror for providers in `~/.terraformrc` would hide the
 * simulated ones, and a workspace or a cache would lead to things that a run must not touch.
 *
 * @param configFile an empty file, in place of the user's settings
 */
export function isolatedEnvironment(configFile: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !PERSONAL.test(name))),
    TF_CLI_CONFIG_FILE: configFile,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  };
}
