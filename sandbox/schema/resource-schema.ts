import { loadSchema, type ProviderName } from "./load";
import { type BlockSchema } from "./types";

/** By the first word of a type, as Terraform finds a provider that nobody names. */
const PROVIDERS: Readonly<Record<string, ProviderName>> = {
  google: "google",
  kubernetes: "kubernetes",
  helm: "helm",
  random: "random",
  tls: "tls",
};

/**
 * The provider that a resource's type belongs to, and what its schema says of the type; undefined for a type of a provider that the sandbox
 * does not have.
 *
 * @param projectDirectory whose bindings count; the working directory by default
 */
export function resourceSchema(
  type: string,
  projectDirectory?: string,
): { readonly provider: ProviderName; readonly block: BlockSchema | undefined } | undefined {
  const provider = PROVIDERS[type.split("_", 1).join("")];
  if (provider === undefined) return undefined;
  const { resources } = loadSchema(provider, projectDirectory === undefined ? {} : { projectDirectory });
  return { provider, block: resources[type] };
}
