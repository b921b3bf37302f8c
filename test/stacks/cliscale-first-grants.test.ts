import { DefaultTokenResolver, StringConcat, Testing, Tokenization } from "cdktf";
import { actAsSchemaOwner, schemaOwner } from "../../constructs/cloud-sql";
import { type ResolvedChartValues } from "../../constructs/helm";
import { resolveSettings } from "../../environments";
import { CliscaleStack } from "../../stacks/cliscale-stack";
import { changed, type Changes } from "../support/environments";
import { renderStack, type Block } from "../support/synth";

/** One environment as a stack, with the chart's values, references written out. */
function cliscale(name: string, changes: Changes = {}) {
  const [settings] = resolveSettings([changed(name, changes)]);
  if (settings === undefined) {
    throw new Error(`no ${name}`);
  }
  const stack = new CliscaleStack(Testing.app(), `cliscale-${name}`, settings);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const values = Tokenization.resolve(stack.workload.release.values, {
    scope: stack,
    resolver,
    preparing: false,
  }) as ResolvedChartValues;
  const job = values.jobs["first-grants"];
  if (job === undefined) {
    throw new Error("no job");
  }
  return { stack, settings, values, job };
}

const containing = (text: string): unknown => expect.stringContaining(text);
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const prod = cliscale("prod");
const rendered = renderStack(prod.stack);

/** Addresses of the resources of a type by the last part of their path, such as `Grant-…`. */
const resources = (type: string): readonly (readonly [string, Block])[] =>
  Object.entries((rendered.json.resource?.[type] ?? {}) as Record<string, Block>);

const ofMigrate = (type: string): readonly Block[] =>
  resources(type)
    .map(([, block]) => block)
    .filter(({ member }) => /Identities_migrate-account/.test(String(member)));

describe("The job of the first grants", () => {
  it("runs before the workloads, as an identity of its own", () => {
    expect(prod.job).toMatchObject({ before: "workloads", serviceAccount: { name: "ws-cli-migrate", apiRules: [] } });
    expect(JSON.stringify(prod.job.serviceAccount.annotations)).toContain("google_service_account.Platform_Identities");
    const accounts = resources("google_service_account").map(([, { account_id: id }]) => id);
    expect(accounts).toContain("cliscale-prod-migrate");
  });

  it("may open connections to this instance and read one password, and nothing else", () => {
    const types = Object.keys(rendered.json.resource ?? {}).filter((type) => type.endsWith("_iam_member"));
    const grants = types.flatMap((type) => ofMigrate(type).map(({ role, condition }) => [type, role, condition]));

    expect(grants).toEqual([
      [
        "google_project_iam_member",
        "roles/cloudsql.client",
        {
          title: containing("Cloud SQL"),
          description: containing("no IAM policy"),
          expression: like(/\/instances\/cliscale-prod-db-1"/),
        },
      ],
      ["google_secret_manager_secret_iam_member", "roles/secretmanager.secretAccessor", undefined],
    ]);
    expect(String(ofMigrate("google_secret_manager_secret_iam_member")[0]?.secret_id)).toContain("MigratePassword");
  });

  it("has the one password, which nobody else may read", () => {
    const readers = resources("google_secret_manager_secret_iam_member").filter(([, { secret_id: id }]) =>
      String(id).includes("MigratePassword"),
    );
    expect(readers).toHaveLength(1);
    expect(resources("google_sql_user").find(([, { type }]) => type === "BUILT_IN")?.[1]).toMatchObject({
      name: "migrate",
      password_wo: like(
        /^\$\{join\("", ephemeral\.google_secret_manager_secret_version\.\w*MigratePassword_StoredValue\w*\[\*\]\.secret_data\)\}$/,
      ),
      password_wo_version: 1,
    });
    expect(prod.job.secrets).toEqual({
      pg: {
        mountPath: "/secrets/pg",
        files: [{ fileName: "password", previous: false, resourceName: containing("MigratePassword_Version-1") }],
        env: {},
      },
    });
    expect(prod.job.env["PASSWORD_FILE"]).toBe("/secrets/pg/password");
  });

  it("signs in with the password through the proxy, to the services' database", () => {
    expect(prod.job.cloudSqlProxy).toMatchObject({ iamAuthentication: false });
    expect(prod.job.cloudSqlProxy?.connectionName).toBe(
      prod.values.workloads["controller"]?.cloudSqlProxy?.connectionName,
    );
    expect(prod.job.env["PGDATABASE"]).toMatch(/^\$\{google_sql_database\.[\w-]+\.name\}$/);
    expect(prod.job.env["PGUSER"]).toMatch(/^\$\{google_sql_user\.[\w-]*PasswordUser-migrate\w*\.name\}$/);
  });

  it("names the services' users as references: the controller creates tables, the gateway uses them", () => {
    const user = (name: string) => prod.values.workloads[name]?.env["PGUSER"] ?? "";
    expect(user("controller")).toMatch(/^\$\{google_sql_user\.[\w-]*controller\w*\.name\}$/);
    expect(prod.job.env["PGOPTIONS"]).toBe(
      `-c first_grants.schema=cliscale -c first_grants.creators=${user("controller")} -c first_grants.users=${user("ws-gateway")}`,
    );
    expect(prod.values.workloads["controller"]?.env["PGOPTIONS"]).toBe(actAsSchemaOwner("cliscale"));
    expect(actAsSchemaOwner("cliscale")).toBe(`-c role=${schemaOwner("cliscale")}`);
    expect(prod.values.workloads["ws-gateway"]?.env).not.toHaveProperty("PGOPTIONS");
  });

  it("gives the runner no user of the database", () => {
    expect(
      resources("google_sql_user")
        .map(([, { type }]) => type)
        .toSorted(),
    ).toEqual(["BUILT_IN", "CLOUD_IAM_SERVICE_ACCOUNT", "CLOUD_IAM_SERVICE_ACCOUNT"]);
    expect(JSON.stringify(rendered.json.resource?.["google_sql_user"])).not.toContain("runner");
  });

  it("waits for its user, its grants and its password", () => {
    const { depends_on: dependsOn } = rendered.only("helm_release");
    const first = (pattern: RegExp) => (dependsOn as string[]).filter((address) => pattern.test(address));
    expect(first(/^google_sql_user\..*PasswordUser-migrate/)).toHaveLength(1);
    expect(first(/^google_project_iam_member\..*cloudsql-client.*-migrate_/)).toHaveLength(1);
    expect(first(/^google_secret_manager_secret_iam_member\..*MigratePassword/)).toHaveLength(1);
    expect(first(/^google_secret_manager_secret_version\..*MigratePassword/)).toHaveLength(1);
    expect(first(/^google_service_account_iam_member\..*Identities_migrate/)).toHaveLength(1);
  });

  it("runs the image that the settings say, from the environment's registry", () => {
    expect(prod.job.image).toMatch(/\/migrate@sha256:[0-9a-f]{64}"?/);
    expect(prod.job.image).toContain(prod.settings.images.migrate);
    expect(cliscale("sandbox").job.image).toContain("migrate:17.6-alpine");
  });

  it("keeps the password in a file, also with the External Secrets Operator", () => {
    const { job, values } = cliscale("prod", { "secrets.delivery": "external-secrets" });
    expect(values.secretDelivery).toBe("external-secrets");
    expect(job.secrets["pg"]).toMatchObject({ env: {}, files: [{ fileName: "password" }] });
    expect(job.env).toMatchObject({ PASSWORD_FILE: "/secrets/pg/password", PGPASSFILE: "/dev/shm/pgpass" });
  });
});
