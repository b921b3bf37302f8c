import { LEVELS } from "../levels";
import { secretEncrypted } from "../rules/data/secret-encrypted";
import { secretDeletionProtection } from "../rules/data/secret-deletion-protection";
import { secretDestroyDelay } from "../rules/data/secret-destroy-delay";
import { secretNotExpiring } from "../rules/data/secret-not-expiring";
import { secretRotated } from "../rules/data/secret-rotated";
import { secretRotationNotified } from "../rules/data/secret-rotation-notified";
import { secretRotationTime } from "../rules/data/secret-rotation-time";
import { secretTopicGranted } from "../rules/data/secret-topic-granted";
import { secretAccess } from "../rules/data/secret-access";
import { secretReaders } from "../rules/data/secret-readers";
import { type PolicyRow } from "./row";

/** Secret Manager: secrets. */
export const DATA_SECRETS_ROWS: readonly PolicyRow[] = [
  {
    id: "secret-encrypted",
    level: LEVELS.production,
    fact: "Secret Manager encrypts with keys of ours, in every place",
    why: "nobody here could take the key away from the values, and the replication can't be changed later",
    fix: "set customer_managed_encryption.kms_key_name for each replica",
    covers: [],
    references: ["https://cloud.google.com/secret-manager/docs/cmek"],
    rule: secretEncrypted,
  },
  {
    id: "secret-deletion-protection",
    level: LEVELS.production,
    fact: "Secret Manager's secrets are protected from deletion",
    why: "the provider deletes a secret with all of its versions when nothing is said",
    fix: "set deletion_protection to true",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/secret_manager_secret#deletion_protection",
    ],
    rule: secretDeletionProtection,
  },
  {
    id: "secret-destroy-delay",
    level: LEVELS.production,
    fact: "destroyed versions of a secret can be restored for a week",
    why: "a version that is destroyed by mistake is gone at once, and what it opened with it",
    fix: "set version_destroy_ttl to 604800s or more",
    covers: [],
    references: ["https://cloud.google.com/secret-manager/docs/delay-destruction-of-secret-versions"],
    rule: secretDestroyDelay,
  },
  {
    id: "secret-not-expiring",
    level: LEVELS.recommended,
    fact: "secrets don't delete themselves",
    why: "on that day every program that starts fails",
    fix: "remove ttl and expire_time, or keep them to what is meant to end",
    covers: [],
    references: ["https://cloud.google.com/secret-manager/docs/create-secret-expiration-date"],
    rule: secretNotExpiring,
  },
  {
    id: "secret-rotated",
    level: LEVELS.recommended,
    fact: "somebody is reminded every 90 days to change a secret",
    why: "a value that leaked is good for as long as nobody changes it",
    fix: "set rotation.rotation_period to 7776000s or less with a topic",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/secret-rotation"],
    rule: secretRotated,
  },
  {
    id: "secret-rotation-notified",
    level: LEVELS.everywhere,
    fact: "secrets with a rotation schedule have a topic for their reminders",
    why: "Secret Manager refuses the schedule with 400, because it rotates nothing by itself and would have nobody to remind",
    fix: "set topics to a Pub/Sub topic that Secret Manager may publish to, or remove rotation",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/secret-rotation"],
    rule: secretRotationNotified,
  },
  {
    id: "secret-rotation-time",
    level: LEVELS.recommended,
    fact: "Terraform leaves the time of the next reminder to Secret Manager",
    why: "each apply moves the reminder on, so that it never comes, or back into the past, which is refused",
    fix: "set rotation.next_rotation_time, and ignore changes of rotation[0].next_rotation_time",
    covers: [],
    references: ["https://cloud.google.com/secret-manager/docs/secret-rotation#how_it_works"],
    rule: secretRotationTime,
  },
  {
    id: "secret-topic-granted",
    level: LEVELS.production,
    fact: "Secret Manager may publish to the topic of a secret before there is the secret",
    why: "the API refuses the secret, because it tries the topic at once",
    fix: "grant roles/pubsub.publisher on the topic to Secret Manager's own account, and name the grant in depends_on",
    covers: [],
    references: ["https://cloud.google.com/secret-manager/docs/event-notifications"],
    rule: secretTopicGranted,
  },
  {
    id: "secret-access",
    level: LEVELS.production,
    fact: "each program that needs a secret may read it, and nobody else",
    why: "whoever joins a group or a pool reads the value, and an administrator of it destroys it",
    fix: "grant roles/secretmanager.secretAccessor to one service account with each google_secret_manager_secret_iam_member",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/access-control"],
    rule: secretAccess,
  },
  {
    id: "secret-readers",
    level: LEVELS.production,
    fact: "pods may read the secrets that they mount",
    why: "a pod whose volume is refused never starts, and nobody sees it before the roll-out",
    fix: "grant roles/secretmanager.secretAccessor on the secret to the Google service account of the pods",
    covers: ["C3", "C11"],
    references: ["https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component"],
    rule: secretReaders,
  },
];
