/** Names of variables and keys whose values are secrets. */
const SECRET_NAME =
  /(^|[_.-])(pass(word|wd|phrase)?|pwd|pgpass(word)?|secret|token|api_?key|access_?key|private_?key|encryption_?key|signing_?key|credentials?|auth)(s|[_.-](key|value|base64|b64))?$/i;

/** What is about a secret without being one: where it lies, how long it lives, what it is called. */
const ABOUT_A_SECRET =
  /([_.-](file|path|dir|directory|name|id|ttl|expiry|expires?|seconds|millis|url|uri|endpoint|length|issuer|audience|provider|type|enabled|public_?key))$|^(public|enable|disable)/i;

/** Forms that give a secret away, whatever it is called. */
const SECRET_FORMS: readonly (readonly [form: RegExp, what: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s:@$]+@/i, "a URL with a password"],
  [/\bpassword=[^\s$;'"]{3,}/i, "a connection string with a password"],
  [/"private_key"\s*:\s*"/, "a key file of a service account"],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/, "a signed token"],
  [
    /\b(AKIA[0-9A-Z]{16}|AIza[\w-]{35}|gh[pousr]_\w{36,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,})/,
    "a key of a cloud service",
  ],
];

/** True when the name of a variable or key promises a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);

/**
 * What is secret about a value, if anything. Paths, references to other variables, switches and short numbers are no secrets
 * even under a secret's name.
 */
export function secretIn(name: string, value: string): string | undefined {
  const form = SECRET_FORMS.find(([pattern]) => pattern.test(value))?.[1];
  if (form !== undefined) {
    return form;
  }
  const isPlain = value === "" || /^(\/|\.\/|\$\(|projects\/|true$|false$|\d{1,3}$)/.test(value);
  return isSecretName(name) && !isPlain ? "a value under a secret's name" : undefined;
}

/** A secret behind a flag, such as `--password=…`. */
export function secretFlagIn(argument: string): string | undefined {
  const [, flag = "", value = ""] = /^--?([A-Za-z][\w-]*)[= ](.+)$/s.exec(argument) ?? [];
  return secretIn(flag.replaceAll("-", "_"), value);
}
