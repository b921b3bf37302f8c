import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { TlsProvider } from "@cdktf/provider-tls/lib/provider";
import { TerraformProvider, TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { EphemeralResource } from "./ephemeral-resource";

/**
 * A password that is drawn anew in each Terraform run and kept nowhere, with the random provider that it needs: made on
 * first use, once per stack. `result` is its only value of interest.
 * https://registry.terraform.io/providers/hashicorp/random/3.7.2/docs/ephemeral-resources/password
 */
export function ephemeralPassword(
  scope: Construct,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): EphemeralResource {
  ensureProvider(scope, "random", (stack) => new RandomProvider(stack, "random"));
  return new EphemeralResource(scope, id, { type: "random_password", arguments: settings });
}

/**
 * A key pair that is drawn anew in each Terraform run and kept nowhere, with the tls provider that it needs. Its values
 * are `private_key_pem_pkcs8`, `private_key_pem` and `public_key_pem`.
 * https://registry.terraform.io/providers/hashicorp/tls/4.1.0/docs/ephemeral-resources/private_key
 */
export function ephemeralPrivateKey(
  scope: Construct,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): EphemeralResource {
  ensureProvider(scope, "tls", (stack) => new TlsProvider(stack, "tls"));
  return new EphemeralResource(scope, id, { type: "tls_private_key", arguments: settings });
}

function ensureProvider(scope: Construct, type: string, create: (stack: TerraformStack) => TerraformProvider): void {
  const stack = TerraformStack.of(scope);
  const isDefault = (child: unknown) =>
    TerraformProvider.isTerraformProvider(child) && child.terraformResourceType === type && child.alias === undefined;
  if (!stack.node.findAll().some(isDefault)) {
    create(stack);
  }
}
