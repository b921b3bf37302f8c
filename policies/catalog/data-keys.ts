import { LEVELS } from "../levels";
import { dataPreventDestroy } from "../rules/data/data-prevent-destroy";
import { dataChangesApplied } from "../rules/data/data-changes-applied";
import { kmsRotation } from "../rules/data/kms-rotation";
import { kmsDestroyDelay } from "../rules/data/kms-destroy-delay";
import { kmsKeyMaterial } from "../rules/data/kms-key-material";
import { kmsKeyNearby } from "../rules/data/kms-key-nearby";
import { kmsAgentGranted } from "../rules/data/kms-agent-granted";
import { kmsKeyAccess } from "../rules/data/kms-key-access";
import { type PolicyRow } from "./row";

/** Cloud KMS, and what holds for all that keeps data. */
export const DATA_KEYS_ROWS: readonly PolicyRow[] = [
  {
    id: "data-prevent-destroy",
    level: LEVELS.production,
    fact: "Terraform refuses to destroy data and the keys that it is encrypted with",
    why: "a renamed argument replaces a database, a key or a secret, and what was in it is gone",
    fix: "set lifecycle.prevent_destroy to true",
    covers: ["CKV_GCP_82"],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy"],
    rule: dataPreventDestroy,
  },
  {
    id: "data-changes-applied",
    level: LEVELS.production,
    fact: "what is written for databases, keys, secrets and buckets is what they have",
    why: "what these rules judge is the code: an ignored argument keeps whatever somebody set by hand",
    fix: "take the argument out of lifecycle.ignore_changes",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes"],
    rule: dataChangesApplied,
  },
  {
    id: "kms-rotation",
    level: LEVELS.production,
    fact: "keys rotate every 90 days",
    why: "one version that leaks opens everything that was ever encrypted",
    fix: "set rotation_period to 7776000s or less",
    covers: ["CKV_GCP_43", "AVD-GCP-0065"],
    references: ["https://cloud.google.com/kms/docs/key-rotation"],
    rule: kmsRotation,
  },
  {
    id: "kms-destroy-delay",
    level: LEVELS.recommended,
    fact: "a destroyed key can be restored for a month",
    why: "nobody notices in a day, and everything that the key encrypted is lost with it",
    fix: "leave destroy_scheduled_duration out or set it to 2592000s or more; it can't be changed later",
    covers: [],
    references: ["https://cloud.google.com/kms/docs/destroy-restore"],
    rule: kmsDestroyDelay,
  },
  {
    id: "kms-key-material",
    level: LEVELS.everywhere,
    fact: "a key's purpose, algorithm and protection fit together and fit what uses it",
    why: "Cloud KMS refuses the key, or the service that should encrypt with it does",
    fix: "leave purpose and version_template out, or set ENCRYPT_DECRYPT with GOOGLE_SYMMETRIC_ENCRYPTION",
    covers: [],
    references: ["https://cloud.google.com/kms/docs/algorithms"],
    rule: kmsKeyMaterial,
  },
  {
    id: "kms-key-nearby",
    level: LEVELS.everywhere,
    fact: "a key is where the data is that it encrypts",
    why: "services refuse a key of another location, after the rest of the stack was made",
    fix: "make a key ring in the same location and a key in it",
    covers: [],
    references: ["https://cloud.google.com/kms/docs/cmek#key-location"],
    rule: kmsKeyNearby,
  },
  {
    id: "kms-agent-granted",
    level: LEVELS.production,
    fact: "a service may use the key that it is to encrypt with, before it is told so",
    why: "the first apply fails with 403, and later ones do where the grant is taken away first",
    fix: "add a google_kms_crypto_key_iam_member with roles/cloudkms.cryptoKeyEncrypterDecrypter for the service's own account, and name it in depends_on",
    covers: [],
    references: ["https://cloud.google.com/kms/docs/cmek#grant-encrypter-decrypter"],
    rule: kmsAgentGranted,
  },
  {
    id: "kms-key-access",
    level: LEVELS.production,
    fact: "keys are used by programs, and not destroyed by who uses them",
    why: "whoever may decrypt may read everything, and whoever administers a key may destroy what it encrypted",
    fix: "grant roles/cloudkms.cryptoKeyEncrypterDecrypter to service accounts, and administration to people who don't use the key",
    covers: ["CKV_GCP_112", "CKV2_GCP_6", "CKV2_GCP_8"],
    references: ["https://cloud.google.com/kms/docs/separation-of-duties"],
    rule: kmsKeyAccess,
  },
];
