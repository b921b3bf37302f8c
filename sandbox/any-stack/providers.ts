import { isServed, REGISTRIES, type SimulatedProvider } from "../install";
import { isProviderName, PROVIDER_NAMES } from "../providers/make";
import { findBindings, providerRelease } from "../schema/bindings";
import { type ProviderName } from "../schema/load";
import { InputError } from "./input-error";
import { type FoundModule } from "./modules";
import { type NeededProvider, neededProviders } from "./needed-providers";
import { satisfies } from "./version-constraint";

/**
 * The simulated providers that a stack needs, each in the release that the sandbox simulates: the one that the installed bindings were
 * generated from.
 *
 * @param projectDirectory whose bindings count
 * @throws InputError naming every provider that the sandbox does not have and every constraint that rules its release out
 */
export function providersToServe(
  modules: readonly FoundModule[],
  projectDirectory: string,
): readonly SimulatedProvider[] {
  const problems: string[] = [];
  const served = new Map<string, SimulatedProvider>();
  for (const needed of neededProviders(modules)) {
    const { host, namespace, name } = needed;
    if (namespace !== "hashicorp" || !isProviderName(name) || !isServed(host)) {
      problems.push(
        `${needed.where} needs '${needed.source}', which is not simulated; the sandbox has ${PROVIDER_NAMES.join(", ")} ` +
          "of the namespace hashicorp; run a configuration that leaves it out",
      );
      continue;
    }
    const version = simulatedRelease(name, projectDirectory);
    problems.push(...wishProblems(needed, version));
    const registries = [...(served.get(name)?.registries ?? []), ...(host === undefined ? REGISTRIES : [host])];
    served.set(name, { name, version, registries: [...new Set(registries)] });
  }
  if (problems.length > 0) throw new InputError("The sandbox cannot serve this stack", problems);
  return [...served.values()];
}

/** The release of a provider that the sandbox simulates for a project. */
export function simulatedRelease(name: ProviderName, projectDirectory: string): string {
  return providerRelease(findBindings(name === "google-beta" ? "google" : name, projectDirectory));
}

function wishProblems({ source, name, wishes }: NeededProvider, version: string): readonly string[] {
  const [major = "", minor = ""] = version.split(".");
  return wishes.flatMap(({ constraint, where }) => {
    const verdict = satisfies(version, constraint);
    if (verdict === undefined)
      return [`${where} asks for '${source}' in the version '${constraint}', which is no version constraint`];
    if (verdict) return [];
    const bindings = name === "google-beta" ? "google" : name;
    return [
      `${where} asks for '${source}' in the version '${constraint}', but the sandbox simulates ${version}; allow it, such as with ` +
        `'~> ${major}.${minor}', or install a release of @cdktf/provider-${bindings} that was generated from one that you allow`,
    ];
  });
}
