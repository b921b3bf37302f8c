import { TerraformOutput, TerraformStack, Token } from "cdktf";
import { PostgresDatabase, type PostgresDatabaseProps } from "../../../constructs/cloud-sql";
import { EphemeralResource } from "../../../constructs/core/ephemeral-resource";
import { EncryptionKey, type IEncryptionKey } from "../../../constructs/kms";
import { Network } from "../../../constructs/network";
import { ServiceAccount } from "../../../constructs/workload-identity";
import { newStack, renderStack, type Block, type Rendered } from "../../support/synth";

type Props = Partial<PostgresDatabaseProps>;

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const database = (props: Props = {}, stack: TerraformStack = newStack()): PostgresDatabase =>
  new PostgresDatabase(stack, "Database", {
    project: "cliscale-test",
    region: "europe-west1",
    network: network(stack),
    name: "sessions",
    tier: "db-custom-2-7680",
    ...props,
  });

const network = (stack: TerraformStack): Network =>
  new Network(stack, "Network", {
    project: "cliscale-test",
    region: "europe-west1",
    name: "cliscale",
    nodeRange: "10.10.0.0/20",
    podRange: "10.20.0.0/16",
    serviceRange: "10.30.0.0/20",
    privateServiceRange: "10.40.0.0/16",
  });

/** The instance with every default, rendered once for all tests. */
let defaults: Rendered | undefined;

const rendered = (props?: Props): Rendered =>
  props === undefined ? (defaults ??= rendered({})) : renderStack(TerraformStack.of(database(props)));

const instance = (props?: Props): Block => rendered(props).only("google_sql_database_instance");

const settings = (props?: Props): Block => instance(props).settings as Block;

const flags = (props?: Props): Readonly<Record<string, string>> => {
  const list = settings(props).database_flags as readonly { readonly name: string; readonly value: string }[];
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
};

const key = (stack: TerraformStack, name: string): IEncryptionKey =>
  EncryptionKey.fromKeyId(stack, name, `projects/p/locations/europe-west1/keyRings/ring/cryptoKeys/${name}`);

/** What values become when the stack is rendered. */
const outputs = (
  stack: TerraformStack,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> => {
  Object.entries(values).forEach(([name, value]) => new TerraformOutput(stack, name, { value }));
  const rendered = (renderStack(stack).json.output ?? {}) as Readonly<Record<string, Block>>;
  return Object.fromEntries(Object.keys(values).map((name) => [name, rendered[name]?.value]));
};

const serviceAccount = (stack: TerraformStack): ServiceAccount =>
  new ServiceAccount(stack, "Gateway", {
    project: "cliscale-test",
    accountId: "ws-cli-gateway",
    description: "Gateway",
  });

describe("PostgresDatabase", () => {
  it("has a private address only, in the network's range, after the peering and the API", () => {
    expect(settings().ip_configuration).toEqual({
      ipv4_enabled: false,
      private_network: like(/^\$\{google_compute_network\..*\.id\}$/),
      allocated_ip_range: like(/^\$\{google_compute_global_address\..*\.name\}$/),
      ssl_mode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
    });
    expect(instance().depends_on).toEqual([
      like(/^google_project_service\..*sqladmin/),
      like(/^google_service_networking_connection\./),
    ]);
  });

  it("is PostgreSQL 17 in edition ENTERPRISE with a standby", () => {
    expect(instance()).toMatchObject({
      project: "cliscale-test",
      region: "europe-west1",
      database_version: "POSTGRES_17",
    });
    expect(settings()).toMatchObject({
      edition: "ENTERPRISE",
      tier: "db-custom-2-7680",
      availability_type: "REGIONAL",
    });
    expect(settings()).not.toHaveProperty("location_preference");
    expect(settings({ availabilityType: "ZONAL" }).availability_type).toBe("ZONAL");
    expect(settings({ edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-4" }).edition).toBe("ENTERPRISE_PLUS");
  });

  it("takes connections with a client certificate and through connectors only", () => {
    expect(settings().connector_enforcement).toBe("REQUIRED");
    expect(settings({ connectorEnforcement: "NOT_REQUIRED" }).connector_enforcement).toBe("NOT_REQUIRED");
    expect(settings({ sslMode: "ENCRYPTED_ONLY" }).ip_configuration).toMatchObject({ ssl_mode: "ENCRYPTED_ONLY" });
  });

  it("keeps 30 daily backups and all logs of as many days as its edition keeps by default", () => {
    const backups = {
      enabled: true,
      start_time: "02:00",
      point_in_time_recovery_enabled: true,
      transaction_log_retention_days: 7,
      backup_retention_settings: { retained_backups: 30, retention_unit: "COUNT" },
    };

    expect(settings().backup_configuration).toEqual(backups);
    expect(settings({ edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" }).backup_configuration).toEqual({
      ...backups,
      transaction_log_retention_days: 14,
    });
    expect(settings({ backups: { location: "eu", startTime: "23:59" } }).backup_configuration).toEqual({
      ...backups,
      start_time: "23:59",
      location: "eu",
    });
    expect(settings()).toMatchObject({ retain_backups_on_delete: true });
    expect(settings({ retainBackupsOnDelete: false })).toMatchObject({ retain_backups_on_delete: false });
  });

  it("shows the backups in force, for a comparison with the recovery point", () => {
    expect(database({ backups: { retainedBackups: 90 } }).backups).toEqual({
      startTime: "02:00",
      retainedBackups: 90,
      transactionLogRetentionDays: 7,
    });
  });

  it("sets the flags that the scanners ask for", () => {
    expect(flags()).toEqual({
      "cloudsql.enable_pgaudit": "on",
      "cloudsql.iam_authentication": "on",
      log_checkpoints: "on",
      log_connections: "on",
      log_disconnections: "on",
      log_duration: "on",
      log_hostname: "on",
      log_lock_waits: "on",
      log_min_duration_statement: "-1",
      log_min_error_statement: "error",
      log_min_messages: "warning",
      log_statement: "ddl",
      log_temp_files: "0",
      max_connections: "400",
    });
  });

  it("lets the caller set more flags, change the logging and set the number of connections", () => {
    const changed = flags({
      flags: { "pgaudit.log": "write", log_min_duration_statement: "500" },
      maxConnections: 250,
    });

    expect(changed).toMatchObject({
      "pgaudit.log": "write",
      log_min_duration_statement: "500",
      max_connections: "250",
    });
    expect(changed.log_statement).toBe("ddl");
    expect(database({ maxConnections: 250 }).maxConnections).toBe(250);
    expect(database({ tier: "db-g1-small" }).maxConnections).toBe(50);
  });

  it("grows its disk up to a limit and ignores what it has grown to", () => {
    expect(settings()).toMatchObject({
      disk_type: "PD_SSD",
      disk_size: 10,
      disk_autoresize: true,
      disk_autoresize_limit: 500,
    });
    expect(instance().lifecycle).toMatchObject({ ignore_changes: ["settings[0].disk_size"] });
    expect(settings({ disk: { sizeGb: 100, autoresizeLimitGb: 100 } })).toMatchObject({
      disk_size: 100,
      disk_autoresize_limit: 100,
    });
  });

  it("records statements without the addresses of clients", () => {
    expect(settings().insights_config).toEqual({
      query_insights_enabled: true,
      query_string_length: 1024,
      query_plans_per_minute: 5,
      record_application_tags: true,
      record_client_address: false,
    });
  });

  it("asks for long passwords where there are any, and sets none for the superuser", () => {
    expect(settings().password_validation_policy).toEqual({
      enable_password_policy: true,
      min_length: 16,
      complexity: "COMPLEXITY_DEFAULT",
      reuse_interval: 5,
      disallow_username_substring: true,
    });
    expect(instance()).not.toHaveProperty("root_password");
  });

  it("is maintained on Sunday at three, never in a period that is denied", () => {
    expect(settings().maintenance_window).toEqual({ day: 7, hour: 3, update_track: "stable" });
    expect(settings()).not.toHaveProperty("deny_maintenance_period");
    expect(
      settings({
        maintenanceWindow: { day: 1, updateTrack: "canary" },
        denyMaintenancePeriod: { startDate: "2026-11-20", endDate: "2027-01-05" },
      }),
    ).toMatchObject({
      maintenance_window: { day: 1, hour: 3, update_track: "canary" },
      deny_maintenance_period: { start_date: "2026-11-20", end_date: "2027-01-05", time: "00:00:00" },
    });
  });

  it("is protected from deletion at every level, and at none when the caller says so", () => {
    expect(instance()).toMatchObject({ deletion_protection: true, lifecycle: { prevent_destroy: true } });
    expect(settings().deletion_protection_enabled).toBe(true);
    expect(instance({ deletionProtection: false })).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
      settings: { deletion_protection_enabled: false },
    });
  });

  it("is named by its generation, so that a name which is taken for a week can be left behind", () => {
    expect(instance().name).toBe("sessions-1");
    expect(instance({ generation: 2 }).name).toBe("sessions-2");
  });

  it("carries labels where Cloud SQL has them", () => {
    expect(settings({ labels: { team: "platform" } }).user_labels).toEqual({ team: "platform" });
    expect(settings()).not.toHaveProperty("user_labels");
    expect(settings({ labels: {} })).not.toHaveProperty("user_labels");
  });

  it("waits long enough for Cloud SQL", () => {
    expect(instance().timeouts).toEqual({ create: "60m", update: "90m", delete: "60m" });
  });

  it("has the zones that the caller chooses", () => {
    expect(settings({ zone: "europe-west1-b", secondaryZone: "europe-west1-c" }).location_preference).toEqual({
      zone: "europe-west1-b",
      secondary_zone: "europe-west1-c",
    });
  });

  it("is encrypted with the caller's key once Cloud SQL's agent may use it", () => {
    const stack = newStack();
    database({ encryptionKey: key(stack, "sql") }, stack);
    const result = renderStack(stack);

    const grant = result.only("google_kms_crypto_key_iam_member");
    expect(grant).toMatchObject({
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: like(/^\$\{google_project_service_identity\..*sqladmin.*\.member\}$/),
    });
    expect(result.only("google_sql_database_instance")).toMatchObject({
      encryption_key_name: "projects/p/locations/europe-west1/keyRings/ring/cryptoKeys/sql",
      depends_on: expect.arrayContaining([like(/^google_kms_crypto_key_iam_member\./)]) as unknown,
    });
    expect(instance()).not.toHaveProperty("encryption_key_name");
  });

  it("shows its address, its connection name and its name as references", () => {
    const stack = newStack();
    const { instanceName, connectionName, privateIp } = database({}, stack);

    expect(outputs(stack, { instanceName, connectionName, privateIp })).toEqual({
      instanceName: like(/^\$\{google_sql_database_instance\..*\.name\}$/),
      connectionName: like(/^\$\{google_sql_database_instance\..*\.connection_name\}$/),
      privateIp: like(/^\$\{google_sql_database_instance\..*\.private_ip_address\}$/),
    });
  });

  it.each<[string, Props, string]>([
    [
      "a tier of another edition",
      { tier: "db-perf-optimized-N-2" },
      "'tier' must be db-f1-micro, db-g1-small or db-custom",
    ],
    [
      "a shared core in ENTERPRISE_PLUS",
      { edition: "ENTERPRISE_PLUS", tier: "db-g1-small" },
      "in edition ENTERPRISE_PLUS, got 'db-g1-small'",
    ],
    [
      "8 days of logs in ENTERPRISE",
      { backups: { transactionLogRetentionDays: 8 } },
      "'backups.transactionLogRetentionDays' must be a whole number between 1 and 7 days in ENTERPRISE, got 8",
    ],
    [
      "no backups",
      { backups: { retainedBackups: 0 } },
      "'backups.retainedBackups' must be a whole number between 1 and 365 backups, got 0",
    ],
    ["366 backups", { backups: { retainedBackups: 366 } }, "got 366; choose a value from 1 to 365"],
    [
      "fewer backups than days of logs",
      { backups: { retainedBackups: 6 } },
      "'backups.retainedBackups' must cover the 7 days of logs, because a log can only be replayed on an older backup, got 6; choose 7 or more",
    ],
    [
      "a backup at 24:00",
      { backups: { startTime: "24:00" } },
      "'backups.startTime' must be a UTC time as HH:MM, got '24:00'",
    ],
    [
      "a backup location that is none",
      { backups: { location: "Europe" } },
      "'backups.location' must be a region or one of eu, us, asia, got 'Europe'",
    ],
    ["13 connections", { maxConnections: 13 }, "'maxConnections' must be a whole number between 14 and 262143, got 13"],
    ["262144 connections", { maxConnections: 262_144 }, "got 262144"],
    [
      "connections as a flag",
      { flags: { max_connections: "500" } },
      `'flags["max_connections"]' must not be set as a flag, got '500'; set maxConnections instead`,
    ],
    [
      "IAM authentication off",
      { flags: { "cloudsql.iam_authentication": "off" } },
      "leave it out: grantConnect needs it on",
    ],
    ["pgAudit off", { flags: { "cloudsql.enable_pgaudit": "off" } }, "leave it out: it stays on"],
    ["9 GB", { disk: { sizeGb: 9 } }, "'disk.sizeGb' must be a whole number between 10 and 65536 GB, got 9"],
    [
      "65537 GB",
      { disk: { sizeGb: 65_537 } },
      "'disk.sizeGb' must be a whole number between 10 and 65536 GB, got 65537",
    ],
    [
      "a limit below the size",
      { disk: { sizeGb: 100, autoresizeLimitGb: 99 } },
      "'disk.autoresizeLimitGb' must be a whole number between 100 and 65536 GB, got 99",
    ],
    [
      "255 bytes of statements",
      { insights: { queryStringLength: 255 } },
      "'insights.queryStringLength' must be a whole number between 256 and 4500 bytes, got 255",
    ],
    ["4501 bytes of statements", { insights: { queryStringLength: 4501 } }, "got 4501"],
    [
      "21 plans a minute",
      { insights: { queryPlansPerMinute: 21 } },
      "'insights.queryPlansPerMinute' must be a whole number between 0 and 20, got 21",
    ],
    [
      "an eighth day",
      { maintenanceWindow: { day: 8 } },
      "'maintenanceWindow.day' must be a whole number between 1 and 7, got 8",
    ],
    ["a day zero", { maintenanceWindow: { day: 0 } }, "between 1 and 7, got 0"],
    [
      "hour 24",
      { maintenanceWindow: { hour: 24 } },
      "'maintenanceWindow.hour' must be a whole number between 0 and 23 o'clock UTC, got 24",
    ],
    [
      "a 30th of February",
      { denyMaintenancePeriod: { startDate: "2027-02-01", endDate: "2027-02-30" } },
      "'denyMaintenancePeriod.endDate' must be a date as yyyy-mm-dd or mm-dd, got '2027-02-30'",
    ],
    [
      "91 days without maintenance",
      { denyMaintenancePeriod: { startDate: "2027-01-01", endDate: "2027-04-01" } },
      "'denyMaintenancePeriod.endDate' must lie 0 to 89 days after startDate '2027-01-01', got '2027-04-01'",
    ],
    [
      "a period that ends before it starts",
      { denyMaintenancePeriod: { startDate: "2027-01-02", endDate: "2027-01-01" } },
      "must lie 0 to 89 days after",
    ],
    [
      "a year on one date alone",
      { denyMaintenancePeriod: { startDate: "2027-01-02", endDate: "01-05" } },
      "must be written as startDate '2027-01-02' is",
    ],
    [
      "a period at 25 o'clock",
      { denyMaintenancePeriod: { startDate: "01-02", endDate: "01-05", time: "25:00:00" } },
      "'denyMaintenancePeriod.time' must be a UTC time as HH:mm:SS, got '25:00:00'",
    ],
    [
      "a zone of another region",
      { zone: "europe-west4-a" },
      "'zone' must be a zone of europe-west1, got 'europe-west4-a'",
    ],
    [
      "a region whose name starts like ours",
      { region: "europe-west1", zone: "europe-west10-a" },
      "'zone' must be a zone of europe-west1, got 'europe-west10-a'",
    ],
    [
      "a standby in the zone of the primary",
      { zone: "europe-west1-b", secondaryZone: "europe-west1-b" },
      "'secondaryZone' must not be the zone of the primary",
    ],
    [
      "the zone of a standby that there isn't",
      { availabilityType: "ZONAL", secondaryZone: "europe-west1-b" },
      "'secondaryZone' must be left out when availabilityType is ZONAL",
    ],
    [
      "a capital letter in the name",
      { name: "Sessions" },
      "'name' must have lowercase letters, digits or hyphens, start with a letter and not end with a hyphen, got 'Sessions'",
    ],
    [
      "a name that is too long with its project",
      { name: `a${"b".repeat(82)}` },
      "'name' must have at most 82 characters in project 'cliscale-test'",
    ],
    ["a generation zero", { generation: 0 }, "'generation' must be a whole number between 1 and 9999, got 0"],
    ["a project that is none", { project: "Prod" }, "'project' must have 6 to 30 lowercase letters"],
    ["a region that is none", { region: "europe" }, "'region' must be a region such as europe-west1, got 'europe'"],
    ["a label that Google refuses", { labels: { Team: "x" } }, "'labels' must have keys of 1 to 63 lowercase letters"],
  ])("refuses %s", (_case, props, text) => {
    expect(() => database(props)).toThrow(text);
  });

  it.each<[string, Props]>([
    ["one backup and one day of logs", { backups: { retainedBackups: 1, transactionLogRetentionDays: 1 } }],
    ["365 backups", { backups: { retainedBackups: 365 } }],
    ["14 connections", { maxConnections: 14 }],
    ["262143 connections", { maxConnections: 262_143 }],
    ["a disk of 65536 GB", { disk: { sizeGb: 65_536, autoresizeLimitGb: 65_536 } }],
    ["the least of insights", { insights: { queryStringLength: 256, queryPlansPerMinute: 0 } }],
    ["the most of insights", { insights: { queryStringLength: 4500, queryPlansPerMinute: 20 } }],
    ["90 days without maintenance", { denyMaintenancePeriod: { startDate: "2027-01-01", endDate: "2027-03-31" } }],
    [
      "days over the turn of every year",
      { denyMaintenancePeriod: { startDate: "12-15", endDate: "01-05", time: "23:59:59" } },
    ],
    ["the longest name", { name: `a${"b".repeat(81)}` }],
  ])("accepts %s", (_case, props) => {
    expect(() => database(props)).not.toThrow();
  });

  it("asks for a number of connections when the tier is known only after apply", () => {
    const tier = Token.asString({ ref: "tier" });

    expect(() => database({ tier })).toThrow(
      "'maxConnections' must be set, because the default of the tier is not known at synth; choose a number that the pools of all clients fit in",
    );
    expect(() => database({ tier, maxConnections: 100 })).not.toThrow();
  });

  it("reports every problem at once", () => {
    expect(() => database({ tier: "x", maxConnections: 1, generation: 0 })).toThrow(
      /^PostgresDatabase at test\/Database:\n {2}- 'generation'.*\n {2}- 'tier'.*\n {2}- 'maxConnections'.*$/,
    );
  });
});

describe("PostgresDatabase.addDatabase", () => {
  it("adds a database in UTF-8 that a destroy leaves alone", () => {
    const stack = newStack();
    database({}, stack).addDatabase("sessions");

    expect(renderStack(stack).only("google_sql_database")).toMatchObject({
      project: "cliscale-test",
      instance: like(/^\$\{google_sql_database_instance\..*\.name\}$/),
      name: "sessions",
      charset: "UTF8",
      deletion_policy: "ABANDON",
    });
  });

  it.each(["postgres", "cloudsqladmin", "Sessions", "1st", "a".repeat(64)])("refuses the name %s", (name) => {
    expect(() => database().addDatabase(name)).toThrow(`got '${name}'; choose the name of the application`);
  });

  it("accepts a name of 63 characters", () => {
    expect(() => database().addDatabase("a".repeat(63))).not.toThrow();
  });
});

describe("PostgresDatabase.grantClient", () => {
  it("opens connections to this instance, once, and makes no user", () => {
    const stack = newStack();
    const sessions = database({}, stack);
    const migrate = serviceAccount(stack);
    const first = sessions.grantClient(migrate);
    expect(sessions.grantClient(migrate).dependables).toEqual(first.dependables);

    const result = renderStack(stack);
    expect(result.only("google_project_iam_member")).toMatchObject({
      role: "roles/cloudsql.client",
      condition: {
        expression: like(/^resource\.name == "projects\/cliscale-test\/instances\/sessions-1"/),
      },
    });
    expect(result.resources("google_sql_user")).toEqual([]);
  });

  it("adds nothing to what grantConnect gives", () => {
    const stack = newStack();
    const sessions = database({}, stack);
    const gateway = serviceAccount(stack);
    sessions.grantConnect(gateway);
    sessions.grantClient(gateway);

    expect(renderStack(stack).resources("google_project_iam_member")).toHaveLength(2);
  });

  it("opens connections to a replica alone", () => {
    const stack = newStack();
    const replica = database({}, stack).addReplica("Replica", { name: "sessions-replica" });
    replica.grantClient(serviceAccount(stack));

    const { condition } = renderStack(stack).only("google_project_iam_member");
    expect((condition as Block).expression).toContain('/instances/sessions-replica"');
  });
});

describe("PostgresDatabase.grantConnect", () => {
  it("makes an IAM user and binds both roles for this instance alone, once", () => {
    const stack = newStack();
    const sessions = database({}, stack);
    const gateway = serviceAccount(stack);
    const first = sessions.grantConnect(gateway);
    const second = sessions.grantConnect(gateway);

    expect(second.dependables).toEqual(first.dependables);
    expect(first.dependables).toHaveLength(3);
    expect(outputs(stack, { user: first.userName }).user).toMatch(/^\$\{google_sql_user\..*\.name\}$/);
    const result = renderStack(stack);
    expect(result.only("google_sql_user")).toMatchObject({
      instance: like(/^\$\{google_sql_database_instance\..*\.name\}$/),
      name: like(/^\$\{trimsuffix\(google_service_account\..*\.email, "\.gserviceaccount\.com"\)\}$/),
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      deletion_policy: "ABANDON",
    });
    expect(result.only("google_sql_user")).not.toHaveProperty("password");
    const bindings = result.resources("google_project_iam_member");
    expect(bindings.map((binding) => binding.role)).toEqual(["roles/cloudsql.client", "roles/cloudsql.instanceUser"]);
    for (const binding of bindings) {
      expect(binding).toMatchObject({
        project: "cliscale-test",
        depends_on: [like(/^google_project_service\..*cloudresourcemanager/)],
        member: like(/^\$\{google_service_account\..*\.member\}$/),
        condition: {
          title: "Cloud SQL sessions-1",
          expression:
            'resource.name == "projects/cliscale-test/instances/sessions-1" && resource.type == "sqladmin.googleapis.com/Instance"',
        },
      });
    }
  });

  it("gives two workloads two users", () => {
    const stack = newStack();
    const sessions = database({}, stack);
    sessions.grantConnect(serviceAccount(stack));
    sessions.grantConnect(
      ServiceAccount.fromEmail(stack, "Other", { email: "controller@cliscale-test.iam.gserviceaccount.com" }),
    );
    const result = renderStack(stack);

    expect(result.where("google_sql_user", "name", "controller@cliscale-test.iam").type).toBe(
      "CLOUD_IAM_SERVICE_ACCOUNT",
    );
    expect(result.resources("google_sql_user")).toHaveLength(2);
    expect(result.resources("google_project_iam_member")).toHaveLength(4);
  });

  it("refuses an address that is too long for a database user", () => {
    const stack = newStack();
    const email = (project: string) => `${"a".repeat(30)}@${project}.iam.gserviceaccount.com`;
    const account = (id: string, project: string) => ServiceAccount.fromEmail(stack, id, { email: email(project) });
    const sessions = database({}, stack);

    expect(() => sessions.grantConnect(account("Fits", "p".repeat(28)))).not.toThrow();
    expect(() => sessions.grantConnect(account("TooLong", "p".repeat(29)))).toThrow(
      "'identity' must have an address of at most 63 characters without .gserviceaccount.com, because it names a database user",
    );
  });
});

describe("PostgresDatabase.addPasswordUser", () => {
  const password = (stack: TerraformStack) => {
    const generated = new EphemeralResource(stack, "Password", { type: "random_password", arguments: { length: 32 } });
    return { value: generated.value("result"), version: 3 };
  };

  it("sends a password that is written and never kept", () => {
    const stack = newStack();
    const user = database({}, stack).addPasswordUser("reporting", password(stack));

    expect(outputs(stack, { user: user.userName }).user).toMatch(/^\$\{google_sql_user\..*\.name\}$/);
    const result = renderStack(stack).only("google_sql_user");
    expect(result).toMatchObject({
      name: "reporting",
      type: "BUILT_IN",
      password_wo: like(/^\$\{ephemeral\.random_password\..*\.result\}$/),
      password_wo_version: 3,
      deletion_policy: "ABANDON",
    });
    expect(result).not.toHaveProperty("password");
  });

  it("refuses a literal password without showing it", () => {
    const attempt = () => database().addPasswordUser("reporting", { value: "hunter2hunter2", version: 1 });

    expect(attempt).toThrow("'password' must refer to an ephemeral value, because a literal ends up in the source");
    expect(attempt).not.toThrow("hunter2");
  });

  it.each(["postgres", "cloudsqlsuperuser", "pg_monitor", "Reporting", "a".repeat(64)])(
    "refuses the name %s",
    (name) => {
      const stack = newStack();

      expect(() => database({}, stack).addPasswordUser(name, password(stack))).toThrow(
        `got '${name}'; choose the name of the application`,
      );
    },
  );

  it("refuses a counter below one", () => {
    const stack = newStack();

    expect(() => database({}, stack).addPasswordUser("reporting", { ...password(stack), version: 0 })).toThrow(
      "'password.version' must be a whole number between 1",
    );
  });
});

describe("PostgresDatabase.addReplica", () => {
  const replica = (props: Props, replicaProps: Parameters<PostgresDatabase["addReplica"]>[1], stack = newStack()) => {
    const added = database(props, stack).addReplica("Replica", replicaProps);
    return {
      added,
      stack,
      block: () => renderStack(stack).where("google_sql_database_instance", "name", "sessions-dr"),
    };
  };

  it("has the edition, version, flags, TLS rules and protection of its primary, and no backups of its own", () => {
    const { block } = replica(
      { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-4", labels: { team: "platform" } },
      { name: "sessions-dr" },
    );
    const result = block();

    expect(result).toMatchObject({
      region: "europe-west1",
      database_version: "POSTGRES_17",
      master_instance_name: like(/^\$\{google_sql_database_instance\..*\.name\}$/),
      deletion_protection: true,
      lifecycle: { prevent_destroy: true, ignore_changes: ["settings[0].disk_size"] },
      depends_on: [like(/^google_service_networking_connection\./)],
      settings: {
        edition: "ENTERPRISE_PLUS",
        tier: "db-perf-optimized-N-4",
        availability_type: "ZONAL",
        connector_enforcement: "REQUIRED",
        deletion_protection_enabled: true,
        ip_configuration: { ipv4_enabled: false, ssl_mode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" },
        user_labels: { team: "platform" },
      },
    });
    expect(result.settings).toMatchObject({
      database_flags: settings({ edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-4" }).database_flags,
    });
    expect(result.settings).not.toHaveProperty("backup_configuration");
    expect(result.settings).not.toHaveProperty("disk_size");
  });

  it("lies in another region, on another machine, when the caller says so", () => {
    const { block } = replica(
      {},
      {
        name: "sessions-dr",
        region: "europe-west4",
        tier: "db-custom-4-15360",
        zone: "europe-west4-a",
        availabilityType: "REGIONAL",
      },
    );

    expect(block()).toMatchObject({
      region: "europe-west4",
      settings: {
        tier: "db-custom-4-15360",
        availability_type: "REGIONAL",
        location_preference: { zone: "europe-west4-a" },
      },
    });
  });

  it("loses its protection with its primary", () => {
    const { block } = replica({ deletionProtection: false }, { name: "sessions-dr" });

    expect(block()).toMatchObject({ deletion_protection: false, lifecycle: { prevent_destroy: false } });
  });

  it("needs a key in its own region when the primary has one in another", () => {
    const stack = newStack();
    const encryptionKey = key(stack, "west1");
    const sessions = database({ encryptionKey }, stack);

    expect(() => sessions.addReplica("Unencrypted", { name: "sessions-dr", region: "europe-west4" })).toThrow(
      "'encryptionKey' must be a key in europe-west4, because the primary is encrypted with a key in europe-west1; make a key in europe-west4 and pass it",
    );
    expect(() => sessions.addReplica("SameRegion", { name: "sessions-near", encryptionKey })).toThrow(
      "'encryptionKey' must be left out in the primary's region",
    );
    sessions.addReplica("Replica", { name: "sessions-dr", region: "europe-west4", encryptionKey: key(stack, "west4") });
    expect(renderStack(stack).where("google_sql_database_instance", "name", "sessions-dr")).toMatchObject({
      encryption_key_name: like(/west4$/),
      depends_on: expect.arrayContaining([like(/^google_kms_crypto_key_iam_member\.west4/)]) as unknown,
    });
  });

  it.each<[string, Parameters<PostgresDatabase["addReplica"]>[1], string]>([
    [
      "a tier of another edition",
      { name: "sessions-dr", tier: "db-perf-optimized-N-2" },
      "ReadReplica at test/Database/Replica:\n  - 'tier' must be db-f1-micro",
    ],
    ["a name that is none", { name: "-dr" }, "'name' must have lowercase letters, digits or hyphens"],
    [
      "a zone of the primary's region",
      { name: "sessions-dr", region: "europe-west4", zone: "europe-west1-b" },
      "'zone' must be a zone of europe-west4",
    ],
  ])("refuses %s", (_case, props, text) => {
    expect(() => replica({}, props)).toThrow(text);
  });

  it("lets someone connect to both instances as one user, each binding for one instance", () => {
    const { added, stack } = replica({}, { name: "sessions-dr" });
    const gateway = serviceAccount(stack);
    const grant = added.grantConnect(gateway);
    added.grantConnect(gateway);
    const result = renderStack(stack);

    expect(grant.dependables).toHaveLength(5);
    expect(result.resources("google_sql_user")).toHaveLength(1);
    const titles = result.resources("google_project_iam_member").map((binding) => (binding.condition as Block).title);
    expect([...titles].sort()).toEqual([
      "Cloud SQL sessions-1",
      "Cloud SQL sessions-1",
      "Cloud SQL sessions-dr",
      "Cloud SQL sessions-dr",
    ]);
  });

  it("makes a replica after the primary's users and databases, in whatever order they are added", () => {
    const stack = newStack();
    const sessions = database({}, stack);
    sessions.addDatabase("before");
    sessions.addReplica("Replica", { name: "sessions-dr" });
    sessions.addDatabase("after");
    sessions.grantConnect(serviceAccount(stack));
    const instances = renderStack(stack).resources("google_sql_database_instance");
    const waitsFor = instances.map(({ depends_on }) => (depends_on as readonly string[]).join(" "));

    const [primary = "", replica = ""] = waitsFor;
    for (const content of ["Database-before", "Database-after", "google_sql_user"]) {
      expect(replica).toContain(content);
      expect(primary).not.toContain(content);
    }
  });
});
