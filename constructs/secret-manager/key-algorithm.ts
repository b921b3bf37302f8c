import { type Finding } from "../core/validation";

const KEYS = {
  RS256: { algorithm: "RSA" },
  RS384: { algorithm: "RSA" },
  RS512: { algorithm: "RSA" },
  ES256: { algorithm: "ECDSA", ecdsa_curve: "P256" },
  ES384: { algorithm: "ECDSA", ecdsa_curve: "P384" },
  EdDSA: { algorithm: "ED25519" },
} as const;

/** What a key signs with, by its name in JSON Web Tokens. https://www.iana.org/assignments/jose/jose.xhtml */
export type SigningAlgorithm = keyof typeof KEYS;

/** Arguments of `tls_private_key`. */
export interface KeyArguments {
  readonly algorithm: string;
  readonly ecdsa_curve?: string;
  readonly rsa_bits?: number;
  readonly [argument: string]: unknown;
}

const BITS: readonly number[] = [2048, 3072, 4096];

/** The key that an algorithm needs. https://www.rfc-editor.org/rfc/rfc7518#section-3 and https://www.rfc-editor.org/rfc/rfc8037 */
export function keyArguments(algorithm: SigningAlgorithm, rsaBits: number | undefined): KeyArguments {
  const key = KEYS[algorithm];
  return key.algorithm === "RSA" ? { ...key, rsa_bits: rsaBits ?? 3072 } : key;
}

/** What is wrong with the algorithm or the size. */
export function keyProblems(algorithm: SigningAlgorithm, rsaBits: number | undefined): readonly Finding[] {
  const known = Object.hasOwn(KEYS, algorithm);
  return [
    !known && {
      setting: "algorithm",
      value: algorithm,
      must: `be one of ${Object.keys(KEYS).join(", ")}`,
      fix: "choose RS256, which every library verifies",
      source: "https://registry.terraform.io/providers/hashicorp/tls/4.1.0/docs/ephemeral-resources/private_key",
    },
    known &&
      KEYS[algorithm].algorithm !== "RSA" &&
      rsaBits !== undefined && {
        setting: "rsaBits",
        value: rsaBits,
        must: `be left out for ${algorithm}, whose keys have one size`,
        fix: "leave it out",
      },
    rsaBits !== undefined &&
      !BITS.includes(rsaBits) && {
        setting: "rsaBits",
        value: rsaBits,
        must: "be 2048, 3072 or 4096",
        fix: "choose 3072",
        source: "https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf",
      },
  ];
}
