import { ignoredChanges } from "../../facts/ignored-changes";
import { SECRET_VERSIONS, SECRETS } from "../../facts/secrets";
import { INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const SHOWN_ONLY = ["annotations", "description", "labels", "timeouts", "user_labels"];

/** What a service changes by itself, or what people change by hand on purpose, as Terraform names it. */
const MAY_DIFFER: Readonly<Record<string, readonly string[]>> = {
  google_artifact_registry_repository: [],
  google_kms_crypto_key: [],
  google_secret_manager_secret: ["rotation.next_rotation_time", "replication.auto", "version_aliases"],
  google_secret_manager_secret_version: ["enabled", "secret_data"],
  google_sql_database: ["charset", "collation"],
  google_sql_database_instance: [
    ...[
      "maintenance_version",
      "name",
      "replica_names",
      "root_password",
      "settings.disk_size",
      "settings.location_preference",
    ],
    ...["settings.user_labels", "settings.version"],
  ],
  google_sql_user: ["host", "password"],
  google_storage_bucket: ["location", "storage_class"],
};

/** What these rules judge is what the service gets: an ignored argument keeps whatever somebody set by hand. */
export const dataChangesApplied: ResourceRule = {
  appliesTo: [
    ...[INSTANCE, "google_sql_database", "google_sql_user", "google_kms_crypto_key"],
    ...["google_artifact_registry_repository", "google_storage_bucket", ...SECRETS, ...SECRET_VERSIONS],
  ],
  evaluate: ({ type, arguments: block }) => {
    const ignored = ignoredChanges(block);
    const fine = [...SHOWN_ONLY, ...(MAY_DIFFER[type.replace("_regional", "")] ?? [])];
    const bad = ignored.filter((one) => {
      const path = one.replaceAll(/\[\d+\]|\.\d+(?=\.|$)/g, "");
      return !fine.some((name) => path === name || path.startsWith(`${name}.`));
    });
    return ignored.length === 0
      ? NOT_APPLICABLE
      : verdict(
          bad.map((name) => `lifecycle.ignore_changes has ${name}, so that what is written there is never applied`),
        );
  },
};
