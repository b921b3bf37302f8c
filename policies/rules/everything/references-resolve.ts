import { addressesIn } from "../../facts/terraform-graph";
import { blocksAt, type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** What a resource refers to or waits for is in the stack: otherwise Terraform refuses the plan, after everybody was sure. */
export const referencesResolve: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) => {
    const { known, providers } = addressesOf(stack);
    // a word of an expression is only a resource when its provider is one of the stack's
    const missing = addressesIn(resource.arguments).filter(
      (address) => !known.has(address) && providers.has(providerOf(address)),
    );
    return verdict(missing.map((address) => `${address} is referred to, and isn't in the stack`));
  },
};

const providerOf = (address: string): string => /^(?:data\.|ephemeral\.)?([a-z][a-z0-9-]*)_/.exec(address)?.[1] ?? "";

interface Addresses {
  readonly known: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
}

const KNOWN = new WeakMap<RenderedStack["resources"], Addresses>();

function addressesOf({ resources, dataSources, settings }: RenderedStack): Addresses {
  const addresses = [...resources, ...dataSources, ...settings].map(({ address }) => address);
  const found = KNOWN.get(resources) ?? {
    known: new Set(addresses),
    providers: new Set([...addresses.map(providerOf), ...settings.flatMap(namesOfProviders)]),
  };
  KNOWN.set(resources, found);
  return found;
}

/** `provider.google` is a block, and `required_providers` has them all. */
function namesOfProviders({ type, arguments: block }: RenderedResource): readonly string[] {
  const required = type === "terraform" ? blocksAt(block, "required_providers").flatMap(Object.keys) : [];
  return type.startsWith("provider.") ? [type.replace("provider.", "")] : required;
}
