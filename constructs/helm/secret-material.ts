import { Token } from "cdktf";
import { type Finding } from "../core/validation";
import { settingPath } from "./values/issues";

/** Words in the name of a setting or variable that announce a secret. */
const SECRET_WORDS =
  /(^|_)(PASSWORD|PASSWD|PWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(PRIVATE|API|ACCESS|ENCRYPTION|SIGNING)_?KEY)(_|$)/;
/** Last words that say that the value is about the secret instead, for example where it is. */
const ABOUT_A_SECRET =
  /_(FILE|PATH|DIR|NAME|ID|TTL|SECONDS|MILLIS|MS|MINUTES|HOURS|DAYS|LENGTH|BYTES|COUNT|LIMIT|ISSUER|AUDIENCE|ALGORITHM|HEADER|VERSION|ENABLED|REQUIRED|DELIVERY)$/;

/** Shapes that only secrets have. */
const SHAPES: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /-----BEGIN [A-Z0-9 ]+-----/, what: "a PEM block" },
  { pattern: /[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:[^\s@/]+@/i, what: "a connection string with a password" },
  { pattern: /(^|[\s;?&])(password|pwd)=[^\s;&]+/i, what: "a connection string with a password" },
  { pattern: /--?[\w-]*(password|passwd|secret|token|api-?key)(=|\s+)[^\s/]\S*/i, what: "an argument with a secret" },
  { pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/, what: "a JSON Web Token" },
  {
    pattern:
      /\b(gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,})/,
    what: "an access token",
  },
];

/**
 * Everything in the values that looks like a secret. Helm stores values in the cluster and Terraform stores them in
 * its state, both readable by many, so a secret may only be named here. The values are never repeated in the text.
 */
export function secretMaterialFindings(values: unknown): readonly Finding[] {
  return leaves(values, []).map(({ path, value }) => {
    const what = describe(String(path.at(-1) ?? ""), value);
    return (
      what !== undefined && {
        setting: settingPath(path),
        must: `hold no secret, but it looks like ${what}; Helm and Terraform keep values in plain text`,
        fix: "put it into Secret Manager and mount it through the workload's secrets",
      }
    );
  });
}

function describe(key: string, value: string): string | undefined {
  const shape = SHAPES.find(({ pattern }) => pattern.test(value));
  if (shape !== undefined) {
    return shape.what;
  }
  const name = key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
  const announced = SECRET_WORDS.test(name) && !ABOUT_A_SECRET.test(name);
  return announced && !isReferenceToSecret(value) ? "the value of a secret" : undefined;
}

/** A path in the container or a name in Secret Manager says where a secret is, which is none itself. */
function isReferenceToSecret(value: string): boolean {
  return value === "" || /^\/[\w./-]+$/.test(value) || /^projects\/[^/]+\/secrets\/\S+$/.test(value);
}

function leaves(
  value: unknown,
  path: readonly PropertyKey[],
): readonly { path: readonly PropertyKey[]; value: string }[] {
  if (typeof value === "string") {
    return [{ path, value }];
  }
  if (typeof value !== "object" || value === null || Token.isUnresolved(value)) {
    return [];
  }
  const entries: readonly (readonly [PropertyKey, unknown])[] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry])
    : Object.entries(value);
  return entries.flatMap(([key, entry]) => leaves(entry, [...path, key]));
}
