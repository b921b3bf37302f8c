import { type Correction } from "./corrections";
import { type BlockSchema } from "./types";

/** Arguments that make up a resource's identity at Google, so that changing one means another resource. */
const IDENTITY = ["name", "project", "region", "location", "zone"];

/**
 * What can be said about any type of a provider by the way the provider is written; the tables have the last word.
 * Write-only arguments end in `_wo` by convention:
 * https://developer.hashicorp.com/terraform/plugin/framework/resources/write-only-arguments
 */
export function ruleFor(provider: string, type: string, block: BlockSchema): Correction {
  const writeOnly = paths(block, (name) => name.endsWith("_wo"));
  switch (provider) {
    case "google":
      return { ...googleRule(type, block), sensitive: paths(block, (name) => GOOGLE_SECRETS.has(name)), writeOnly };
    case "kubernetes":
      return { forceNew: kubernetesIdentity(block), writeOnly };
    // these generate a value once and have no API that could change it
    case "random":
    case "tls":
      return { forceNew: "*", writeOnly };
    default:
      return { writeOnly };
  }
}

function googleRule(type: string, block: BlockSchema): Correction {
  const kind = /_iam_(member|binding|policy|audit_config)$/.exec(type)?.[1];
  if (kind !== undefined) {
    return { forceNew: "*", updatable: IAM_UPDATABLE[kind] ?? [] };
  }
  // The generator gives a resource an update time-out exactly when some argument of it can be updated, and the SDK
  // refuses a resource without an update function unless every argument has ForceNew.
  // https://github.com/GoogleCloudPlatform/magic-modules/blob/main/mmv1/templates/terraform/resource.go.tmpl
  const timeouts = block.blocks.timeouts?.block.attributes;
  if (timeouts?.create !== undefined && timeouts.update === undefined) {
    return { forceNew: "*" };
  }
  const settable = Object.entries(block.attributes).filter(([, attribute]) => attribute.required || attribute.optional);
  return { forceNew: settable.map(([name]) => name).filter((name) => IDENTITY.includes(name) || isOwnId(name, type)) };
}

/**
 * What Terraform can change about an IAM resource in place: the content of a binding or policy, never whom it is about.
 * https://github.com/hashicorp/terraform-provider-google/tree/main/google/tpgiamresource
 */
const IAM_UPDATABLE: Readonly<Record<string, readonly string[]>> = {
  binding: ["members"],
  policy: ["policy_data"],
  audit_config: ["audit_log_config"],
};

/** `secret_id` of google_secret_manager_secret, but not `project_id` of something in a project. */
function isOwnId(name: string, type: string): boolean {
  return name.endsWith("_id") && type.endsWith(`_${name.slice(0, -"_id".length)}`);
}

function kubernetesIdentity(block: BlockSchema): readonly string[] {
  const metadata = block.blocks.metadata?.block.attributes ?? {};
  return ["name", "generate_name", "namespace"].filter((name) => name in metadata).map((name) => `metadata.${name}`);
}

/** Names under which the Google provider knows nothing but secrets. */
const GOOGLE_SECRETS: ReadonlySet<string> = new Set([
  "client_key",
  "client_secret",
  "oauth2_client_secret",
  "oauth2_client_secret_sha256",
  "password",
  "pem_private_key",
  "private_key",
  "private_key_pem",
  "raw_key",
  "root_password",
  "rsa_encrypted_key",
  "secret_access_key",
  "secret_data",
  "shared_secret",
]);

/** Where attributes with such a name are in the block. */
function paths(block: BlockSchema, wanted: (name: string) => boolean, prefix = ""): readonly string[] {
  const own = Object.keys(block.attributes).filter(wanted);
  const inner = Object.entries(block.blocks).flatMap(([name, nested]) =>
    paths(nested.block, wanted, `${prefix}${name}.`),
  );
  return [...own.map((name) => prefix + name), ...inner];
}
