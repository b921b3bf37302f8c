import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud, type Change } from "../../../sandbox/cloud/cloud";
import { googleKind } from "../../../sandbox/cloud/kinds";
import { allLaws, type CloudView, type Law, type Operation } from "../../../sandbox/cloud/law";
import { law as alertMetric } from "../../../sandbox/cloud/laws/alert-metric";
import { law as autopilotFields } from "../../../sandbox/cloud/laws/autopilot-fields";
import { law as backupPlanWithBackups } from "../../../sandbox/cloud/laws/backup-plan-with-backups";
import { law as databaseEdition } from "../../../sandbox/cloud/laws/database-edition";
import { law as identityPoolNameMonth } from "../../../sandbox/cloud/laws/identity-pool-name-month";
import { law as inUse } from "../../../sandbox/cloud/laws/in-use";
import { law as loadBalancerLeftovers } from "../../../sandbox/cloud/laws/load-balancer-leftovers";
import { law as referenceExists } from "../../../sandbox/cloud/laws/reference-exists";
import { law as releaseTimeout } from "../../../sandbox/cloud/laws/release-timeout";
import { law as serviceAgentKey } from "../../../sandbox/cloud/laws/service-agent-key";
import { law as serviceConnectionInUse } from "../../../sandbox/cloud/laws/service-connection-in-use";
import { projectNumber } from "../../../sandbox/cloud/facts";
import { Store } from "../../../sandbox/cloud/store";
import { agentEmail, iam } from "../../../sandbox/cloud/tables/iam";
import { AUTOPILOT_FORBIDDEN } from "../../../sandbox/cloud/tables/autopilot-fields";
import { KEY_USERS } from "../../../sandbox/cloud/tables/key-users";
import { PRODUCER, sql } from "../../../sandbox/cloud/tables/sql";
import { HelmProvider } from "../../../sandbox/providers/helm";
import { type BlockSchema } from "../../../sandbox/schema/types";
import { UNKNOWN, type ObjectValue, type Value } from "../../../sandbox/plugin/values";

const directory = mkdtempSync(join(tmpdir(), "more-laws-"));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;

type Existing = readonly [type: string, key: string, attributes?: ObjectValue, created?: string];

function cloud(...objects: readonly Existing[]): Store {
  const store = new Store(join(directory, String((count += 1))));
  for (const [type, key, attributes = {}, created = ""] of objects) store.create({ type, key, created, attributes });
  return store;
}

const NOW = "2026-02-01T00:00:00Z";

function operation(
  action: Operation["action"],
  type: string,
  objects: Pick<Operation, "before" | "after">,
  key = "k",
): Operation {
  return { action, type, key, project: "p", now: NOW, ...objects };
}

const create = (type: string, after: ObjectValue, key?: string) =>
  operation("create", type, { before: null, after }, key);
const remove = (type: string, before: ObjectValue, key?: string) =>
  operation("delete", type, { before, after: null }, key);
const update = (type: string, before: ObjectValue, after: ObjectValue) => operation("update", type, { before, after });

const says = (law: Law, what: Operation, view: CloudView) => law(what, view)?.message;

/** An object with a value at a path of nested blocks. */
function nested(path: string, value: Value): ObjectValue {
  const [step = "", ...rest] = path.split(".");
  return { [step]: rest.length === 0 ? value : [nested(rest.join("."), value)] };
}

/** What the sandbox refuses, and the files that do so. */
const LIST: Readonly<Record<string, readonly string[]>> = {
  "service not enabled": ["cloud/laws/api-enabled.ts"],
  "parents and references must exist": ["cloud/laws/reference-exists.ts", "cloud/laws/gateway-references.ts"],
  "names taken": ["cloud/laws/name-taken.ts"],
  "Cloud SQL names for a week": ["cloud/laws/instance-name-week.ts"],
  "Workload Identity Federation pools for 30 days": ["cloud/laws/identity-pool-name-month.ts"],
  "KMS rings and keys forever": ["cloud/tables/security.ts"],
  "service agents without key access": ["cloud/laws/service-agent-key.ts"],
  "private IP without service connection": ["cloud/laws/private-services-connection.ts"],
  "Workload Identity member before the pool": ["cloud/laws/identity-pool.ts"],
  "service agents before their API": ["cloud/laws/service-identity.ts"],
  "database users for accounts that do not exist": ["cloud/laws/database-iam-user.ts"],
  "roles for accounts that do not exist": ["cloud/laws/member-exists.ts"],
  "pods without rights in Google Cloud": [
    "kubernetes/checks/workload-identity.ts",
    "kubernetes/checks/secret-access.ts",
    "kubernetes/checks/cloud-sql-access.ts",
    "kubernetes/checks/image-pull.ts",
  ],
  "Autopilot's forbidden fields": ["cloud/laws/autopilot-fields.ts"],
  "edition, tier, retention, availability": ["cloud/laws/database-edition.ts"],
  "Cloud Armor limits": ["cloud/laws/security-policy-rules.ts"],
  "attached policies": ["cloud/laws/gateway-in-use.ts"],
  "deletion protection": ["cloud/laws/deletion-protection.ts"],
  "networks, routers, subnetworks and addresses in use": ["cloud/laws/in-use.ts"],
  "load-balancer leftovers": ["cloud/laws/load-balancer-leftovers.ts"],
  "service connection with a producer behind it": ["cloud/laws/service-connection-in-use.ts"],
  "backup plans with backups": ["cloud/laws/backup-plan-with-backups.ts"],
  "rotation of a secret without a topic": ["cloud/laws/secret-rotation-topic.ts"],
  "alert on an absent metric": ["cloud/laws/alert-metric.ts"],
  "Kubernetes objects without namespace": ["cloud/laws/cluster-objects.ts", "kubernetes/checks/namespaces.ts"],
  "Kubernetes objects without CRD": ["kubernetes/checks/known-kinds.ts"],
  "Pod Security": ["kubernetes/checks/pod-security.ts"],
  quota: ["kubernetes/checks/resource-quotas.ts"],
  "Helm time-outs shorter than the roll-out": ["cloud/laws/release-timeout.ts"],
};

describe("the list of laws", () => {
  const root = join(__dirname, "../../../sandbox");

  it("has a file for each", () => {
    expect(
      Object.values(LIST)
        .flat()
        .filter((file) => !existsSync(join(root, file))),
    ).toEqual([]);
    expect(Object.keys(LIST)).toHaveLength(29);
  });

  it("names every file in laws/", () => {
    const listed = new Set(Object.values(LIST).flat());
    expect(readdirSync(join(root, "cloud/laws")).filter((file) => !listed.has(`cloud/laws/${file}`))).toEqual([]);
  });
});

describe("a key that a service is to encrypt with", () => {
  const KEY = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
  const key: Existing = ["google_kms_crypto_key", KEY, { id: KEY }];
  const member = `serviceAccount:${agentEmail("sqladmin.googleapis.com", projectNumber("p"))}`;
  const role = "roles/cloudkms.cryptoKeyEncrypterDecrypter";
  const database = create("google_sql_database_instance", { encryption_key_name: KEY });

  const places = Object.entries(KEY_USERS).flatMap(([type, users]) => users.map((user) => ({ type, ...user })));
  it.each(places)("$type $path: $service may use it", ({ type, path, service }) => {
    const account = `serviceAccount:${agentEmail(service, projectNumber("p"))}`;
    const grant: Existing = ["google_kms_crypto_key_iam_member", "g", { crypto_key_id: KEY, role, member: account }];
    const named = create(type, nested(path, KEY));
    expect(says(serviceAgentKey, named, cloud(key))).toMatch(
      /cloudkms\.cryptoKeyVersions\.useToEncrypt' denied on resource 'projects\/p\/locations\/l\/keyRings\/r\/cryptoKeys\/k' \(or it may not exist\)|Permission denied on Cloud KMS key/,
    );
    expect(serviceAgentKey(named, cloud(key))?.advice).toContain(account.slice("serviceAccount:".length));
    expect(says(serviceAgentKey, named, cloud(key, grant))).toBeUndefined();
    expect(says(serviceAgentKey, create(type, nested(path, UNKNOWN)), cloud())).toBeUndefined();
  });

  it.each<[string, Existing]>([
    [
      "a binding",
      ["google_kms_crypto_key_iam_binding", "g", { crypto_key_id: KEY, role, members: ["user:a", member] }],
    ],
    [
      "the ring",
      ["google_kms_key_ring_iam_member", "g", { key_ring_id: "projects/p/locations/l/keyRings/r", role, member }],
    ],
    ["the project", ["google_project_iam_member", "g", { project: "p", role, member }]],
    [
      "a role of the project's own",
      ["google_kms_crypto_key_iam_member", "g", { crypto_key_id: KEY, role: "projects/p/roles/x", member }],
    ],
  ])("is granted by %s as well", (_place, grant) => {
    expect(says(serviceAgentKey, database, cloud(key, grant))).toBeUndefined();
  });

  it.each<[string, ObjectValue]>([
    ["another role", { crypto_key_id: KEY, role: "roles/cloudkms.viewer", member }],
    ["another key", { crypto_key_id: `${KEY}2`, role, member }],
    ["another account", { crypto_key_id: KEY, role, member: "user:a" }],
  ])("is not granted by %s", (_what, grant) => {
    expect(says(serviceAgentKey, database, cloud(key, ["google_kms_crypto_key_iam_member", "g", grant]))).toContain(
      "Error 403",
    );
  });

  it("must exist, whoever may use it", () => {
    const grant: Existing = ["google_kms_crypto_key_iam_member", "g", { crypto_key_id: KEY, role, member }];
    expect(says(serviceAgentKey, database, cloud(grant))).toContain("(or it may not exist)");
  });

  it("is judged when it is named, not each time after", () => {
    const named = { encryption_key_name: KEY };
    expect(says(serviceAgentKey, update("google_sql_database_instance", named, named), cloud(key))).toBeUndefined();
    expect(says(serviceAgentKey, update("google_sql_database_instance", {}, named), cloud(key))).toContain("Error 403");
  });
});

describe("names that stay taken", () => {
  it.each(["google_iam_workload_identity_pool", "google_iam_workload_identity_pool_provider"])(
    "%s: 30 days",
    (type) => {
      const store = cloud();
      const again = create(type, {}, "pool");
      expect(says(identityPoolNameMonth, again, store)).toBeUndefined();
      store.bury(type, "pool", "2026-01-02T00:00:01Z");
      expect(says(identityPoolNameMonth, again, store)).toContain(
        "googleapi: Error 409: Requested entity already exists",
      );
      store.bury(type, "pool", "2026-01-02T00:00:00Z");
      expect(says(identityPoolNameMonth, again, store)).toBeUndefined();
      expect(iam[type]?.tombstoneDays).toBe(30);
    },
  );
});

describe("an Autopilot cluster", () => {
  const cluster = (more: ObjectValue) =>
    create("google_container_cluster", { enable_autopilot: true, location: "europe-west4", ...more });

  it.each(AUTOPILOT_FORBIDDEN.map(({ path, by }) => [path, by] as const))("does not take %s", (path, by) => {
    const value = by === "provider" && path.includes("policy") ? [{}] : true;
    const field = nested(path, value);
    expect(says(autopilotFields, cluster(field), cloud())).toContain(
      by === "provider"
        ? "conflicts with enable_autopilot"
        : `Setting ${path} is not allowed on GKE Autopilot clusters`,
    );
    expect(says(autopilotFields, cluster(nested(path, UNKNOWN)), cloud())).toBeUndefined();
    expect(says(autopilotFields, cluster(nested(path, false)), cloud())).toBeUndefined();
    expect(
      says(autopilotFields, create("google_container_cluster", { enable_autopilot: false, ...field }), cloud()),
    ).toBeUndefined();
  });

  it("may have what GKE itself reported", () => {
    const now = { enable_autopilot: true, location: "europe-west4", node_pool: [{ name: "default-pool" }] };
    expect(says(autopilotFields, update("google_container_cluster", now, now), cloud())).toBeUndefined();
  });

  it("is regional", () => {
    expect(says(autopilotFields, cluster({ location: "europe-west4-a" }), cloud())).toContain(
      "Autopilot clusters must be regional clusters.",
    );
    expect(says(autopilotFields, cluster({}), cloud())).toBeUndefined();
  });

  it("has no node pools of its owner's", () => {
    const pool = create("google_container_node_pool", { cluster: "c" });
    const own = (autopilot: boolean) =>
      cloud(["google_container_cluster", "c", { name: "c", enable_autopilot: autopilot }]);
    expect(says(autopilotFields, pool, own(true))).toContain("Autopilot node pools cannot be accessed or modified.");
    expect(says(autopilotFields, pool, own(false))).toBeUndefined();
  });
});

describe("a PostgreSQL instance", () => {
  const instance = (settings: ObjectValue, version = "POSTGRES_17", more: ObjectValue = {}) =>
    create("google_sql_database_instance", { database_version: version, settings: [settings], ...more });
  const logs = (days: number) => [{ enabled: true, transaction_log_retention_days: days }];
  const enterprise = { edition: "ENTERPRISE", tier: "db-custom-2-7680" };
  const plus = { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" };

  it.each<[string, Operation, Operation, string]>([
    [
      "a tier of another edition",
      instance(plus),
      instance({ ...plus, tier: "db-g1-small" }),
      "Invalid Tier (db-g1-small) for (ENTERPRISE_PLUS) Edition. Use a predefined Tier like db-perf-optimized-N-* instead.",
    ],
    [
      "the other edition's tier",
      instance(enterprise),
      instance({ ...enterprise, tier: "db-perf-optimized-N-2" }),
      "Invalid Tier (db-perf-optimized-N-2) for (ENTERPRISE) Edition.",
    ],
    [
      "no edition from PostgreSQL 16 on",
      instance({ tier: "db-g1-small" }, "POSTGRES_15"),
      instance({ tier: "db-g1-small" }, "POSTGRES_16"),
      "for (ENTERPRISE_PLUS) Edition",
    ],
    [
      "an edition before its version",
      instance(plus, "POSTGRES_12"),
      instance(plus, "POSTGRES_11"),
      "Edition ENTERPRISE_PLUS is not supported for database version POSTGRES_11",
    ],
    [
      "8 days of logs in ENTERPRISE",
      instance({ ...enterprise, backup_configuration: logs(7) }),
      instance({ ...enterprise, backup_configuration: logs(8) }),
      "The number of transaction log retention days must be between 1 and 7., invalid",
    ],
    [
      "36 days of logs in ENTERPRISE_PLUS",
      instance({ ...plus, backup_configuration: logs(35) }),
      instance({ ...plus, backup_configuration: logs(36) }),
      "must be between 1 and 35.",
    ],
    [
      "no day of logs",
      instance({ ...plus, backup_configuration: logs(1) }),
      instance({ ...plus, backup_configuration: logs(0) }),
      "must be between 1 and 35.",
    ],
    [
      "3 vCPUs",
      instance({ ...enterprise, tier: "db-custom-4-7680" }),
      instance({ ...enterprise, tier: "db-custom-3-7680" }),
      "Invalid Tier (db-custom-3-7680)",
    ],
    [
      "98 vCPUs",
      instance({ ...enterprise, tier: "db-custom-96-98304" }),
      instance({ ...enterprise, tier: "db-custom-98-98304" }),
      "Invalid Tier (db-custom-98-98304)",
    ],
    [
      "less than 3840 MiB",
      instance({ ...enterprise, tier: "db-custom-1-3840" }),
      instance({ ...enterprise, tier: "db-custom-1-3584" }),
      "Invalid Tier (db-custom-1-3584)",
    ],
    [
      "memory off the step",
      instance({ ...enterprise, tier: "db-custom-2-7936" }),
      instance({ ...enterprise, tier: "db-custom-2-7937" }),
      "Invalid Tier (db-custom-2-7937)",
    ],
    [
      "more than 6.5 GiB for a vCPU",
      instance({ ...enterprise, tier: "db-custom-2-13312" }),
      instance({ ...enterprise, tier: "db-custom-2-13568" }),
      "Invalid Tier (db-custom-2-13568)",
    ],
    [
      "less than 0.9 GiB for a vCPU",
      instance({ ...enterprise, tier: "db-custom-8-7424" }),
      instance({ ...enterprise, tier: "db-custom-8-7168" }),
      "Invalid Tier (db-custom-8-7168)",
    ],
    [
      "a standby without backups",
      instance({ ...enterprise, availability_type: "REGIONAL", backup_configuration: logs(1) }),
      instance({ ...enterprise, availability_type: "REGIONAL" }),
      "The incoming request contained invalid data., invalidRequest",
    ],
  ])("is refused with %s", (_what, right, wrong, message) => {
    expect(says(databaseEdition, right, cloud())).toBeUndefined();
    expect(says(databaseEdition, wrong, cloud())).toContain(message);
  });

  it("may be a regional replica, which has no backups of its own", () => {
    const replica = { master_instance_name: "main" };
    const settings = { ...enterprise, availability_type: "REGIONAL" };
    expect(says(databaseEdition, instance(settings, "POSTGRES_17", replica), cloud())).toBeUndefined();
  });

  it("is judged by what is known, and another engine not at all", () => {
    expect(says(databaseEdition, instance({ edition: UNKNOWN, tier: UNKNOWN }), cloud())).toBeUndefined();
    expect(says(databaseEdition, instance({ tier: "db-n1-standard-1" }, "MYSQL_8_0"), cloud())).toBeUndefined();
  });
});

describe("a private services connection", () => {
  const network = "projects/p/global/networks/n";
  const instance = "projects/p/instances/db";
  const producer: Existing = [PRODUCER, `${network}/producers/db`, { instance, network }];
  const connection = (more: ObjectValue = {}) => remove("google_service_networking_connection", { network, ...more });

  it("is not deleted while a Cloud SQL instance uses it", () => {
    const existing: Existing = ["google_sql_database_instance", instance];
    expect(says(serviceConnectionInUse, connection(), cloud(producer, existing))).toContain(
      "Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.",
    );
    expect(says(serviceConnectionInUse, connection({ network: "other" }), cloud(producer, existing))).toBeUndefined();
    expect(
      says(serviceConnectionInUse, connection({ deletion_policy: "ABANDON" }), cloud(producer, existing)),
    ).toBeUndefined();
    expect(says(serviceConnectionInUse, connection(), cloud())).toBeUndefined();
  });

  it("is in use for four more days once the instance is deleted", () => {
    const store = cloud(producer);
    store.bury("google_sql_database_instance", instance, "2026-01-28T00:00:01Z");
    expect(says(serviceConnectionInUse, connection(), store)).toContain("are still using this connection");
    store.bury("google_sql_database_instance", instance, "2026-01-28T00:00:00Z");
    expect(says(serviceConnectionInUse, connection(), store)).toBeUndefined();
  });

  it("has a producer behind it for each instance with a private address, below the network", () => {
    const settings = (reference: string) => ({
      project: "p",
      name: "db",
      settings: [{ ip_configuration: [{ private_network: reference }] }],
    });
    const brings = (object: ObjectValue) => sql["google_sql_database_instance"]?.brings?.(object);
    const expected = [{ type: PRODUCER, key: `${network}/producers/db`, attributes: { instance, network } }];
    expect(brings(settings(network))).toEqual(expected);
    expect(brings(settings(`https://www.googleapis.com/compute/v1/${network}`))).toEqual(expected);
    expect(brings({ project: "p", name: "db", settings: [{}] })).toEqual([]);
  });
});

describe("a network", () => {
  const left = (kind: string, project = "p"): Existing => [
    "kubernetes_object",
    `app/web/${kind}`,
    { release: "app/web", project, manifest: JSON.stringify({ kind, metadata: { name: "web", namespace: "app" } }) },
  ];
  const deleted = remove("google_compute_network", { name: "n" }, "projects/p/global/networks/n");

  it.each(["Gateway", "Ingress"])("is in use by what a %s left that outlived its cluster", (kind) => {
    expect(says(loadBalancerLeftovers, deleted, cloud(left(kind)))).toMatch(
      /The network resource 'projects\/p\/global\/networks\/n' is already being used by 'projects\/p\/zones\/[^']*\/networkEndpointGroups\/k8s1-/,
    );
    const cluster = (project: string): Existing => ["google_container_cluster", "c", { project }];
    expect(says(loadBalancerLeftovers, deleted, cloud(left(kind), cluster("p")))).toBeUndefined();
    expect(says(loadBalancerLeftovers, deleted, cloud(left(kind), cluster("q")))).toBeDefined();
  });

  it("is free of releases without a load balancer and of other projects'", () => {
    expect(says(loadBalancerLeftovers, deleted, cloud(left("Deployment"), left("Gateway", "q")))).toBeUndefined();
    expect(says(loadBalancerLeftovers, deleted, cloud())).toBeUndefined();
  });
});

describe("a backup plan", () => {
  const TYPE = "google_gke_backup_backup_plan";
  const plan = (schedule: ObjectValue, more: ObjectValue = {}) =>
    remove(TYPE, { backup_schedule: [schedule], ...more }, "plan");
  const since = (created: string) => cloud([TYPE, "plan", {}, created]);
  const rpo = { rpo_config: [{ target_rpo_minutes: 1440 }] };

  it.each<[string, ObjectValue, string, string]>([
    ["its recovery point objective", rpo, "2026-01-31T00:00:01Z", "2026-01-31T00:00:00Z"],
    ["a day", { cron_schedule: "0 3 * * *" }, "2026-01-31T00:00:01Z", "2026-01-31T00:00:00Z"],
    ["a week", { cron_schedule: "0 3 * * 1" }, "2026-01-25T00:00:01Z", "2026-01-25T00:00:00Z"],
    ["a month", { cron_schedule: "0 3 1 * *" }, "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"],
    ["a year", { cron_schedule: "0 3 1 1 *" }, "2025-01-31T00:00:01Z", "2025-01-31T00:00:00Z"],
  ])("has backups after %s", (_time, schedule, before, after) => {
    expect(says(backupPlanWithBackups, plan(schedule), since(before))).toBeUndefined();
    expect(says(backupPlanWithBackups, plan(schedule), since(after))).toContain(
      `Resource '"plan"' has nested resources.`,
    );
  });

  it("has none without a schedule, or once its owner has deactivated and emptied it", () => {
    expect(says(backupPlanWithBackups, plan({}), since("2020-01-01T00:00:00Z"))).toBeUndefined();
    expect(
      says(backupPlanWithBackups, plan(rpo, { deactivated: true }), since("2020-01-01T00:00:00Z")),
    ).toBeUndefined();
  });
});

describe("an alert", () => {
  const alert = (filter: string, condition = "condition_threshold") =>
    create("google_monitoring_alert_policy", { conditions: [{ [condition]: [{ filter }] }] });
  const on = (metric: string) => `resource.type = "k8s_container" AND metric.type = "${metric}"`;

  it.each([
    "pubsub.googleapis.com/subscription/oldest_unacked_message_age",
    "kubernetes.io/container/restart_count",
    "logging.googleapis.com/log_entry_count",
  ])("may be on %s, which Google writes", (metric) =>
    expect(says(alertMetric, alert(on(metric)), cloud())).toBeUndefined(),
  );

  it.each<[string, Existing]>([
    ["logging.googleapis.com/user/errors", ["google_logging_metric", "m", { name: "errors", project: "p" }]],
    [
      "custom.googleapis.com/sessions",
      ["google_monitoring_metric_descriptor", "m", { type: "custom.googleapis.com/sessions" }],
    ],
    [
      "workload.googleapis.com/sessions",
      ["google_monitoring_metric_descriptor", "m", { type: "workload.googleapis.com/sessions" }],
    ],
    ["example.com/sessions", ["google_monitoring_metric_descriptor", "m", { type: "example.com/sessions" }]],
  ])("is refused on %s until that exists", (metric, existing) => {
    for (const condition of ["condition_threshold", "condition_absent"]) {
      expect(says(alertMetric, alert(on(metric), condition), cloud())).toContain(
        `googleapi: Error 404: Cannot find metric(s) that match type = "${metric}". If a metric was created recently,`,
      );
      expect(says(alertMetric, alert(on(metric), condition), cloud(existing))).toBeUndefined();
    }
  });

  it("does not find another project's metric", () => {
    const other: Existing = ["google_logging_metric", "m", { name: "errors", project: "q" }];
    expect(says(alertMetric, alert(on("logging.googleapis.com/user/errors")), cloud(other))).toContain("Error 404");
  });
});

describe("the cloud under all laws", () => {
  const block: BlockSchema = { attributes: {}, blocks: {} };
  const apis = ["compute", "sqladmin", "servicenetworking", "iam"].map((name): Existing => [
    "google_project_service",
    `p/${name}.googleapis.com`,
  ]);

  function change(type: string, planned: ObjectValue): Change {
    const all = { id: UNKNOWN, project: "p", ...planned };
    return { type, kind: googleKind(type, block), block, planned: all, writeOnly: {}, project: "p" };
  }

  it("keeps a connection until its instance's producer has let go, and forgets the producer with the network", () => {
    let now = "2026-02-01T00:00:00Z";
    const store = cloud(...apis);
    const under = new Cloud(store, allLaws, { run: "1", clock: () => new Date(now) });
    const make = (type: string, planned: ObjectValue) => under.create(change(type, planned)).attributes;
    const destroy = (type: string, object: ObjectValue) => under.remove(type, googleKind(type, block), object, "p");
    const network = make("google_compute_network", { name: "n" });
    const connection = make("google_service_networking_connection", {
      network: network["id"] ?? null,
      service: "servicenetworking.googleapis.com",
    });
    const database = make("google_sql_database_instance", {
      name: "db",
      region: "europe-west4",
      database_version: "POSTGRES_17",
      settings: [
        {
          tier: "db-custom-2-7680",
          edition: "ENTERPRISE",
          ip_configuration: [{ private_network: network["id"] ?? null, ipv4_enabled: false }],
        },
      ],
    });
    const refused = /Producer services .* are still using this connection/;
    expect(() => destroy("google_service_networking_connection", connection)).toThrow(refused);
    destroy("google_sql_database_instance", database);
    expect(() => destroy("google_service_networking_connection", connection)).toThrow(refused);
    now = "2026-02-05T00:00:00Z";
    destroy("google_service_networking_connection", connection);
    expect(store.list(PRODUCER)).toHaveLength(1);
    destroy("google_compute_network", network);
    expect(store.list(PRODUCER)).toEqual([]);
  });

  it("remembers a Workload Identity Federation pool for 30 days", () => {
    let now = "2026-02-01T00:00:00Z";
    const store = cloud(...apis);
    const under = new Cloud(store, allLaws, { run: "1", clock: () => new Date(now) });
    const pool = change("google_iam_workload_identity_pool", { workload_identity_pool_id: "ci" });
    const made = under.create(pool).attributes;
    under.remove(pool.type, pool.kind, made, "p");
    expect(() => under.create(pool)).toThrow("Error 409: Requested entity already exists");
    now = "2026-03-03T00:00:00Z";
    expect(under.create(pool).key).toBe("projects/p/locations/global/workloadIdentityPools/ci");
  });
});

describe("what is in use", () => {
  const USES: readonly (readonly [string, string, ObjectValue])[] = [
    ["google_compute_router", "google_compute_router_nat", { router: "x" }],
    ["google_compute_router", "google_compute_router_interface", { router: "x" }],
    ["google_compute_subnetwork", "google_container_cluster", { subnetwork: "projects/p/regions/r/subnetworks/x" }],
    [
      "google_compute_subnetwork",
      "google_compute_router_nat",
      { subnetwork: [{ name: "projects/p/regions/r/subnetworks/x" }] },
    ],
    ["google_compute_address", "google_compute_router_nat", { nat_ips: ["projects/p/regions/r/addresses/x"] }],
    ["google_compute_address", "google_compute_forwarding_rule", { ip_address: "projects/p/regions/r/addresses/x" }],
    [
      "google_compute_global_address",
      "google_compute_global_forwarding_rule",
      { ip_address: "projects/p/global/addresses/x" },
    ],
  ];
  it.each(USES)("%s is not deleted before %s", (type, user, attributes) => {
    const deleted = remove(type, { name: "x", project: "p" }, "x");
    expect(says(inUse, deleted, cloud([user, "u", attributes]))).toContain(
      "is already being used by 'u', resourceInUseByAnotherResource",
    );
    expect(says(inUse, remove(type, { name: "y", project: "p" }, "y"), cloud([user, "u", attributes]))).toBeUndefined();
  });

  it("a forwarding rule may have a literal address, but not one that nobody reserved", () => {
    const rule = (address: string) => create("google_compute_forwarding_rule", { ip_address: address });
    expect(says(referenceExists, rule("203.0.113.7"), cloud())).toBeUndefined();
    expect(says(referenceExists, rule("projects/p/regions/r/addresses/x"), cloud())).toContain("Error 404");
  });
});

describe("a release that waits", () => {
  const probe = (attempts: number) => ({ periodSeconds: 10, failureThreshold: attempts });
  const workload = (spec: ObjectValue, pod: ObjectValue, image = "a", kind = "Deployment"): string =>
    JSON.stringify({
      kind,
      metadata: { name: "web", namespace: "app" },
      spec: { ...spec, template: { spec: { containers: [{ image, startupProbe: probe(30) }], ...pod } } },
    });
  const put = (manifest: string, timeout: number | null, old?: string) =>
    old === undefined
      ? create("kubernetes_object", { manifest, timeout })
      : update("kubernetes_object", { manifest: old }, { manifest, timeout });
  const rolling = (surge: Value, away: Value, more: ObjectValue = {}) => ({
    replicas: 4,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: surge, maxUnavailable: away } },
    ...more,
  });

  it.each<[string, number, string, string | undefined]>([
    ["all attempts of the startup probe", 300, workload({ replicas: 4 }, {}), undefined],
    [
      "a sidecar that starts before",
      340,
      workload(
        {},
        { initContainers: [{ restartPolicy: "Always", startupProbe: { ...probe(3), initialDelaySeconds: 10 } }] },
      ),
      undefined,
    ],
    [
      "the readiness probe where there is no startup probe",
      15,
      workload({}, { containers: [{ readinessProbe: { initialDelaySeconds: 5, periodSeconds: 10 } }] }),
      undefined,
    ],
    [
      "four steps and the seconds between them",
      1290,
      workload(rolling(1, 0, { minReadySeconds: 30 }), {}, "b"),
      workload(rolling(1, 0), {}),
    ],
    ["two steps by half", 600, workload(rolling("50%", 0), {}, "b"), workload(rolling("50%", 0), {})],
    [
      "pods that end before others start",
      1240,
      workload(rolling(0, 1), { terminationGracePeriodSeconds: 10 }, "b"),
      workload(rolling(0, 1), {}),
    ],
    [
      "all at once",
      360,
      workload({ replicas: 4, strategy: { type: "Recreate" } }, { terminationGracePeriodSeconds: 60 }, "b"),
      workload({}, {}),
    ],
    ["one pod of a StatefulSet after the other", 900, workload({ replicas: 3 }, {}, "a", "StatefulSet"), undefined],
    [
      "a StatefulSet whose pods start side by side",
      300,
      workload({ replicas: 3, podManagementPolicy: "Parallel" }, {}, "a", "StatefulSet"),
      undefined,
    ],
  ])("has time for %s", (_what, seconds, manifest, old) => {
    expect(says(releaseTimeout, put(manifest, seconds, old), cloud())).toBeUndefined();
    expect(says(releaseTimeout, put(manifest, seconds - 1, old), cloud())).toMatch(
      / app\/web: context deadline exceeded$/,
    );
    expect(releaseTimeout(put(manifest, seconds - 1, old), cloud())?.advice).toContain(`may take ${seconds} s`);
  });

  it.each([
    ["refused", 299, true],
    ["installed", 300, true],
    ["installed, because nobody waits", 299, false],
  ])("is %s by Helm with %d s (wait: %s)", async (outcome, timeout, wait) => {
    const endpoint = { name: "c", project: "p", endpoint: "203.0.113.2", enable_autopilot: false };
    const under = new Cloud(cloud(["google_container_cluster", "c", endpoint]), allLaws, { run: "1" });
    const pod = {
      containers: [{ name: "web", image: "a.example/web:1", startupProbe: { ...probe(30), tcpSocket: { port: 80 } } }],
    };
    const selector = { matchLabels: { app: "web" } };
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: { selector, template: { metadata: { labels: { app: "web" } }, spec: pod } },
    };
    const chart = { name: "web", version: "1.0.0" };
    const rendered = { rendered: true, chart, manifests: [deployment], notes: "", warnings: [] };
    const schema = { resources: { helm_release: { attributes: {}, blocks: {} } }, dataSources: {} };
    const helm = new HelmProvider(schema as never, under, { watching: () => () => Promise.resolve(rendered as never) });
    helm.configure({ kubernetes: { host: "https://203.0.113.2" } });
    const planned = { name: "web", namespace: "default", chart: "web", timeout, wait };
    const applied = helm.apply({ type: "helm_release", prior: null, planned, config: {} });
    if (outcome === "refused")
      await expect(applied).rejects.toThrow("Deployment default/web: context deadline exceeded");
    else expect((await applied).state).toMatchObject({ name: "web" });
  });

  it("needs none for pods that stay, other objects, and when it does not wait", () => {
    expect(
      says(releaseTimeout, put(workload({ replicas: 9 }, {}), 1, workload({ replicas: 1 }, {})), cloud()),
    ).toBeUndefined();
    expect(
      says(releaseTimeout, put(JSON.stringify({ kind: "ConfigMap", metadata: { name: "m" } }), 1), cloud()),
    ).toBeUndefined();
    expect(says(releaseTimeout, put(workload({}, {}), null), cloud())).toBeUndefined();
  });
});
