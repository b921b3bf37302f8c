import { type IConstruct } from "constructs";
import { check, isKnown, type Finding } from "../core/validation";

/** Which database users may do what in one schema. Users are named as references, such as `userName` of a grant. */
export interface SchemaGrants {
  /** The schema: 1 to 50 lowercase letters, digits or underscores, starting with a letter. It is made when it is missing. */
  readonly schema: string;
  /**
   * Who may create tables, by acting as {@link schemaOwner}: then what one of them creates belongs to all of them, and
   * everybody else here may read and write it.
   */
  readonly creators: readonly string[];
  /**
   * Who may read and write rows, and nothing more.
   * @default - nobody but the creators
   */
  readonly users?: readonly string[];
}

/** What {@link firstGrants} needs to know. */
export interface FirstGrantsProps extends SchemaGrants {
  /** The database, as a reference. */
  readonly database: string;
  /** A user with a password, made by `addPasswordUser`: Cloud SQL makes each of them a member of `cloudsqlsuperuser`. */
  readonly user: string;
  /** Where the container finds the user's password: a path, for example `/secrets/pg/password`. */
  readonly passwordFile: string;
  /**
   * Where the Cloud SQL Auth Proxy listens on 127.0.0.1.
   * @default 5432
   */
  readonly port?: number;
}

/** What a container needs to run the grants. Its image has `sh` and `psql` 16 or later. */
export interface FirstGrantsContainer {
  readonly command: string[];
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** The role without a login that owns everything in a schema. Its name is the same in every environment. */
export function schemaOwner(schema: string): string {
  return `${schema}_owner`;
}

/** `PGOPTIONS` of an application that creates tables: each of its sessions acts as the schema's owner. */
export function actAsSchemaOwner(schema: string): string {
  return `-c role=${schemaOwner(schema)}`;
}

/**
 * A container that gives IAM users their first privileges, which Cloud SQL does not: they log in and own nothing. It may
 * run any number of times. The password is read from a file and written to memory for psql, since psql refuses a
 * password file that others may read, as mounted secrets are; it is in no argument, no variable and no log.
 *
 * @param scope names the container in the text of a refusal
 */
export function firstGrants(scope: IConstruct, props: FirstGrantsProps): FirstGrantsContainer {
  const { schema, creators, users = [] } = props;
  check(scope, "firstGrants", [
    isKnown(schema) &&
      (!/^[a-z][a-z0-9_]{0,49}$/.test(schema) || /^(public|information_schema|pg_.*)$/.test(schema)) && {
        setting: "schema",
        value: schema,
        must: "have 1 to 50 lowercase letters, digits or underscores, start with a letter and be no schema of the server's",
        fix: "choose the name of the application",
        source: "https://www.postgresql.org/docs/current/ddl-schemas.html",
      },
    creators.length === 0 && { setting: "creators", must: "name somebody", fix: "add the user that creates tables" },
    ...[...creators, ...users].map(userProblem),
  ]);
  return {
    command: ["sh", "-ec"],
    args: [RUN],
    env: {
      PGHOST: "127.0.0.1",
      PGPORT: String(props.port ?? 5432),
      PGDATABASE: props.database,
      PGUSER: props.user,
      // to the proxy on the pod's own loopback, which encrypts from there on
      PGSSLMODE: "disable",
      PGCONNECT_TIMEOUT: "10",
      PGAPPNAME: "first-grants",
      PGOPTIONS: [
        `-c first_grants.schema=${schema}`,
        `-c first_grants.creators=${creators.join(",")}`,
        `-c first_grants.users=${users.join(",")}`,
      ].join(" "),
      PASSWORD_FILE: props.passwordFile,
      // memory, in every container
      PGPASSFILE: "/dev/shm/pgpass",
      FIRST_GRANTS: FIRST_GRANTS_SQL,
    },
  };
}

/** Names travel in one setting of the session, with commas between them. */
function userProblem(user: string): Finding {
  return (
    isKnown(user) &&
    !/^[A-Za-z0-9@._-]{1,63}$/.test(user) && {
      setting: "users",
      value: user,
      must: "have 1 to 63 letters, digits, at signs, periods, hyphens or underscores",
      fix: "pass the userName of a grant",
      source: "https://cloud.google.com/sql/docs/postgres/iam-authentication",
    }
  );
}

/** Kubernetes and Terraform have expressions of their own in `$(`, `$$`, `${` and `%{`, so there are none in either text. */
const RUN = [
  "umask 077",
  'IFS= read -r value < "$PASSWORD_FILE" || test -n "$value"',
  'printf "*:*:*:*:%s\\n" "$value" > "$PGPASSFILE"',
  "unset value",
  'printf "%s\\n" "$FIRST_GRANTS" | psql -X -w -v ON_ERROR_STOP=1',
].join("\n");

/**
 * One transaction that may run any number of times: each run makes the roles' members those that are named. It takes its
 * parameters from settings of the session, so it is the same text everywhere.
 *
 * It is written for `cloudsqlsuperuser`, which is no superuser: since PostgreSQL 16 a role with CREATEROLE grants the
 * roles that it has made and no others, and can't alter users that Cloud SQL has made. So nothing is set on a user itself.
 * https://www.postgresql.org/docs/16/role-attributes.html
 * https://cloud.google.com/sql/docs/postgres/users
 */
export const FIRST_GRANTS_SQL = `BEGIN;
SET LOCAL statement_timeout = '60s';
SET LOCAL lock_timeout = '30s';
-- runs of two releases wait for each other
SELECT pg_advisory_xact_lock(hashtext('first_grants'));
DO $first_grants$
DECLARE
  schema_name CONSTANT text := current_setting('first_grants.schema');
  creators CONSTANT text[] := string_to_array(current_setting('first_grants.creators'), ',');
  users CONSTANT text[] := creators || string_to_array(current_setting('first_grants.users'), ',');
  owner_role CONSTANT text := schema_name || '_owner';
  user_role CONSTANT text := schema_name || '_user';
  database_owner text;
  role_name text;
  former record;
BEGIN
  IF current_setting('server_version_num')::int < 160000 THEN
    RAISE EXCEPTION 'PostgreSQL 16 or later is needed, for memberships without inheritance';
  END IF;
  SELECT pg_get_userbyid(datdba) INTO database_owner FROM pg_database WHERE datname = current_database();
  IF NOT pg_has_role(database_owner, 'USAGE') THEN
    RAISE EXCEPTION 'database "%" belongs to "%", and "%" is no member of it', current_database(), database_owner, current_user;
  END IF;
  FOREACH role_name IN ARRAY users LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      RAISE EXCEPTION 'user "%" does not exist', role_name;
    END IF;
  END LOOP;

  FOREACH role_name IN ARRAY ARRAY[owner_role, user_role] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = role_name AND rolcanlogin) THEN
      RAISE EXCEPTION 'role "%" can log in, so it is somebody else''s', role_name;
    END IF;
  END LOOP;
  -- what this user needs to speak for the owner below
  EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT TRUE, SET TRUE', owner_role);

  -- the schema belongs to this user, so no application can drop it
  EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', schema_name);
  EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', schema_name);
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', schema_name, owner_role);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema_name, user_role);
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', owner_role, schema_name, user_role);
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO %I', owner_role, schema_name, user_role);

  -- extensions live in public; nobody creates anything there
  EXECUTE format('ALTER DATABASE %I SET search_path = %I, public', current_database(), schema_name);
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I, %I', owner_role, user_role);
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), user_role);

  -- a creator acts as the owner or not at all: what it made as itself would be nobody else's
  FOREACH role_name IN ARRAY creators LOOP
    EXECUTE format('GRANT %I TO %I WITH INHERIT FALSE, SET TRUE', owner_role, role_name);
  END LOOP;
  FOREACH role_name IN ARRAY users LOOP
    EXECUTE format('GRANT %I TO %I WITH INHERIT TRUE, SET FALSE', user_role, role_name);
  END LOOP;
  FOR former IN
    SELECT pg_get_userbyid(roleid) AS granted, pg_get_userbyid(member) AS member
    FROM pg_auth_members
    WHERE grantor = (SELECT oid FROM pg_roles WHERE rolname = current_user) AND member <> grantor
      AND ((pg_get_userbyid(roleid) = owner_role AND pg_get_userbyid(member) <> ALL (creators))
        OR (pg_get_userbyid(roleid) = user_role AND pg_get_userbyid(member) <> ALL (users)))
  LOOP
    EXECUTE format('REVOKE %I FROM %I', former.granted, former.member);
  END LOOP;
  RAISE NOTICE 'schema "%": tables are created by %, used by %', schema_name, creators, users;
END
$first_grants$;
COMMIT;
`;
