import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { putTornStateAside } from "./torn-state";

/** The providers that the sandbox has. */
const PROVIDERS: ReadonlySet<string> = new Set(["google", "google-beta", "kubernetes", "helm", "random", "tls"]);

/**
 * A registry that exists nowhere (RFC 6761). A stack whose providers come from here can never reach the real ones, nor
 * share a plugin cache with them: the cdktf command line keeps one cache in the home directory for all stacks.
 */
export const SANDBOX_REGISTRY = "sandbox.invalid";

/** Where Terraform and OpenTofu look for a provider that names no registry, besides our own. */
export const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"] as const;

/** Every platform that a colleague's working copy may be on; Terraform picks its own. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;

/** Where things are, when they are not where they usually are. */
export interface InstallOptions {
  /**
   * The project: where `node_modules` and the simulated clouds are.
   * @default - the working directory
   */
  readonly projectDirectory?: string;
  /**
   * The compiled `sandbox/main.js`.
   * @default - the one beside this file
   */
  readonly main?: string;
  /**
   * The simulated cloud's name. Stacks with the same name share one.
   * @default - the stack directory's name
   */
  readonly cloud?: string;
}

/** What a stack requires, as Terraform's `terraform.required_providers` writes it. */
interface RequiredProvider {
  readonly source?: string;
  readonly version?: string;
}

/**
 * Puts the simulated providers where Terraform finds them without any configuration: `terraform.d/plugins` under the directory it runs in.
 * Writes launchers for exactly the providers and versions that the synthesized configuration requires. Paths in them are relative, so the
 * output is the same in every working copy. Doing it again changes nothing. A state file that a kill left half written is put aside.
 *
 * @param stackDirectory where Terraform will run, such as `cdktf.out/stacks/<name>`
 * @param synthesized the stack's Terraform JSON
 * @throws Error naming every required provider that the sandbox does not have or whose version is not pinned
 */
export function installProviders(stackDirectory: string, synthesized: object, options: InstallOptions = {}): void {
  const required = requiredProviders(synthesized);
  putTornStateAside(resolve(stackDirectory), synthesized, cloudOf(stackDirectory, options));
  installLaunchers(stackDirectory, required, options);
}

/**
 * Writes launchers for exactly these providers, in place of those that were there before.
 *
 * @param stackDirectory where Terraform will run
 */
export function installLaunchers(
  stackDirectory: string,
  providers: readonly SimulatedProvider[],
  options: InstallOptions = {},
): void {
  const stack = resolve(stackDirectory);
  const project = resolve(options.projectDirectory ?? ".");
  const main = resolve(options.main ?? join(__dirname, "main.js"));
  rmSync(join(stack, "terraform.d", "plugins"), { recursive: true, force: true });
  const cloud = cloudOf(stackDirectory, options);
  for (const { name, version, registries } of providers) {
    for (const [registry, platform] of registries.flatMap((one) =>
      PLATFORMS.map((platform) => [one, platform] as const),
    )) {
      const folder = join(stack, "terraform.d", "plugins", registry, "hashicorp", name, version, platform);
      mkdirSync(folder, { recursive: true });
      const file = join(folder, `terraform-provider-${name}_v${version}`);
      const from = (target: string) => relative(folder, target).split(sep).join("/");
      writeFileSync(file, launcher(name, { main: from(main), project: from(project), cloud: from(cloud) }), {
        mode: 0o755,
      });
    }
  }
}

/** Where launchers look for the simulated cloud. */
function cloudOf(stackDirectory: string, { projectDirectory = ".", cloud }: InstallOptions): string {
  return join(resolve(projectDirectory), ".sandbox", cloud ?? basename(resolve(stackDirectory)));
}

/** Reads `terraform.required_providers`, also in the list form that cdktf writes. */
export function requiredProviders(synthesized: object): readonly SimulatedProvider[] {
  const problems: string[] = [];
  const found = terraformBlocks(synthesized).flatMap((block) =>
    Object.entries(block.required_providers ?? {}).flatMap(
      ([local, { source = `hashicorp/${local}`, version = "" }]) => {
        const [, registry, name = source] = /^(?:([a-z0-9.-]+)\/)?hashicorp\/([a-z-]+)$/.exec(source) ?? [];
        const exact = /^(?:=\s*)?v?(\d+\.\d+\.\d+)$/.exec(version.trim())?.[1];
        if (!PROVIDERS.has(name) || !isServed(registry))
          problems.push(`'${source}' is not simulated; the sandbox has ${[...PROVIDERS].join(", ")}`);
        else if (exact === undefined) problems.push(`'${source}' must be pinned to one version, got '${version}'`);
        else return [{ name, version: exact, registries: registry === undefined ? REGISTRIES : [registry] }];
        return [];
      },
    ),
  );
  if (problems.length > 0) throw new Error(`The sandbox cannot serve this stack:\n- ${problems.join("\n- ")}`);
  return found;
}

/** A provider to serve, with the registries that Terraform may look for it under. */
export interface SimulatedProvider {
  readonly name: string;
  readonly version: string;
  readonly registries: readonly string[];
}

/** Whether launchers can be written for a registry; undefined is the one that Terraform or OpenTofu looks into by itself. */
export function isServed(registry: string | undefined): boolean {
  return (
    registry === undefined || registry === SANDBOX_REGISTRY || (REGISTRIES as readonly string[]).includes(registry)
  );
}

interface TerraformBlock {
  readonly required_providers?: Readonly<Record<string, RequiredProvider>>;
}

function terraformBlocks(synthesized: object): readonly TerraformBlock[] {
  const { terraform = [] } = synthesized as { readonly terraform?: TerraformBlock | readonly TerraformBlock[] };
  return Array.isArray(terraform) ? (terraform as readonly TerraformBlock[]) : [terraform as TerraformBlock];
}

/** Terraform links to the launcher from `.terraform`, so the script asks for its own real place. */
function launcher(
  name: string,
  paths: { readonly main: string; readonly project: string; readonly cloud: string },
): string {
  return [
    "#!/bin/sh",
    `# Simulated provider ${name}, written at synth. See sandbox/README.md.`,
    'here=$(dirname "$(readlink -f "$0")")',
    `export CLISCALE_SANDBOX_PROJECT="\${CLISCALE_SANDBOX_PROJECT:-$here/${paths.project}}"`,
    `export CLISCALE_SANDBOX_DIR="\${CLISCALE_SANDBOX_DIR:-$here/${paths.cloud}}"`,
    `exec "\${CLISCALE_SANDBOX_NODE:-node}" "$here/${paths.main}" ${name}`,
    "",
  ].join("\n");
}
