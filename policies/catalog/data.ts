import { DATA_BUCKETS_ROWS } from "./data-buckets";
import { DATA_KEYS_ROWS } from "./data-keys";
import { DATA_REGISTRY_ROWS } from "./data-registry";
import { DATA_SECRET_VERSIONS_ROWS } from "./data-secret-versions";
import { DATA_SECRETS_ROWS } from "./data-secrets";
import { DATA_SQL_ROWS } from "./data-sql";
import { DATA_SQL_LOGGING_ROWS } from "./data-sql-logging";
import { DATA_SQL_OPERATIONS_ROWS } from "./data-sql-operations";
import { DATA_SQL_USERS_ROWS } from "./data-sql-users";
import { type PolicyRow } from "./row";

/** Where data lies: Cloud SQL, Cloud KMS, Secret Manager, Artifact Registry, Cloud Storage. */
export const DATA_ROWS: readonly PolicyRow[] = [
  ...DATA_SQL_ROWS,
  ...DATA_SQL_OPERATIONS_ROWS,
  ...DATA_SQL_LOGGING_ROWS,
  ...DATA_SQL_USERS_ROWS,
  ...DATA_KEYS_ROWS,
  ...DATA_SECRETS_ROWS,
  ...DATA_SECRET_VERSIONS_ROWS,
  ...DATA_REGISTRY_ROWS,
  ...DATA_BUCKETS_ROWS,
];
