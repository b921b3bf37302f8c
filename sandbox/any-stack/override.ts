import { type Arguments, bodies, type Configuration, merged, type Named, type Typed } from "./configuration";

/**
 * A configuration after an override file: the arguments that the file names take the place of those that were there
 * (https://developer.hashicorp.com/terraform/language/files/override).
 */
export function overridden(base: Configuration, override: Configuration): Configuration {
  return {
    ...merged([base, override]),
    terraform: overriddenSettings(base.terraform, override.terraform),
    provider: overriddenProviders(base.provider, override.provider),
    resource: overriddenTyped(base.resource, override.resource),
    data: overriddenTyped(base.data, override.data),
    ephemeral: overriddenTyped(base.ephemeral, override.ephemeral),
    module: overriddenNamed(base.module, override.module),
    variable: overriddenNamed(base.variable, override.variable),
    output: overriddenNamed(base.output, override.output),
  };
}

function overriddenNamed(base: Named, override: Named): Named {
  const changed = Object.entries(override).map(([name, block]) => [name, { ...base[name], ...block }] as const);
  return { ...base, ...Object.fromEntries(changed) };
}

function overriddenTyped(base: Typed, override: Typed): Typed {
  const changed = Object.entries(override).map(
    ([type, blocks]) => [type, overriddenNamed(base[type] ?? {}, blocks)] as const,
  );
  return { ...base, ...Object.fromEntries(changed) };
}

/** Of several configurations of one provider it is the alias that tells which is meant. */
function overriddenProviders(base: Configuration["provider"], override: Configuration["provider"]) {
  const changed = Object.entries(override).map(([name, blocks]) => {
    const byAlias = new Map((base[name] ?? []).map((block) => [block.alias, block]));
    for (const block of blocks) byAlias.set(block.alias, { ...byAlias.get(block.alias), ...block });
    return [name, [...byAlias.values()]] as const;
  });
  return { ...base, ...Object.fromEntries(changed) };
}

/** Required providers are replaced one by one; a backend or cloud block takes the place of either. */
function overriddenSettings(base: readonly Arguments[], override: readonly Arguments[]): readonly Arguments[] {
  const requirements = new Set(override.flatMap((block) => bodies(block.required_providers)).flatMap(Object.keys));
  const hasBackend = override.some(({ backend, cloud }) => backend !== undefined || cloud !== undefined);
  const rest = base.map((block) => ({
    ...block,
    ...(hasBackend ? { backend: undefined, cloud: undefined } : {}),
    required_providers: bodies(block.required_providers).map((entries) =>
      Object.fromEntries(Object.entries(entries).filter(([name]) => !requirements.has(name))),
    ),
  }));
  return [...rest, ...override];
}
