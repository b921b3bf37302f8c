import { type PublicCheck } from "./check";

/**
 * Checks of checkov 3.3.13 that read Cloud SQL, Cloud KMS, Artifact Registry and Cloud Storage. It has none for Secret Manager:
 * https://www.checkov.io/5.Policy%20Index/terraform.html
 */
export const CHECKOV_DATA: readonly PublicCheck[] = [
  { id: "CKV_GCP_6", demands: "PostgreSQL and MySQL ask for a client's certificate, SQL Server for TLS" },
  { id: "CKV_GCP_11", demands: "no authorized network ends in /0" },
  { id: "CKV_GCP_14", demands: "backups are on" },
  { id: "CKV_GCP_50", demands: "MySQL's local_infile is off" },
  { id: "CKV_GCP_51", demands: "log_checkpoints is on" },
  { id: "CKV_GCP_52", demands: "log_connections is on" },
  { id: "CKV_GCP_53", demands: "log_disconnections is on" },
  { id: "CKV_GCP_54", demands: "log_lock_waits is on" },
  { id: "CKV_GCP_55", demands: "log_min_messages is a level, where it is set" },
  { id: "CKV_GCP_56", demands: "log_temp_files is 0, where it is set" },
  { id: "CKV_GCP_57", demands: "log_min_duration_statement is -1, where it is set" },
  { id: "CKV_GCP_58", demands: "SQL Server's cross db ownership chaining is off" },
  { id: "CKV_GCP_59", demands: "SQL Server's contained database authentication is off" },
  { id: "CKV_GCP_60", demands: "there is no public address, where one is mentioned" },
  {
    id: "CKV_GCP_79",
    demands: "the version is the newest major one that checkov knows",
    notApplicable:
      "it fails every database on the day of a release, before Cloud SQL and extensions have it; sql-version-supported asks for a version that somebody repairs",
  },
  { id: "CKV_GCP_108", demands: "log_hostname is on" },
  { id: "CKV_GCP_109", demands: "log_min_error_statement is error or lower" },
  { id: "CKV_GCP_110", demands: "cloudsql.enable_pgaudit is on" },
  { id: "CKV_GCP_111", demands: "log_statement is ddl, mod or all" },
  { id: "CKV2_GCP_7", demands: "nobody connects to MySQL as its administrator" },
  { id: "CKV2_GCP_13", demands: "log_duration is on" },
  { id: "CKV2_GCP_14", demands: "log_executor_stats is not on" },
  { id: "CKV2_GCP_15", demands: "log_parser_stats is not on" },
  { id: "CKV2_GCP_16", demands: "log_planner_stats is not on" },
  { id: "CKV2_GCP_17", demands: "log_statement_stats is not on" },
  { id: "CKV2_GCP_20", demands: "MySQL can be restored to a point in time" },
  { id: "CKV_GCP_43", demands: "keys rotate every 1 to 90 days" },
  { id: "CKV_GCP_82", demands: "Terraform refuses to destroy keys" },
  { id: "CKV_GCP_112", demands: "keys are not public" },
  { id: "CKV2_GCP_6", demands: "keys are not public, by any kind of grant" },
  { id: "CKV2_GCP_8", demands: "key rings are not public" },
  { id: "CKV_GCP_84", demands: "repositories have a key" },
  { id: "CKV_GCP_101", demands: "repositories are not public" },
  { id: "CKV_GCP_28", demands: "buckets are not public" },
  { id: "CKV_GCP_29", demands: "buckets have uniform access" },
  { id: "CKV_GCP_62", demands: "buckets are logged" },
  { id: "CKV_GCP_63", demands: "buckets are not logged into themselves" },
  { id: "CKV_GCP_78", demands: "buckets keep versions" },
  { id: "CKV_GCP_114", demands: "public access to buckets is prevented" },
  { id: "CKV2_GCP_4", demands: "buckets of sinks have a locked retention" },
];
