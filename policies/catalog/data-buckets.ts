import { LEVELS } from "../levels";
import { bucketUniformAccess } from "../rules/data/bucket-uniform-access";
import { bucketPublicAccessPrevented } from "../rules/data/bucket-public-access-prevented";
import { bucketNoPublicAcl } from "../rules/data/bucket-no-public-acl";
import { bucketAccess } from "../rules/data/bucket-access";
import { bucketVersioning } from "../rules/data/bucket-versioning";
import { bucketSoftDelete } from "../rules/data/bucket-soft-delete";
import { bucketKept } from "../rules/data/bucket-kept";
import { bucketEncrypted } from "../rules/data/bucket-encrypted";
import { bucketAccessLogs } from "../rules/data/bucket-access-logs";
import { bucketLogsLocked } from "../rules/data/bucket-logs-locked";
import { type PolicyRow } from "./row";

/** Cloud Storage. */
export const DATA_BUCKETS_ROWS: readonly PolicyRow[] = [
  {
    id: "bucket-uniform-access",
    level: LEVELS.everywhere,
    fact: "access to a bucket is what IAM says",
    why: "one object with a list of its own is public while the bucket is not",
    fix: "set uniform_bucket_level_access to true",
    covers: ["CKV_GCP_29", "AVD-GCP-0002"],
    references: ["https://cloud.google.com/storage/docs/uniform-bucket-level-access"],
    rule: bucketUniformAccess,
  },
  {
    id: "bucket-public-access-prevented",
    level: LEVELS.everywhere,
    fact: "nobody can make a bucket public",
    why: "one grant to allUsers publishes every object",
    fix: "set public_access_prevention to enforced",
    covers: ["CKV_GCP_114"],
    references: ["https://cloud.google.com/storage/docs/public-access-prevention"],
    rule: bucketPublicAccessPrevented,
  },
  {
    id: "bucket-no-public-acl",
    level: LEVELS.everywhere,
    fact: "no access list opens a bucket or an object to everybody",
    why: "whoever has or guesses the address reads it",
    fix: "remove the entry, and use IAM",
    covers: ["AVD-GCP-0001"],
    references: ["https://cloud.google.com/storage/docs/access-control/lists"],
    rule: bucketNoPublicAcl,
  },
  {
    id: "bucket-access",
    level: LEVELS.production,
    fact: "objects are read and written by who needs them, and no program hands out access",
    why: "a program that is taken over makes the bucket public or deletes it",
    fix: "grant roles/storage.objectViewer, objectCreator or objectUser to one service account",
    covers: ["CKV_GCP_28", "AVD-GCP-0001"],
    references: ["https://cloud.google.com/storage/docs/access-control/iam-roles"],
    rule: bucketAccess,
  },
  {
    id: "bucket-versioning",
    level: LEVELS.recommended,
    fact: "replaced and deleted objects are kept as versions",
    why: "whoever writes to the bucket can destroy what was there, by mistake or to ask for money",
    fix: "set versioning.enabled to true with a lifecycle_rule for old versions",
    covers: ["CKV_GCP_78", "AVD-GCP-0078"],
    references: ["https://cloud.google.com/storage/docs/object-versioning"],
    rule: bucketVersioning,
  },
  {
    id: "bucket-soft-delete",
    level: LEVELS.recommended,
    fact: "deleted objects can be restored for a week",
    why: "what was deleted by mistake is gone at once, the bucket itself included",
    fix: "leave soft_delete_policy out, or set retention_duration_seconds to 604800 or more",
    covers: [],
    references: ["https://cloud.google.com/storage/docs/soft-delete"],
    rule: bucketSoftDelete,
  },
  {
    id: "bucket-kept",
    level: LEVELS.production,
    fact: "Terraform destroys no bucket and no objects",
    why: "force_destroy deletes every object on the way to replacing a bucket",
    fix: "set force_destroy to false and lifecycle.prevent_destroy to true",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/storage_bucket#force_destroy",
    ],
    rule: bucketKept,
  },
  {
    id: "bucket-encrypted",
    level: LEVELS.recommended,
    fact: "buckets encrypt with a key of ours",
    why: "nobody here could take the key away from the objects",
    fix: "set encryption.default_kms_key_name to a key in the bucket's location",
    covers: ["AVD-GCP-0066"],
    references: ["https://cloud.google.com/storage/docs/encryption/customer-managed-keys"],
    rule: bucketEncrypted,
  },
  {
    id: "bucket-access-logs",
    level: LEVELS.recommended,
    fact: "requests to a bucket are logged into another one",
    why: "nobody can tell afterwards who read what; audit logs of data access say the same",
    fix: "set logging.log_bucket to another bucket",
    covers: ["CKV_GCP_62", "CKV_GCP_63", "AVD-GCP-0077"],
    references: ["https://cloud.google.com/storage/docs/access-logs"],
    rule: bucketAccessLogs,
  },
  {
    id: "bucket-logs-locked",
    level: LEVELS.recommended,
    fact: "logs that a sink keeps in a bucket can't be deleted before their time",
    why: "whoever breaks in deletes the traces",
    fix: "set retention_policy with is_locked on the bucket",
    covers: ["CKV2_GCP_4"],
    references: ["https://cloud.google.com/storage/docs/bucket-lock"],
    rule: bucketLogsLocked,
  },
];
