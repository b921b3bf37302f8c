import { textsIn } from "./terraform-graph";

/** What a secret looks like, wherever it stands, as the makers of each say. */
const LOOKS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, "a private key"],
  // https://cloud.google.com/docs/authentication/api-keys
  [/\bAIza[0-9A-Za-z_-]{35}\b/, "an API key of Google's"],
  [/"private_key_id"\s*:\s*"[0-9a-f]{40}"/, "a key of a service account"],
  [/\bya29\.[0-9A-Za-z_-]{20,}/, "an access token of Google's"],
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, "an access key of AWS"],
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  [/\bgh[pousr]_[0-9A-Za-z]{36,}\b|\bgithub_pat_[0-9A-Za-z_]{50,}\b/, "a token of GitHub's"],
  [/\bglpat-[0-9A-Za-z_-]{20,}\b/, "a token of GitLab's"],
  [
    /\bxox[abposr]-[0-9A-Za-z-]{10,}\b|hooks\.slack\.com\/services\/T[0-9A-Z]+\/B[0-9A-Z]+\/[0-9A-Za-z]{20,}/,
    "a token of Slack's",
  ],
  [/\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{32,}\b/, "a key of a provider of language models"],
  [/\b[sr]k_live_[0-9A-Za-z]{20,}\b/, "a key of Stripe's"],
  [/\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}/, "a JSON Web Token"],
  [/\b[a-z][a-z0-9+]*:\/\/[^\s/:@"'$]*:(?!\$\{|\$\(|%[sv]|\*+@|<)[^\s/@"'$]{3,}@[a-z0-9.[-]/i, "a URL with a password"],
];

/** What kinds of secrets stand in a text. */
export function secretsIn(text: string): readonly string[] {
  return LOOKS.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
}

/** Attributes that are secrets, by the type that computes or holds them. */
const SECRET_ATTRIBUTES =
  /\b(random_password\.[\w-]+\.(?:result|bcrypt_hash)|random_bytes\.[\w-]+\.(?:hex|base64)|tls_private_key\.[\w-]+\.private_key\w*|tls_cert_request\.[\w-]+\.private_key\w*|google_service_account_key\.[\w-]+\.private_key|google_storage_hmac_key\.[\w-]+\.secret|google_secret_manager_(?:regional_)?secret_version(?:_access)?\.[\w-]+(?:\[[^\]]*\])?\.secret_data|google_sql_user\.[\w-]+\.password|google_redis_instance\.[\w-]+\.auth_string|google_sql_ssl_cert\.[\w-]+\.private_key|google_apikeys_key\.[\w-]+\.key_string|google_container_cluster\.[\w-]+\.master_auth\S*client_key|google_client_config\.[\w-]+\.access_token|google_service_account_(?:access|id)_token\.[\w-]+\.(?:access_token|id_token)|kubernetes_secret(?:_v1)?\.[\w-]+\.(?:data|binary_data)\b)/g;

/** Attributes inside a value that are secrets, by their address. What is only compared or measured isn't told apart. */
export function secretReferences(value: unknown): readonly string[] {
  return [
    ...new Set(
      textsIn(value).flatMap(({ text }) =>
        text.includes("${") ? [...text.matchAll(SECRET_ATTRIBUTES)].flatMap(([, attribute]) => attribute ?? []) : [],
      ),
    ),
  ];
}
