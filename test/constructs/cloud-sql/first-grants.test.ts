import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Token } from "cdktf";
import {
  actAsSchemaOwner,
  FIRST_GRANTS_SQL,
  firstGrants,
  type FirstGrantsProps,
  schemaOwner,
} from "../../../constructs/cloud-sql/first-grants";
import { Postgres } from "../../support/postgres";
import { newStack } from "../../support/synth";

const CONTROLLER = "cliscale-dev-controller@cliscale-dev.iam";
const GATEWAY = "cliscale-dev-gateway@cliscale-dev.iam";
const FORMER = "cliscale-dev-former@cliscale-dev.iam";
const STRANGER = "somebody@cliscale-dev.iam";

/**
 * A server as Cloud SQL has it: its own superuser makes everything, the database belongs to cloudsqlsuperuser, users
 * with a password are members of that and may create roles, and users of IAM may log in and nothing else.
 */
const CLOUD_SQL = `
  CREATE ROLE cloudsqlsuperuser NOLOGIN NOSUPERUSER CREATEROLE CREATEDB;
  CREATE ROLE cloudsqliamserviceaccount NOLOGIN;
  CREATE ROLE migrate LOGIN NOSUPERUSER CREATEROLE CREATEDB IN ROLE cloudsqlsuperuser;
  ${[CONTROLLER, GATEWAY, FORMER, STRANGER]
    .map((user) => `CREATE ROLE "${user}" LOGIN NOSUPERUSER NOCREATEROLE IN ROLE cloudsqliamserviceaccount;`)
    .join("\n")}
  ALTER DATABASE postgres OWNER TO cloudsqlsuperuser;
`;

const server = new Postgres();
afterAll(() => server.close());

/** Runs statements as a user who has just logged in, with the settings that PGOPTIONS would give. */
async function as(user: string, settings: Readonly<Record<string, string>>, sql: string) {
  await server.run("ROLLBACK; RESET SESSION AUTHORIZATION; RESET ALL;");
  const ofDatabase = await server.run("SELECT unnest(setconfig) AS setting FROM pg_db_role_setting WHERE setrole = 0");
  await server.run(`SET SESSION AUTHORIZATION "${user}"`);
  for (const { setting } of ofDatabase) {
    await server.run(`SET ${String(setting).replace("=", " = ")}`);
  }
  for (const [name, value] of Object.entries(settings)) {
    await server.run(`SET ${name} = '${value}'`);
  }
  return server.run(sql);
}

const controller = (sql: string) => as(CONTROLLER, optionsOf(actAsSchemaOwner("cliscale")), sql);
const gateway = (sql: string) => as(GATEWAY, {}, sql);
const stranger = (sql: string) => as(STRANGER, {}, sql);

/** `-c name=value -c …` as PostgreSQL reads it. */
function optionsOf(text: string): Record<string, string> {
  const parts = text.split("-c ").filter((part) => part !== "");
  return Object.fromEntries(parts.map((part) => part.trim().split(/=(.*)/s).slice(0, 2) as [string, string]));
}

const PROPS: FirstGrantsProps = {
  database: "cliscale",
  user: "migrate",
  passwordFile: "/secrets/pg/password",
  schema: "cliscale",
  creators: [CONTROLLER],
  users: [GATEWAY],
};

const container = (change: Partial<FirstGrantsProps> = {}) => firstGrants(newStack(), { ...PROPS, ...change });

/** What the Job does, without the shell. */
async function grant(change: Partial<FirstGrantsProps> = {}): Promise<void> {
  const { PGUSER = "", PGOPTIONS = "", FIRST_GRANTS = "" } = container(change).env;
  await as(PGUSER, optionsOf(PGOPTIONS), FIRST_GRANTS);
}

const CATALOG = `
  SELECT rolname, rolcanlogin, rolsuper FROM pg_roles WHERE rolname LIKE 'cliscale%';
  SELECT roleid::regrole::text, member::regrole::text, grantor::regrole::text, admin_option, inherit_option, set_option
    FROM pg_auth_members ORDER BY 1, 2, 3;
  SELECT nspname, nspowner::regrole::text, nspacl::text FROM pg_namespace WHERE nspname IN ('cliscale', 'public');
  SELECT defaclrole::regrole::text, defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1, 2;
  SELECT datacl::text FROM pg_database WHERE datname = current_database();
  SELECT setconfig FROM pg_db_role_setting;
`;

async function catalog(): Promise<string> {
  return JSON.stringify(await as("postgres", {}, CATALOG));
}

describe("The first grants", () => {
  beforeAll(() => server.prepare(CLOUD_SQL), 60_000);
  beforeEach(() => server.restart());

  it("are needed: a user of IAM can create nothing by itself", async () => {
    await expect(as(CONTROLLER, {}, "CREATE TABLE sessions (id int)")).rejects.toThrow(
      "permission denied for schema public",
    );
    await expect(controller("SELECT 1")).rejects.toThrow('role "cliscale_owner" does not exist');
  });

  it("let the gateway use what the controller creates later, tables and sequences", async () => {
    await grant();
    await controller("CREATE TABLE sessions (id serial PRIMARY KEY, jti text UNIQUE)");

    const rows = await gateway(`
      INSERT INTO sessions (jti) VALUES ('a'), ('b');
      UPDATE sessions SET jti = 'c' WHERE jti = 'b';
      DELETE FROM sessions WHERE jti = 'a';
      SELECT id, jti FROM sessions;
    `);
    expect(rows).toEqual([{ id: 2, jti: "c" }]);
    expect(await controller("SELECT count(*)::int AS n FROM sessions")).toEqual([{ n: 1 }]);
    const [table] = await as(
      "postgres",
      {},
      "SELECT schemaname, tableowner FROM pg_tables WHERE tablename = 'sessions'",
    );
    expect(table).toEqual({ schemaname: "cliscale", tableowner: schemaOwner("cliscale") });
  });

  it("let the controller change and drop its tables, and not the gateway", async () => {
    await grant();
    await controller("CREATE TABLE sessions (id int)");

    await expect(gateway("CREATE TABLE other (id int)")).rejects.toThrow("permission denied for schema cliscale");
    await expect(gateway("ALTER TABLE sessions ADD x int")).rejects.toThrow("must be owner of table sessions");
    await expect(gateway("TRUNCATE sessions")).rejects.toThrow("permission denied for table sessions");
    await expect(gateway("DROP TABLE sessions")).rejects.toThrow("must be owner of table sessions");
    await expect(gateway("SET ROLE cliscale_owner")).rejects.toThrow("permission denied to set role");
    await controller("ALTER TABLE sessions ADD x int; DROP TABLE sessions");
  });

  it("let nobody create anything that would be nobody else's", async () => {
    await grant();
    await expect(as(CONTROLLER, {}, "CREATE TABLE mine (id int)")).rejects.toThrow(
      "permission denied for schema cliscale",
    );
    await expect(controller("CREATE TABLE public.mine (id int)")).rejects.toThrow(
      "permission denied for schema public",
    );
  });

  it.each([
    ["controller", controller],
    ["gateway", gateway],
  ])("don't let the %s drop the schema, make others or hand out roles", async (_, user) => {
    await grant();
    await expect(user("DROP SCHEMA cliscale")).rejects.toThrow("must be owner of schema cliscale");
    await expect(user("DROP SCHEMA cliscale CASCADE")).rejects.toThrow("must be owner of schema cliscale");
    await expect(user("DROP SCHEMA public")).rejects.toThrow("must be owner of schema public");
    await expect(user("CREATE SCHEMA mine")).rejects.toThrow("permission denied for database");
    await expect(user("CREATE ROLE mine")).rejects.toThrow("permission denied to create role");
    await expect(user(`GRANT cliscale_owner TO "${STRANGER}"`)).rejects.toThrow("permission denied to grant role");
    await expect(user("GRANT cloudsqlsuperuser TO CURRENT_USER")).rejects.toThrow("permission denied to grant role");
  });

  it("take from PUBLIC what it has", async () => {
    expect(await stranger("SELECT has_database_privilege(current_database(), 'CONNECT') AS may")).toEqual([
      { may: true },
    ]);
    await grant();
    await controller("CREATE TABLE sessions (id int)");

    for (const [what, user, may] of [
      ["has_database_privilege(current_database(), 'CONNECT')", stranger, false],
      ["has_database_privilege(current_database(), 'TEMPORARY')", stranger, false],
      ["has_schema_privilege('public', 'USAGE')", stranger, false],
      ["has_schema_privilege('cliscale', 'USAGE')", stranger, false],
      ["has_database_privilege(current_database(), 'CONNECT')", gateway, true],
      ["has_database_privilege(session_user, current_database(), 'CONNECT')", controller, true],
    ] as const) {
      expect([what, await user(`SELECT ${what} AS may`)]).toEqual([what, [{ may }]]);
    }
    await expect(stranger("SELECT * FROM cliscale.sessions")).rejects.toThrow("permission denied for schema cliscale");
    await expect(stranger("CREATE TABLE public.mine (id int)")).rejects.toThrow("permission denied for schema public");
  });

  it("change nothing when they run again", async () => {
    await grant();
    const once = await catalog();
    expect(once).toContain("cliscale_owner");
    await grant();
    expect(await catalog()).toBe(once);
  });

  it("leave nothing half done when they fail, and work after that", async () => {
    const before = await catalog();
    await expect(grant({ users: [GATEWAY, "nobody@cliscale-dev.iam"] })).rejects.toThrow(
      'user "nobody@cliscale-dev.iam" does not exist',
    );
    expect(await catalog()).toBe(before);

    // fails at its last statement but one, after everything was made
    const broken = FIRST_GRANTS_SQL.replace("  RAISE NOTICE", "  PERFORM 1 / 0;\n  RAISE NOTICE");
    await expect(as("migrate", optionsOf(container().env.PGOPTIONS ?? ""), broken)).rejects.toThrow("division by zero");
    expect(await catalog()).toBe(before);
    await grant();
    await controller("CREATE TABLE sessions (id int)");
  });

  it("complete what was begun by hand", async () => {
    await as("migrate", {}, "CREATE ROLE cliscale_owner NOLOGIN; CREATE SCHEMA cliscale");
    await grant();
    await controller("CREATE TABLE sessions (id int)");
    expect(await gateway("SELECT count(*)::int AS n FROM sessions")).toEqual([{ n: 0 }]);
  });

  it("take privileges away from users who are no longer named", async () => {
    await grant({ creators: [CONTROLLER, FORMER], users: [GATEWAY, STRANGER] });
    await controller("CREATE TABLE sessions (id int)");
    const former = (sql: string) => as(FORMER, {}, sql);
    await former("SET ROLE cliscale_owner");
    expect(await stranger("SELECT count(*)::int AS n FROM sessions")).toEqual([{ n: 0 }]);

    await grant();
    await expect(former("SET ROLE cliscale_owner")).rejects.toThrow("permission denied to set role");
    for (const gone of [former, stranger]) {
      await expect(gone("SELECT * FROM cliscale.sessions")).rejects.toThrow("permission denied for schema cliscale");
    }
    expect(await gateway("SELECT count(*)::int AS n FROM sessions")).toEqual([{ n: 0 }]);
  });

  it("make a later creator an owner of what is there", async () => {
    await grant();
    await controller("CREATE TABLE sessions (id int)");
    await grant({ creators: [CONTROLLER, GATEWAY], users: [] });
    await as(GATEWAY, optionsOf(actAsSchemaOwner("cliscale")), "ALTER TABLE sessions ADD x int");
  });

  it("let a table that was made before be handed over", async () => {
    await as("migrate", {}, `GRANT CREATE ON SCHEMA public TO "${CONTROLLER}"`);
    await as(CONTROLLER, {}, "CREATE TABLE public.sessions (id int); INSERT INTO sessions VALUES (1)");
    await grant();
    await as("migrate", {}, `GRANT CREATE ON SCHEMA cliscale TO "${CONTROLLER}"`);
    await as(
      CONTROLLER,
      {},
      `ALTER TABLE public.sessions SET SCHEMA cliscale;
       ALTER TABLE cliscale.sessions OWNER TO cliscale_owner;
       SET ROLE cliscale_owner;
       GRANT SELECT, INSERT, UPDATE, DELETE ON cliscale.sessions TO cliscale_user;`,
    );
    await as("migrate", {}, `REVOKE CREATE ON SCHEMA cliscale FROM "${CONTROLLER}"`);

    expect(await gateway("INSERT INTO sessions VALUES (2); SELECT count(*)::int AS n FROM sessions")).toEqual([
      { n: 2 },
    ]);
    await expect(as(CONTROLLER, {}, "CREATE TABLE mine (id int)")).rejects.toThrow("permission denied for schema");
  });

  it("can be repaired by whoever made the roles", async () => {
    const other = "postgres_like";
    await server.run(`CREATE ROLE ${other} LOGIN NOSUPERUSER CREATEROLE CREATEDB IN ROLE cloudsqlsuperuser`);
    await as(other, optionsOf(container().env["PGOPTIONS"] ?? ""), FIRST_GRANTS_SQL);
    await expect(grant()).rejects.toThrow("permission denied to grant role");
    await as(other, {}, "GRANT cliscale_owner, cliscale_user TO migrate WITH ADMIN OPTION");
    await as(other, {}, "ALTER SCHEMA cliscale OWNER TO cloudsqlsuperuser");
    await grant();
  });

  it("quote names", async () => {
    const user = `x"; DROP SCHEMA public; --`;
    await server.run(`CREATE ROLE "${user.replaceAll('"', '""')}" LOGIN`);
    const settings = { "first_grants.schema": "cliscale", "first_grants.users": user };
    await as("migrate", { ...settings, "first_grants.creators": CONTROLLER }, FIRST_GRANTS_SQL);
    expect(await as("postgres", {}, "SELECT count(*)::int AS n FROM pg_namespace WHERE nspname = 'public'")).toEqual([
      { n: 1 },
    ]);
  });

  it("say whose the database is when they may not grant", async () => {
    await server.run("ALTER DATABASE postgres OWNER TO postgres");
    await expect(grant()).rejects.toThrow(
      'database "postgres" belongs to "postgres", and "migrate" is no member of it',
    );
  });

  it("refuse a role of the owner's name that can log in", async () => {
    await server.run("CREATE ROLE cliscale_owner LOGIN");
    await expect(grant()).rejects.toThrow(`role "cliscale_owner" can log in, so it is somebody else's`);
  });

  it("give up instead of waiting for ever", () => {
    expect(FIRST_GRANTS_SQL).toMatch(
      /^BEGIN;\nSET LOCAL statement_timeout = '60s';\nSET LOCAL lock_timeout = '30s';\n/,
    );
  });
});

describe("A firstGrants container", () => {
  const run = (settings: Readonly<Record<string, string>>, password = "Ab1-_\n", psqlAnswer = 0) => {
    const directory = mkdtempSync(join(tmpdir(), "first-grants-"));
    try {
      const file = (name: string) => join(directory, name);
      writeFileSync(file("password"), password);
      const psql = [
        "#!/bin/sh",
        `printf "%s\\n" "$@" > "${file("arguments")}"`,
        `env > "${file("environment")}"`,
        `cat > "${file("input")}"`,
        `exit ${psqlAnswer}`,
      ];
      writeFileSync(file("psql"), psql.join("\n"));
      chmodSync(file("psql"), 0o755);
      const { command, args, env } = container();
      const [shell = "", ...options] = command;
      const outcome = spawnSync(shell, [...options, ...args], {
        env: {
          ...env,
          PATH: `${directory}:${process.env["PATH"] ?? ""}`,
          PASSWORD_FILE: file("password"),
          PGPASSFILE: file("pgpass"),
          ...settings,
        },
        encoding: "utf8",
      });
      const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), "utf8") : undefined);
      return {
        status: outcome.status,
        log: outcome.stdout + outcome.stderr,
        pgpass: read("pgpass"),
        mode: existsSync(file("pgpass")) ? (statSync(file("pgpass")).mode & 0o777).toString(8) : undefined,
        arguments: read("arguments"),
        environment: read("environment"),
        input: read("input"),
      };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  };

  it("gives psql the password in a file that nobody else may read, and nowhere else", () => {
    const outcome = run({}, "Ab1-_secret\n");
    expect(outcome).toMatchObject({ status: 0, pgpass: "*:*:*:*:Ab1-_secret\n", mode: "600" });
    expect(outcome.arguments).toBe("-X\n-w\n-v\nON_ERROR_STOP=1\n");
    expect(outcome.environment).toContain("PGPASSFILE=");
    expect([outcome.environment, outcome.arguments, outcome.log].join()).not.toContain("Ab1-_secret");
  });

  it("takes a password without a line feed, as Secret Manager holds it", () => {
    expect(run({}, "Ab1-_secret")).toMatchObject({ status: 0, pgpass: "*:*:*:*:Ab1-_secret\n" });
  });

  it("hands psql the statements as they are", () => {
    expect(run({}).input).toBe(`${FIRST_GRANTS_SQL}\n`);
  });

  it.each([
    ["the password is missing", { PASSWORD_FILE: "/nowhere" }, "x", 0, 1],
    ["the password is empty", {}, "", 0, 1],
    ["a statement fails", {}, "x", 3, 3],
  ])("fails when %s", (_, settings, password, psqlAnswer, status) => {
    expect(run(settings, password, psqlAnswer).status).toBe(status);
  });

  it("holds no expression of Kubernetes or Terraform, which both would replace", () => {
    const { command, args, env } = container();
    for (const text of [...command, ...args, ...Object.values(env)]) {
      expect(text).not.toMatch(/\$\(|\$\$|\$\{|%\{/);
    }
  });

  it("connects to the proxy on the pod's loopback and names users in settings of the session", () => {
    expect(container().env).toMatchObject({
      PGHOST: "127.0.0.1",
      PGPORT: "5432",
      PGDATABASE: "cliscale",
      PGUSER: "migrate",
      PASSWORD_FILE: "/secrets/pg/password",
      PGPASSFILE: "/dev/shm/pgpass",
      PGOPTIONS: `-c first_grants.schema=cliscale -c first_grants.creators=${CONTROLLER} -c first_grants.users=${GATEWAY}`,
    });
    expect(container({ port: 5433, users: undefined }).env).toMatchObject({
      PGPORT: "5433",
      PGOPTIONS: `-c first_grants.schema=cliscale -c first_grants.creators=${CONTROLLER} -c first_grants.users=`,
    });
  });

  it.each<[string, Partial<FirstGrantsProps>, string]>([
    ["a schema of the server's", { schema: "public" }, "'schema' must have 1 to 50 lowercase letters"],
    ["a catalog's prefix", { schema: "pg_mine" }, "be no schema of the server's, got 'pg_mine'"],
    ["a schema with a quote", { schema: 'a"b' }, "choose the name of the application"],
    ["a schema that is too long", { schema: "a".repeat(51) }, "'schema' must have 1 to 50"],
    ["no creator", { creators: [] }, "'creators' must name somebody; add the user that creates tables"],
    ["a user with a comma", { users: ["a,b"] }, "'users' must have 1 to 63 letters, digits, at signs"],
    ["a creator with a space", { creators: ["a b"] }, "got 'a b'; pass the userName of a grant"],
    ["a user that is too long", { users: ["a".repeat(64)] }, "'users' must have 1 to 63"],
  ])("refuses %s", (_, change, message) => {
    expect(() => container(change)).toThrow(message);
  });

  it("takes names up to their limits, and references", () => {
    expect(() => container({ schema: "a".repeat(50), users: ["a".repeat(63)] })).not.toThrow();
    expect(container({ users: [Token.asString({ resolve: () => "a" })] }).env["PGOPTIONS"]).toContain("TfToken");
  });
});
