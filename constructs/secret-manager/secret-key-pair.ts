import { dependable, Fn, type ITerraformDependable, type Postcondition } from "cdktf";
import { Construct } from "constructs";
import { ephemeralPrivateKey } from "../core/ephemeral-providers";
import { TerraformData } from "../core/terraform-data";
import { check } from "../core/validation";
import { Secret, type SecretProps } from "./secret";
import { SecretValue } from "./secret-value";

/** Props of {@link SecretKeyPair}. What both secrets share is as for a {@link Secret}. */
export interface SecretKeyPairProps extends Omit<SecretProps, "value" | "versionAliases"> {
  /**
   * The size of the RSA key in bits: 2048, 3072 or 4096. NIST asks for 3072 beyond 2030.
   * https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf
   * @default 3072
   */
  readonly rsaBits?: 2048 | 3072 | 4096;
}

/**
 * An RSA key pair, for example to sign session tokens, as two secrets: `<name>-private` (PKCS #8, PEM) and
 * `<name>-public` (PEM), so that who only verifies can't read what signs.
 *
 * Terraform draws another pair in each run and writes one only when `version` changes. Both halves have the same
 * counter, so they are always written in the same run. Should a run fail between the two, the next one would complete the
 * pair with a half of another: the run in which each half was written is recorded, and Terraform refuses to go on until
 * `version` is raised.
 */
export class SecretKeyPair extends Construct {
  public readonly privateKey: Secret;
  public readonly publicKey: Secret;
  /** The size of the key in bits. */
  public readonly rsaBits: number;
  /** What a pod that mounts either half has to wait for. */
  public readonly ready: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: SecretKeyPairProps) {
    super(scope, id);
    const { rsaBits = 3072, name, rotation, ...shared } = props;
    check(this, "SecretKeyPair", [
      ![2048, 3072, 4096].includes(rsaBits) && {
        setting: "rsaBits",
        value: rsaBits,
        must: "be 2048, 3072 or 4096",
        fix: "choose 3072",
        source: "https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf",
      },
    ]);
    const pair = ephemeralPrivateKey(this, "Pair", { algorithm: "RSA", rsa_bits: rsaBits });
    const half = (part: string, attribute: string, more: Partial<SecretProps>) =>
      new Secret(this, part, {
        ...shared,
        ...more,
        name: `${name}-${part.toLowerCase()}`,
        value: SecretValue.composed(pair.value(attribute)),
      });

    // one reminder for the pair
    this.privateKey = half("Private", "private_key_pem_pkcs8", { rotation });
    this.publicKey = half("Public", "public_key_pem", {});
    this.rsaBits = rsaBits;
    this.ready = [...this.privateKey.ready, ...this.publicKey.ready, this.refuseHalvesOfDifferentPairs()];
  }

  private refuseHalvesOfDifferentPairs(): ITerraformDependable {
    const runOf = (part: string, secret: Secret, postcondition?: Postcondition[]) => {
      // as text: cdktf 0.21 renders a resource as "${…}", which Terraform refuses in this place
      const replaceTriggeredBy = secret.ready.map((target) => dependable(target));
      const input = { plannedAt: Fn.plantimestamp() };
      const lifecycle = { ignoreChanges: ["input"], replaceTriggeredBy, postcondition };
      return new TerraformData(this, `${part}Run`, { input, lifecycle });
    };
    const privateRun = runOf("Private", this.privateKey);
    const condition = `\${self.output.plannedAt == ${dependable(privateRun)}.output.plannedAt}`;
    const errorMessage = `The two halves of key pair ${this.node.path} were written in different runs and don't fit together. Raise its version by one and apply again.`;
    const publicRun = runOf("Public", this.publicKey, [{ condition, errorMessage }]);
    return publicRun;
  }
}
