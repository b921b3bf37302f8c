import { blocksAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Providers of HashiCorp's that everybody knows by their short name; the same name in another namespace is somebody else's program. */
const HASHICORP = [
  "archive",
  "external",
  "google",
  "google-beta",
  "helm",
  "http",
  "kubernetes",
  "local",
  "null",
  "random",
  "time",
  "tls",
];

/** Terraform's own registry, the one that OpenTofu mirrors it to, and names that no registry can have: https://www.rfc-editor.org/rfc/rfc2606 */
const SOURCE = /^(registry\.terraform\.io\/|registry\.opentofu\.org\/|[a-z0-9.-]+\.invalid\/)?hashicorp\//;

/** A provider is its maker's: it is a program that gets the credentials of whoever applies. */
export const providersFromTheirMakers: ResourceRule = {
  appliesTo: ["terraform"],
  evaluate: ({ arguments: terraform }) => {
    const [providers] = blocksAt(terraform, "required_providers");
    return verdict(
      Object.entries(providers ?? {}).flatMap(([name, provider]) => {
        const source = blocksAt({ provider }, "provider")[0]?.source;
        // a name alone is one of HashiCorp's, too, and what cdktf writes for them
        const isRight =
          source === undefined ||
          source === name ||
          (typeof source === "string" && SOURCE.test(source) && source.endsWith(`/${name}`));
        return !HASHICORP.includes(name) || isRight
          ? []
          : [`required_providers.${name}.source is ${shown(source)}, not "hashicorp/${name}"`];
      }),
    );
  },
};
