import { type Arguments, bodies, type Configuration, type Typed } from "./configuration";
import { type FoundModule } from "./modules";

/** A version that some module asks for. */
export interface Wish {
  readonly constraint: string;
  /** Which block says so. */
  readonly where: string;
}

/** A provider that a stack needs. */
export interface NeededProvider {
  /** The registry's host, when the configuration names one. */
  readonly host: string | undefined;
  readonly namespace: string;
  readonly name: string;
  /** As the configuration writes it. */
  readonly source: string;
  readonly wishes: readonly Wish[];
  /** One place that needs it. */
  readonly where: string;
}

/** Terraform's own provider, which has no plugin: `terraform_data`, `terraform_remote_state`. */
const BUILT_IN = "terraform";

/**
 * Every provider that a stack needs, with what its modules say about the version: required ones, and those that only a block's type or a
 * `provider` block names, which Terraform takes from the namespace `hashicorp`.
 */
export function neededProviders(modules: readonly FoundModule[]): readonly NeededProvider[] {
  const found = new Map<string, NeededProvider>();
  for (const need of modules.flatMap(needsOf)) {
    const key = `${need.host ?? ""}/${need.namespace}/${need.name}`;
    const known = found.get(key) ?? { ...need, wishes: [] };
    // a module that is called twice says the same twice
    const added = need.wishes.filter(({ where }) => !known.wishes.some((wish) => wish.where === where));
    found.set(key, { ...known, wishes: [...known.wishes, ...added] });
  }
  return [...found.values()];
}

function needsOf({ directory, configuration }: FoundModule): readonly NeededProvider[] {
  const required = new Map<string, { readonly source: string; readonly version: string | undefined }>();
  for (const [name, entry] of configuration.terraform
    .flatMap((block) => bodies(block.required_providers))
    .flatMap((entries) => Object.entries(entries))) {
    // up to Terraform 0.12 the entry was the version alone
    const { source, version } =
      typeof entry === "string" ? { source: undefined, version: entry } : (entry as Arguments);
    required.set(name, { source: text(source) ?? `hashicorp/${name}`, version: text(version) });
  }
  const explicit = [...required].flatMap(([name, { source, version }]) =>
    need(source, `${directory}: required_providers.${name}`, version),
  );
  const used = usesOf(configuration).flatMap(({ local, where, version }) =>
    need(required.get(local)?.source ?? `hashicorp/${local}`, `${directory}: ${where}`, version),
  );
  return [...explicit, ...used];
}

/** The local names that blocks use, each with one place. */
function usesOf(configuration: Configuration) {
  const blocks = [
    ...usesOfTyped(configuration.resource, ""),
    ...usesOfTyped(configuration.data, "data."),
    ...usesOfTyped(configuration.ephemeral, "ephemeral."),
  ];
  const settings = Object.entries(configuration.provider).flatMap(([local, configurations]) =>
    configurations.map(({ version }) => ({ local, where: `provider "${local}"`, version: text(version) })),
  );
  return [...settings, ...blocks].filter(({ local }) => local !== BUILT_IN);
}

function usesOfTyped(types: Typed, prefix: string) {
  return Object.entries(types).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, { provider }]) => ({
      local: text(provider)?.split(/[.[]/)[0] ?? type.split("_", 1).join(""),
      where: `${prefix}${type}.${name}`,
      version: undefined,
    })),
  );
}

/** `[host/]namespace/name`; a source with fewer parts is in the namespace `hashicorp`. */
function need(source: string, where: string, version: string | undefined): readonly NeededProvider[] {
  const parts = source.toLowerCase().split("/");
  const [name = "", namespace = "hashicorp", host] = [...parts].reverse();
  if (host === "terraform.io" && namespace === "builtin") return [];
  const wishes = version === undefined ? [] : [{ constraint: version, where }];
  return [{ host, namespace, name, source, wishes, where }];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
