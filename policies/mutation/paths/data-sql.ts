import { valueAt, type Block } from "../../rendered/rendered-stack";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const isPrimary = (block: Block): boolean => block.master_instance_name === undefined;
const isOn =
  (path: string) =>
  (block: Block): boolean =>
    valueAt(block, path) === true;
const flag = (name: string, value: string) => add({ name, value });

const PLACE = "an address: with another one, Terraform makes another resource, and refuses to destroy this one";
const SETTINGS = "settings.";

/** What Cloud SQL renders. */
export const SQL_PATHS: PathTable = {
  google_sql_database_instance: {
    "": hurts(remove, add({ root_password: "postgres" })),
    database_version: hurts(remove, set("POSTGRES_13"), set("POSTGRES_9_6"), set("MYSQL_5_7")),
    deletion_protection: onlyWhen(
      butSame(hurts(set(false)), remove, "the provider protects when nothing is said"),
      isOn("deletion_protection"),
      "an environment that may be destroyed has it off",
    ),
    depends_on: hurts(remove, dropEach),
    encryption_key_name: hurts(
      remove,
      set(""),
      set("projects/p/locations/us-east1/keyRings/r/cryptoKeys/k"),
      set("projects/p/locations/global/keyRings/r/cryptoKeys/k"),
    ),
    "lifecycle.ignore_changes": onlyWhen(
      hurts(
        remove,
        dropEach,
        set("all"),
        add("settings"),
        add("settings[0].ip_configuration"),
        add("settings[0].backup_configuration"),
        add("settings[0].database_flags"),
        add("deletion_protection"),
      ),
      isPrimary,
      "a replica says no size of its disk, so there is nothing to ignore",
    ),
    "lifecycle.prevent_destroy": onlyWhen(
      hurts(remove, set(false)),
      isOn("lifecycle.prevent_destroy"),
      "an environment that may be destroyed has it off",
    ),
    lifecycle: hurts(remove),
    master_instance_name: hurts(remove),
    name: harmless(PLACE),
    project: harmless(PLACE),
    region: hurts(remove, set("us-east1")),
    settings: hurts(remove),
    [`${SETTINGS}activation_policy`]: butSame(
      hurts(set("NEVER"), set("ON_DEMAND")),
      remove,
      "Cloud SQL runs an instance when nothing is said",
    ),
    [`${SETTINGS}availability_type`]: onlyWhen(
      hurts(remove, set("ZONAL")),
      (block) => valueAt(block, "settings.availability_type") === "REGIONAL",
      "ZONAL is what it can be made to at worst",
    ),
    [`${SETTINGS}backup_configuration`]: hurts(remove),
    [`${SETTINGS}backup_configuration.backup_retention_settings`]: hurts(remove),
    [`${SETTINGS}backup_configuration.backup_retention_settings.retained_backups`]: hurts(
      remove,
      set(0),
      set(1),
      set(6),
    ),
    [`${SETTINGS}backup_configuration.backup_retention_settings.retention_unit`]: butSame(
      hurts(set("RETENTION_UNIT_UNSPECIFIED")),
      remove,
      "COUNT is the only unit, and the default",
    ),
    [`${SETTINGS}backup_configuration.enabled`]: hurts(remove, set(false)),
    [`${SETTINGS}backup_configuration.location`]: butSame(
      hurts(set("us"), set("us-central1"), set("asia")),
      remove,
      "Cloud SQL takes the closest multi-region, which is this one",
    ),
    [`${SETTINGS}backup_configuration.point_in_time_recovery_enabled`]: hurts(remove, set(false)),
    [`${SETTINGS}backup_configuration.start_time`]: hurts(remove, set("25:00"), set("")),
    [`${SETTINGS}backup_configuration.transaction_log_retention_days`]: butSame(
      hurts(set(0), set(1), set(2), set(36)),
      remove,
      "Cloud SQL keeps the 7 days that ENTERPRISE has at most",
    ),
    [`${SETTINGS}connector_enforcement`]: hurts(remove, set("NOT_REQUIRED"), set("CONNECTOR_ENFORCEMENT_UNSPECIFIED")),
    [`${SETTINGS}database_flags`]: hurts(
      remove,
      dropEach,
      flag("cloudsql.iam_authentication", "off"),
      flag("cloudsql.enable_pgaudit", "off"),
      flag("log_connections", "off"),
      flag("log_statement", "none"),
      flag("log_statement", "all"),
      flag("log_min_error_statement", "panic"),
      flag("log_min_messages", "fatal"),
      flag("log_executor_stats", "on"),
      flag("log_parser_stats", "on"),
      flag("log_planner_stats", "on"),
      flag("log_statement_stats", "on"),
      flag("pgaudit.log_parameter", "on"),
      flag("max_connections", "20"),
      flag("max_connections", "300000"),
    ),
    [`${SETTINGS}database_flags[].name`]: hurts(remove, set("log_autovacuum_min_duration")),
    [`${SETTINGS}database_flags[].value`]: hurts(remove, set("off"), set("1")),
    [`${SETTINGS}deletion_protection_enabled`]: onlyWhen(
      hurts(remove, set(false)),
      isOn("settings.deletion_protection_enabled"),
      "an environment that may be destroyed has it off",
    ),
    [`${SETTINGS}disk_autoresize`]: butSame(hurts(set(false)), remove, "the disk grows when nothing is said"),
    [`${SETTINGS}disk_autoresize_limit`]: hurts(remove, set(0)),
    [`${SETTINGS}disk_size`]: butSame(
      onlyWhen(hurts(set(100_000)), isPrimary, "a replica says none"),
      remove,
      "10 GB, from which the disk grows by itself",
    ),
    [`${SETTINGS}disk_type`]: butSame(hurts(set("PD_HDD")), remove, "PD_SSD is the default"),
    [`${SETTINGS}edition`]: hurts(remove, set("ENTERPRISE_PLUS")),
    [`${SETTINGS}insights_config`]: hurts(remove),
    [`${SETTINGS}insights_config.query_insights_enabled`]: hurts(remove, set(false)),
    [`${SETTINGS}insights_config.query_plans_per_minute`]: butSame(hurts(set(1000)), remove, "5 is the default"),
    [`${SETTINGS}insights_config.query_string_length`]: butSame(hurts(set(1)), remove, "1024 is the default"),
    [`${SETTINGS}insights_config.record_application_tags`]: harmless("tags only help to find a statement's origin"),
    [`${SETTINGS}insights_config.record_client_address`]: harmless(
      "clients are pods and proxies, whose addresses are nobody's",
    ),
    [`${SETTINGS}ip_configuration`]: hurts(
      remove,
      add({ authorized_networks: [{ value: "0.0.0.0/0" }] }),
      add({ authorized_networks: [{ value: "::/0" }] }),
      add({ authorized_networks: [{ value: "0.0.0.0/1" }, { value: "128.0.0.0/1" }] }),
      add({ authorized_networks: [{ value: "203.0.113.7" }] }),
    ),
    [`${SETTINGS}ip_configuration.allocated_ip_range`]: butSame(
      hurts(),
      remove,
      "the connection has one range, and Cloud SQL takes it",
    ),
    [`${SETTINGS}ip_configuration.ipv4_enabled`]: hurts(remove, set(true)),
    [`${SETTINGS}ip_configuration.private_network`]: hurts(remove),
    [`${SETTINGS}ip_configuration.ssl_mode`]: hurts(
      remove,
      set("ALLOW_UNENCRYPTED_AND_ENCRYPTED"),
      set("ENCRYPTED_ONLY"),
      set("SSL_MODE_UNSPECIFIED"),
    ),
    [`${SETTINGS}maintenance_window`]: hurts(remove),
    [`${SETTINGS}maintenance_window.day`]: hurts(remove, set(0), set(8)),
    [`${SETTINGS}maintenance_window.hour`]: hurts(remove, set(24)),
    [`${SETTINGS}maintenance_window.update_track`]: onlyWhen(
      hurts(remove, set("canary")),
      (block) => valueAt(block, "settings.availability_type") === "REGIONAL",
      "an instance without a standby is there to be updated first",
    ),
    [`${SETTINGS}password_validation_policy`]: hurts(remove),
    [`${SETTINGS}password_validation_policy.complexity`]: hurts(remove, set("COMPLEXITY_UNSPECIFIED")),
    [`${SETTINGS}password_validation_policy.disallow_username_substring`]: hurts(remove, set(false)),
    [`${SETTINGS}password_validation_policy.enable_password_policy`]: hurts(remove, set(false)),
    [`${SETTINGS}password_validation_policy.min_length`]: hurts(remove, set(1), set(8)),
    [`${SETTINGS}password_validation_policy.reuse_interval`]: hurts(remove, set(0)),
    [`${SETTINGS}retain_backups_on_delete`]: hurts(remove, set(false)),
    [`${SETTINGS}tier`]: hurts(
      remove,
      set("db-f1-micro"),
      set("db-g1-small"),
      set("db-perf-optimized-N-2"),
      set("db-custom-3-7680"),
      set("db-custom-2-1024"),
    ),
    [`${SETTINGS}user_labels`]: harmless("labels are shown and billed by, and nothing else"),
    timeouts: butSame(hurts(), remove, "the provider's own are long enough"),
    "timeouts.create": butSame(hurts(set("5m")), remove, "the provider's own is long enough"),
    "timeouts.delete": butSame(hurts(set("1m")), remove, "the provider's own is long enough"),
    "timeouts.update": butSame(hurts(set("1m")), remove, "the provider's own is long enough"),
  },
  google_sql_database: {
    "": hurts(remove),
    charset: butSame(hurts(set("SQL_ASCII"), set("LATIN1")), remove, "UTF8 is the default"),
    collation: harmless("the order in which texts are sorted"),
    deletion_policy: hurts(remove, set("DELETE")),
    instance: harmless(
      "Terraform refuses a database of no instance, and Cloud SQL one of an instance that isn't there",
    ),
    name: harmless("what refers to it takes the name from here"),
    project: harmless(PLACE),
  },
  google_sql_user: {
    "": hurts(remove, add({ password: "hunter2" })),
    deletion_policy: hurts(remove),
    instance: onlyWhen(
      hurts(set("other")),
      (block) => block.type !== "BUILT_IN",
      "nothing in the stack says who needs a user with a password",
    ),
    name: hurts(remove, set("postgres"), set("controller@other.iam.gserviceaccount.com")),
    password_wo: hurts(remove, set(""), set("hunter2")),
    password_wo_version: hurts(remove),
    project: harmless(PLACE),
    type: onlyWhen(
      hurts(remove, set("BUILT_IN"), set("CLOUD_IAM_USER")),
      (block) => block.type !== "BUILT_IN",
      "a user with a password is BUILT_IN by default, and refused as anything else",
    ),
  },
};
