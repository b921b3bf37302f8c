import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";
import { text, type ObjectValue } from "../plugin/values";
import { type ProviderSchema } from "../schema/types";
import { type Generator, StateProvider } from "./state-provider";

/** Both halves of a key. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Makes an RSA key of so many bits. */
export type MakeRsaKey = (bits: number) => KeyPair;

/** A new key each time; takes up to a second for 4096 bits. */
const newRsaKey: MakeRsaKey = (bits) => generateKeyPairSync("rsa", { modulusLength: bits });

/** hashicorp/tls, with real keys. Certificates are not simulated. */
export function tlsProvider(schema: ProviderSchema, makeRsaKey = newRsaKey): StateProvider {
  return new StateProvider(schema, { tls_private_key: privateKey(makeRsaKey) });
}

/** OpenSSL's and OpenSSH's names of the curves that the provider offers. */
const CURVES: Readonly<Record<string, { readonly openssl: string; readonly ssh: string }>> = {
  P256: { openssl: "prime256v1", ssh: "nistp256" },
  P384: { openssl: "secp384r1", ssh: "nistp384" },
  P521: { openssl: "secp521r1", ssh: "nistp521" },
};

const privateKey = (makeRsaKey: MakeRsaKey): Generator => ({
  defaults: { rsa_bits: 2048, ecdsa_curve: "P224" },
  validate: (config) => {
    const algorithm = config["algorithm"];
    if (typeof algorithm !== "string" || ["RSA", "ECDSA", "ED25519"].includes(algorithm)) return [];
    const detail = `Attribute algorithm value must be one of: ["RSA" "ECDSA" "ED25519"], got: "${algorithm}"`;
    return [{ severity: "error", summary: "Invalid Attribute Value Match", detail, attribute: "algorithm" }];
  },
  generate: (planned) => {
    const algorithm = text(planned, "algorithm") ?? "RSA";
    const { privateKey: key, publicKey } = keyPair(algorithm, planned, makeRsaKey);
    const blob = sshBlob(publicKey, text(planned, "ecdsa_curve"));
    const traditional = algorithm === "RSA" ? "pkcs1" : algorithm === "ECDSA" ? "sec1" : "pkcs8";
    const pem = key.export({ format: "pem", type: traditional }) as string;
    const openssh = `${blob.name} ${blob.bytes.toString("base64")}\n`;
    const hex = createHash("md5").update(blob.bytes).digest("hex");
    return {
      id: createHash("sha1")
        .update(publicKey.export({ format: "der", type: "spki" }))
        .digest("hex"),
      private_key_pem: pem,
      private_key_pem_pkcs8: key.export({ format: "pem", type: "pkcs8" }) as string,
      private_key_openssh: openSshPrivateKey(key, blob),
      public_key_pem: publicKey.export({ format: "pem", type: "spki" }) as string,
      public_key_openssh: openssh,
      public_key_fingerprint_md5: (hex.match(/../g) ?? []).join(":"),
      public_key_fingerprint_sha256: `SHA256:${createHash("sha256").update(blob.bytes).digest("base64").replace(/=+$/, "")}`,
    };
  },
});

function keyPair(algorithm: string, planned: ObjectValue, makeRsaKey: MakeRsaKey): KeyPair {
  if (algorithm === "ED25519") return generateKeyPairSync("ed25519");
  if (algorithm === "ECDSA") {
    return generateKeyPairSync("ec", {
      namedCurve: CURVES[text(planned, "ecdsa_curve") ?? ""]?.openssl ?? "secp224r1",
    });
  }
  const bits = planned["rsa_bits"];
  return makeRsaKey(typeof bits === "number" ? bits : 2048);
}

interface SshBlob {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The public key on the wire: https://www.rfc-editor.org/rfc/rfc4253#section-6.6 and https://www.rfc-editor.org/rfc/rfc5656#section-3.1 */
function sshBlob(key: KeyObject, curve: string | undefined): SshBlob {
  const jwk = key.export({ format: "jwk" });
  if (key.asymmetricKeyType === "rsa") {
    return { name: "ssh-rsa", bytes: Buffer.concat([chunk("ssh-rsa"), integer(jwk.e), integer(jwk.n)]) };
  }
  if (key.asymmetricKeyType === "ed25519") {
    return { name: "ssh-ed25519", bytes: Buffer.concat([chunk("ssh-ed25519"), chunk(bytesOf(jwk.x))]) };
  }
  const ssh = CURVES[curve ?? ""]?.ssh;
  // OpenSSH knows no P-224; the provider leaves these outputs empty then
  if (ssh === undefined) return { name: "", bytes: Buffer.alloc(0) };
  const name = `ecdsa-sha2-${ssh}`;
  return { name, bytes: Buffer.concat([chunk(name), chunk(ssh), chunk(point(jwk))]) };
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key, unencrypted */
function openSshPrivateKey(key: KeyObject, blob: SshBlob): string {
  if (blob.name === "") return "";
  const jwk = key.export({ format: "jwk" });
  const check = randomBytes(4);
  const secret = Buffer.concat([check, check, ...privateParts(key, jwk, blob), chunk("")]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_item, index) => index + 1));
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    chunk("none"),
    chunk("none"),
    chunk(""),
    Buffer.from([0, 0, 0, 1]),
    chunk(blob.bytes),
    chunk(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

function privateParts(key: KeyObject, jwk: JsonWebKey, blob: SshBlob): readonly Buffer[] {
  if (key.asymmetricKeyType === "rsa") {
    return [chunk("ssh-rsa"), ...[jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(integer)];
  }
  if (key.asymmetricKeyType === "ed25519") {
    const open = bytesOf(jwk.x);
    return [chunk("ssh-ed25519"), chunk(open), chunk(Buffer.concat([bytesOf(jwk.d), open]))];
  }
  return [chunk(blob.name), chunk(blob.name.replace("ecdsa-sha2-", "")), chunk(point(jwk)), integer(jwk.d)];
}

function point(jwk: JsonWebKey): Buffer {
  return Buffer.concat([Buffer.from([4]), bytesOf(jwk.x), bytesOf(jwk.y)]);
}

function bytesOf(base64url: string | undefined): Buffer {
  return Buffer.from(base64url ?? "", "base64url");
}

function chunk(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A multiple precision integer: a leading zero keeps it positive. */
function integer(base64url: string | undefined): Buffer {
  const bytes = bytesOf(base64url);
  const first = bytes[0] ?? 0;
  return chunk(first >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}
