import { textsIn } from "../../facts/terraform-graph";
import { secretReferences } from "../../facts/terraform-secrets";
import { type Block } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** Resources that keep a secret of their own making in the state. Most have ephemeral namesakes, which don't. */
const KEEPS_A_SECRET: ReadonlyMap<string, string> = new Map([
  ["random_password", "result"],
  ["tls_private_key", "private_key_pem"],
  ["google_service_account_key", "private_key"],
  ["google_storage_hmac_key", "secret"],
  ["google_sql_ssl_cert", "private_key"],
  ["google_apikeys_key", "key_string"],
  ["google_iam_workforce_pool_provider_key", "key_data"],
  ["kubernetes_token_request_v1", "token"],
]);

/** Arguments that are secrets by name. `password_wo` and its like are write-only, so they never reach the state. */
const SECRET_ARGUMENT =
  /^(secret_data|secret_data_base64|password|root_password|repository_password|private_key|private_key_pem|key_data|client_secret|client_key|auth_token|access_token|service_key|shared_secret|secret_key|private_key_openssh)$/;

/** Arguments of Kubernetes and Helm that are secrets as a whole. */
const SECRET_MAPS: ReadonlyMap<string, readonly string[]> = new Map([
  ["kubernetes_secret", ["data", "binary_data"]],
  ["kubernetes_secret_v1", ["data", "binary_data"]],
  ["kubernetes_secret_v1_data", ["data"]],
  ["helm_release", ["set_sensitive"]],
]);

/** No secret is an argument: arguments are in the plan, in the state and in `cdk.tf.json`. A reference leaks as well, under any name. */
export const noSecretsInState: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ type, arguments: block }) => {
    const kept = KEEPS_A_SECRET.get(type);
    const named = [
      ...(SECRET_MAPS.get(type) ?? []).filter((name) => block[name] !== undefined),
      ...secretArguments(block, ""),
    ];
    return verdict([
      ...(kept === undefined ? [] : [`${kept} is kept in the state`]),
      ...named.map((path) => `${path} is kept in the state`),
      ...referencesIn(block)
        .filter(({ path }) => !named.some((one) => path.startsWith(one)))
        .map(({ path, attribute }) => `${path} has ${attribute}, which is then kept in the state`),
    ]);
  },
};

function secretArguments(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => secretArguments(item, path));
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value as Block).flatMap(([name, inner]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return SECRET_ARGUMENT.test(name) && typeof inner === "string" && inner !== "" ? [at] : secretArguments(inner, at);
  });
}

/** References to secrets in arguments that are not write-only. Ephemeral ones can't stand there: Terraform refuses them. */
function referencesIn(block: Block): readonly { readonly path: string; readonly attribute: string }[] {
  return textsIn(block)
    .filter(({ path, text }) => !/_wo(\.|$)/.test(path) && text.includes("${") && !text.includes("ephemeral."))
    .flatMap(({ path, text }) => secretReferences(text).map((attribute) => ({ path, attribute })));
}
