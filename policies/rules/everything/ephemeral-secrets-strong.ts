import { isReference, type Block } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** NIST SP 800-57 part 1, table 2: what nobody can try out. */
const BITS = 128;

/** BSI TR-02102-1, section 2.3, since 2024; NIST allows 2048 until 2030. */
const RSA_BITS = 3000;

/** The provider's characters beside letters and digits: https://registry.terraform.io/providers/hashicorp/random/latest/docs/resources/password */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** A password or key that Terraform draws is long enough for as long as it is used. */
export const ephemeralSecretsStrong: ResourceRule = {
  appliesTo: ["ephemeral.random_password", "random_password", "ephemeral.tls_private_key", "tls_private_key"],
  evaluate: ({ type, arguments: block }) => {
    const { length, algorithm, rsa_bits: bits } = block;
    const computed = Object.entries({ length, algorithm, rsa_bits: bits }).find(([, value]) => isReference(value));
    if (computed !== undefined) {
      return unknown(computed[0]);
    }
    return verdict(type.endsWith("random_password") ? passwordProblems(block) : keyProblems(block));
  },
};

function passwordProblems(block: Block): readonly string[] {
  const { length } = block;
  const special = typeof block.override_special === "string" ? block.override_special : SPECIAL;
  const pool = new Set([
    ...(block.upper === false ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ...(block.lower === false ? "" : "abcdefghijklmnopqrstuvwxyz"),
    ...(block.numeric === false ? "" : "0123456789"),
    ...(block.special === false ? "" : special),
  ]);
  const entropy = Number(length) * Math.log2(Math.max(1, pool.size));
  return entropy >= BITS
    ? []
    : [`length is ${shown(length)} of ${pool.size} characters, which is less than ${BITS} bits`];
}

function keyProblems({ algorithm, rsa_bits: bits, ecdsa_curve: curve }: Block): readonly string[] {
  // 2048 is the provider's default
  if (algorithm === "RSA") {
    return Number(bits ?? 2048) >= RSA_BITS ? [] : [`rsa_bits is ${shown(bits)}, not ${RSA_BITS} or more`];
  }
  if (algorithm === undefined) {
    return ["algorithm is absent"];
  }
  const isWeak = algorithm === "ECDSA" && (curve === undefined || curve === "P224");
  return isWeak ? [`ecdsa_curve is ${shown(curve)}, not P256 or more`] : [];
}
