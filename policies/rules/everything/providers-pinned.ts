import { blocksAt, isWritten } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** An exact version, or one within which only fixes come: https://developer.hashicorp.com/terraform/language/expressions/version-constraints */
const PINNED = /^\s*(=?\s*v?\d+\.\d+\.\d+([-+.]\S+)?|~>\s*\d+\.\d+(\.\d+)?)\s*(,.*)?$/;

/** Everybody applies with the same providers, and no release of one changes what an apply does. */
export const providersPinned: ResourceRule = {
  appliesTo: ["terraform"],
  evaluate: ({ arguments: terraform }, stack) => {
    const [providers] = blocksAt(terraform, "required_providers");
    const { required_version: version } = terraform;
    const used = new Set(
      stack.settings.flatMap(({ type }) => (type.startsWith("provider.") ? [type.slice("provider.".length)] : [])),
    );
    const unlisted = [...used].filter((name) => providers?.[name] === undefined);
    return verdict([
      ...(isWritten(version) && /\d/.test(version) ? [] : [`required_version is ${shown(version)}`]),
      ...unlisted.map((name) => `required_providers.${name} is absent`),
      ...Object.entries(providers ?? {}).flatMap(([name, provider]) => {
        const given = typeof provider === "string" ? provider : blocksAt({ provider }, "provider")[0]?.version;
        return typeof given === "string" && PINNED.test(given)
          ? []
          : [`required_providers.${name}.version is ${shown(given)}, not one version`];
      }),
    ]);
  },
};
