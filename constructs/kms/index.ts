export { EncryptionKey, type EncryptionKeyProps, type IEncryptionKey } from "./encryption-key";
export { KeyRing, type IKeyRing, type KeyRingProps } from "./key-ring";
