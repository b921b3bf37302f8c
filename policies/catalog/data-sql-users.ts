import { LEVELS } from "../levels";
import { sqlPasswordPolicy } from "../rules/data/sql-password-policy";
import { sqlUserCredentials } from "../rules/data/sql-user-credentials";
import { sqlUserNotSuperuser } from "../rules/data/sql-user-not-superuser";
import { sqlUserKept } from "../rules/data/sql-user-kept";
import { sqlIamUsersExist } from "../rules/data/sql-iam-users-exist";
import { sqlDatabaseKept } from "../rules/data/sql-database-kept";
import { sqlDatabaseCharset } from "../rules/data/sql-database-charset";
import { type PolicyRow } from "./row";

/** Cloud SQL: users and databases. */
export const DATA_SQL_USERS_ROWS: readonly PolicyRow[] = [
  {
    id: "sql-password-policy",
    level: LEVELS.recommended,
    fact: "Cloud SQL refuses weak passwords",
    why: "whoever may create users by SQL sets whatever comes to mind",
    fix: "set settings.password_validation_policy with min_length of 12 or more, COMPLEXITY_DEFAULT, disallow_username_substring and reuse_interval",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/built-in-authentication#instance_password_policies"],
    rule: sqlPasswordPolicy,
  },
  {
    id: "sql-user-credentials",
    level: LEVELS.everywhere,
    fact: "users of a database have an identity, or a password that is in no code and no state",
    why: "MySQL lets anybody in as a user without a password, and everybody who reads the code is one whose password stands there",
    fix: "give programs type CLOUD_IAM_SERVICE_ACCOUNT; give a BUILT_IN user password_wo by reference with password_wo_version",
    covers: ["CKV2_GCP_7", "C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/add-manage-iam-users"],
    rule: sqlUserCredentials,
  },
  {
    id: "sql-user-not-superuser",
    level: LEVELS.recommended,
    fact: "programs don't log in as the administrator of the database",
    why: "one hole in a program is all databases of the instance",
    fix: "make a user for each program and leave postgres, root and sqlserver alone",
    covers: ["CKV2_GCP_7"],
    references: ["https://cloud.google.com/sql/docs/postgres/users"],
    rule: sqlUserNotSuperuser,
  },
  {
    id: "sql-user-kept",
    level: LEVELS.recommended,
    fact: "Terraform doesn't try to delete users of PostgreSQL",
    why: "PostgreSQL refuses to delete a user that owns or was granted something, and the destroy stops half way",
    fix: "set deletion_policy to ABANDON",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/sql_user#deletion_policy",
    ],
    rule: sqlUserKept,
  },
  {
    id: "sql-iam-users-exist",
    level: LEVELS.recommended,
    fact: "whoever may log in to Cloud SQL has a user there",
    why: "the role is there and the login fails",
    fix: "add a google_sql_user of type CLOUD_IAM_SERVICE_ACCOUNT for the account, or remove roles/cloudsql.instanceUser",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/add-manage-iam-users"],
    rule: sqlIamUsersExist,
  },
  {
    id: "sql-database-kept",
    level: LEVELS.production,
    fact: "Terraform doesn't drop databases",
    why: "one wrong name in a plan drops a database with all that is in it",
    fix: "set deletion_policy to ABANDON, or lifecycle.prevent_destroy to true",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/sql_database#deletion_policy",
    ],
    rule: sqlDatabaseKept,
  },
  {
    id: "sql-database-charset",
    level: LEVELS.recommended,
    fact: "databases hold text of every script, and nothing else",
    why: "names of customers are refused, or bytes are stored that nobody can read again",
    fix: "set charset to UTF8 (MySQL: utf8mb4) or leave it out in PostgreSQL",
    covers: [],
    references: ["https://www.postgresql.org/docs/current/multibyte.html"],
    rule: sqlDatabaseCharset,
  },
];
