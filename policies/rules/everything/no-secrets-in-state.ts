import { type Block } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** Resources that keep a secret of their own making in the state. Their ephemeral namesakes don't. */
const KEEPS_A_SECRET: ReadonlyMap<string, string> = new Map([
  ["random_password", "result"],
  ["tls_private_key", "private_key_pem"],
]);

/** Arguments that are secrets by name. `password_wo` and its like are write-only, so they never reach the state. */
const SECRET_ARGUMENT =
  /^(secret_data|secret_data_base64|password|root_password|private_key|private_key_pem|client_secret|auth_token|access_token|service_key)$/;

/** Arguments of Kubernetes and Helm that are secrets as a whole. */
const SECRET_MAPS: ReadonlyMap<string, readonly string[]> = new Map([
  ["kubernetes_secret", ["data", "binary_data"]],
  ["kubernetes_secret_v1", ["data", "binary_data"]],
  ["helm_release", ["set_sensitive"]],
]);

/** No secret is an argument: arguments are in the plan, in the state and in `cdk.tf.json`. A reference leaks as well. */
export const noSecretsInState: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ type, arguments: block }) => {
    const kept = KEEPS_A_SECRET.get(type);
    return verdict([
      ...(kept === undefined ? [] : [`${kept} is kept in the state`]),
      ...(SECRET_MAPS.get(type) ?? [])
        .filter((name) => block[name] !== undefined)
        .map((name) => `${name} is kept in the state`),
      ...secretArguments(block, ""),
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
    return SECRET_ARGUMENT.test(name) && typeof inner === "string" && inner !== ""
      ? [`${at} is kept in the state`]
      : secretArguments(inner, at);
  });
}
