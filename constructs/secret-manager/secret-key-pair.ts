import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ephemeralPrivateKey } from "../core/ephemeral-providers";
import { check } from "../core/validation";
import { keyArguments, keyProblems, type SigningAlgorithm } from "./key-algorithm";
import { Secret, type SecretProps } from "./secret";
import { SecretValue } from "./secret-value";

/** Props of {@link SecretKeyPair}. What both secrets share is as for a {@link Secret}. */
export interface SecretKeyPairProps extends Omit<SecretProps, "value" | "versionAliases" | "readers"> {
  /**
   * What the key signs with, by its name in JSON Web Tokens: RS256, RS384, RS512, ES256, ES384 or EdDSA (Ed25519).
   * @default "RS256"
   */
  readonly algorithm?: SigningAlgorithm;
  /**
   * The size of an RSA key in bits: 2048, 3072 or 4096; left out for other algorithms. NIST asks for 3072 beyond 2030.
   * https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf
   * @default 3072
   */
  readonly rsaBits?: 2048 | 3072 | 4096;
  /**
   * How many identities may be given access to each half, as in {@link SecretProps.readers}.
   * @default - 1 each
   */
  readonly readers?: { readonly privateKey?: number; readonly publicKey?: number };
}

/**
 * A key pair, for example to sign session tokens, as two secrets: `<name>-private` (PKCS #8, PEM) and `<name>-public`
 * (PEM), so that who only verifies can't read what signs.
 *
 * Terraform draws another pair in each run, so the pair is written first, as one version of a third secret, `<name>-pair`,
 * and each half is taken from what Secret Manager holds of it. Wherever a run is cut off, the next one goes on with the
 * same pair. Nobody can be given access to the third secret but who runs Terraform, who needs
 * `roles/secretmanager.secretAccessor` on it, for plans too, as for {@link Secret.storedValue}. Its older versions are
 * disabled at once, since only Terraform reads it.
 */
export class SecretKeyPair extends Construct {
  public readonly privateKey: Secret;
  public readonly publicKey: Secret;
  /** Both halves as one JSON object; no workload can be given access. */
  public readonly pair: Secret;
  public readonly algorithm: SigningAlgorithm;
  /** The size of an RSA key in bits; undefined for other algorithms. */
  public readonly rsaBits: number | undefined;
  /** What a pod that mounts either half has to wait for. */
  public readonly ready: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: SecretKeyPairProps) {
    super(scope, id);
    const { algorithm = "RS256", rsaBits, readers = {}, name, rotation, previous, ...shared } = props;
    check(this, "SecretKeyPair", keyProblems(algorithm, rsaBits));
    const key = keyArguments(algorithm, rsaBits);
    const drawn = ephemeralPrivateKey(this, "Drawn", key);
    const privateKey = drawn.value("private_key_pem_pkcs8");
    const publicKey = drawn.value("public_key_pem");

    this.pair = new Secret(this, "Pair", {
      ...shared,
      name: `${name}-pair`,
      value: SecretValue.composed(jsonObject({ privateKey, publicKey })),
      readers: 0,
    });
    const stored = this.pair.storedValue().value;
    const half = (part: string, attribute: string, drawnHalf: string, more: Partial<SecretProps>) =>
      new Secret(this, part, {
        ...shared,
        ...more,
        previous,
        name: `${name}-${part.toLowerCase()}`,
        value: SecretValue.composed(attributeOf(stored, attribute), drawnHalf),
      });
    // one reminder for the pair
    this.privateKey = half("Private", "privateKey", privateKey, { rotation, readers: readers.privateKey });
    this.publicKey = half("Public", "publicKey", publicKey, { readers: readers.publicKey });
    this.algorithm = algorithm;
    this.rsaBits = key.rsa_bits;
    this.ready = [...this.privateKey.ready, ...this.publicKey.ready];
  }
}

/** A Terraform expression for a JSON object whose values are references. */
function jsonObject(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values).map(([name, reference]) => `${name} = ${expressionOf(reference)}`);
  return `\${jsonencode({ ${entries.join(", ")} })}`;
}

/** A Terraform expression for one value of such an object. */
function attributeOf(reference: string, name: string): string {
  const text = expressionOf(reference);
  // nothing can be read back while the pair is disabled, and a destroy has to get past this
  return `\${${text} == "" ? "" : jsondecode(${text}).${name}}`;
}

function expressionOf(reference: string): string {
  return reference.replace(/^\$\{(.*)\}$/, "$1");
}
