import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type Store } from "./store";

/** AES-256-GCM: nonce, authentication tag and text, all base64. */
interface Sealed {
  readonly nonce: string;
  readonly tag: string;
  readonly text: string;
}

/**
 * The payload of a secret version has to come back when an ephemeral or data source asks for it, so it can't be a digest like every
 * other write-only value. It is kept encrypted, apart from the objects, with a key that lies beside it, readable by its owner only: that
 * keeps it out of searches, backups of single files and screens, not from somebody who may read the whole directory.
 */
export function sealPayload(store: Store, type: string, key: string, value: string): void {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", store.keyMaterial(), nonce);
  const text = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  const sealed: Sealed = {
    nonce: nonce.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
    text: text.toString("base64"),
  };
  store.writePayload(type, key, sealed);
}

/** The value, or undefined when none was sealed. */
export function unsealPayload(store: Store, type: string, key: string): string | undefined {
  const sealed = store.readPayload<Sealed>(type, key);
  if (sealed === undefined) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", store.keyMaterial(), Buffer.from(sealed.nonce, "base64"));
  decipher.setAuthTag(Buffer.from(sealed.tag, "base64"));
  return Buffer.concat([decipher.update(Buffer.from(sealed.text, "base64")), decipher.final()]).toString("utf8");
}
