import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allLaws, type CloudView, type Law, type Operation } from "../../../sandbox/cloud/law";
import { law as apiEnabled } from "../../../sandbox/cloud/laws/api-enabled";
import { law as clusterObjects } from "../../../sandbox/cloud/laws/cluster-objects";
import { law as deletionProtection } from "../../../sandbox/cloud/laws/deletion-protection";
import { law as gatewayInUse } from "../../../sandbox/cloud/laws/gateway-in-use";
import { law as gatewayReferences } from "../../../sandbox/cloud/laws/gateway-references";
import { law as identityPool } from "../../../sandbox/cloud/laws/identity-pool";
import { law as inUse } from "../../../sandbox/cloud/laws/in-use";
import { law as instanceNameWeek } from "../../../sandbox/cloud/laws/instance-name-week";
import { law as nameTaken } from "../../../sandbox/cloud/laws/name-taken";
import { law as privateServicesConnection } from "../../../sandbox/cloud/laws/private-services-connection";
import { law as referenceExists } from "../../../sandbox/cloud/laws/reference-exists";
import { law as secretRotationTopic } from "../../../sandbox/cloud/laws/secret-rotation-topic";
import { law as securityPolicyRules } from "../../../sandbox/cloud/laws/security-policy-rules";
import { Store } from "../../../sandbox/cloud/store";
import { UNKNOWN, type ObjectValue } from "../../../sandbox/plugin/values";

const directory = mkdtempSync(join(tmpdir(), "laws-"));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;

/** A cloud with these objects, as [type, key, attributes]. */
function cloud(...objects: readonly (readonly [string, string, ObjectValue?])[]): Store {
  const store = new Store(join(directory, String((count += 1))));
  for (const [type, key, attributes = {}] of objects) store.create({ type, key, created: "", attributes });
  return store;
}

function create(type: string, after: ObjectValue, key = "k"): Operation {
  return { action: "create", type, key, project: "p", before: null, after, now: "2026-01-08T00:00:00Z" };
}

function remove(type: string, before: ObjectValue, key = "k"): Operation {
  return { action: "delete", type, key, project: "p", before, after: null, now: "2026-01-08T00:00:00Z" };
}

function update(type: string, before: ObjectValue, after: ObjectValue, key = "k"): Operation {
  return { action: "update", type, key, project: "p", before, after, now: "2026-01-08T00:00:00Z" };
}

const says = (law: Law, operation: Operation, view: CloudView) => law(operation, view)?.message;

const network = ["google_compute_network", "projects/p/global/networks/n", { name: "n", project: "p" }] as const;

describe("the laws of the cloud", () => {
  it("are all loaded: one per file", () => {
    const files = readdirSync(join(__dirname, "../../../sandbox/cloud/laws"));
    expect(allLaws()).toHaveLength(files.length);
    expect(allLaws().every((law) => typeof law === "function")).toBe(true);
  });

  it("an API answers only where it is enabled", () => {
    const key = create("google_kms_key_ring", {});
    expect(says(apiEnabled, key, cloud())).toContain(
      "googleapi: Error 403: Cloud Key Management Service (KMS) API has not been used in project ",
    );
    expect(says(apiEnabled, key, cloud(["google_project_service", "p/cloudkms.googleapis.com"]))).toBeUndefined();
    expect(says(apiEnabled, key, cloud(["google_project_service", "other/cloudkms.googleapis.com"]))).toBeDefined();
    // a project has these from the start
    expect(says(apiEnabled, create("google_storage_bucket", {}), cloud())).toBeUndefined();
    expect(says(apiEnabled, create("google_logging_metric", {}), cloud())).toBeUndefined();
    expect(says(apiEnabled, remove("google_kms_key_ring", {}), cloud())).toBeUndefined();
  });

  it("a name is given once", () => {
    const operation = create("google_compute_network", {}, network[1]);
    expect(says(nameTaken, operation, cloud(network))).toBe(
      "Error creating google_compute_network: googleapi: Error 409: The resource 'projects/p/global/networks/n' already exists, alreadyExists",
    );
    expect(says(nameTaken, operation, cloud())).toBeUndefined();
  });

  it("a Cloud SQL instance's name stays taken for a week", () => {
    const store = cloud();
    const operation = create("google_sql_database_instance", {}, "projects/p/instances/i");
    expect(says(instanceNameWeek, operation, store)).toBeUndefined();
    store.bury("google_sql_database_instance", "projects/p/instances/i", "2026-01-01T00:00:01Z");
    expect(says(instanceNameWeek, operation, store)).toContain(
      "you can't reuse the name of the deleted instance until one week",
    );
    store.bury("google_sql_database_instance", "projects/p/instances/i", "2026-01-01T00:00:00Z");
    expect(says(instanceNameWeek, operation, store)).toBeUndefined();
  });

  it.each(["projects/p/global/networks/n", "https://www.googleapis.com/compute/v1/projects/p/global/networks/n", "n"])(
    "what a request names must exist, in whatever form: %s",
    (reference) => {
      const operation = create("google_compute_subnetwork", { network: reference });
      expect(says(referenceExists, operation, cloud(network))).toBeUndefined();
      expect(says(referenceExists, operation, cloud())).toContain(
        `googleapi: Error 404: The resource '${reference}' was not found, notFound`,
      );
    },
  );

  it("a reference to another project's object of the same name does not count", () => {
    const operation = create("google_compute_subnetwork", { network: "projects/other/global/networks/n" });
    expect(says(referenceExists, operation, cloud(network))).toBeDefined();
  });

  it("references inside blocks and lists count as well", () => {
    const operation = create("google_secret_manager_secret", { topics: [{ name: "projects/p/topics/t" }] });
    expect(says(referenceExists, operation, cloud())).toContain("'projects/p/topics/t'");
    expect(
      says(referenceExists, operation, cloud(["google_pubsub_topic", "t", { name: "t", project: "p" }])),
    ).toBeUndefined();
  });

  it.each([
    ["google_secret_manager_secret", "Secret"],
    ["google_secret_manager_regional_secret", "RegionalSecret"],
  ])("a rotation schedule needs a topic: %s", (type, kind) => {
    const rotation = [{ rotation_period: "7776000s" }];
    const topics = [{ name: "projects/p/topics/t" }];
    const words = "googleapi: Error 400: Secret.topics must be set to configure rotation., INVALID_ARGUMENT";
    const secret = { secret_id: "s", rotation };

    expect(says(secretRotationTopic, create(type, secret), cloud())).toBe(`Error creating ${kind}: ${words}`);
    expect(says(secretRotationTopic, create(type, { ...secret, topics: [] }), cloud())).toContain(words);
    expect(says(secretRotationTopic, create(type, { ...secret, topics: null }), cloud())).toContain(words);
    expect(says(secretRotationTopic, update(type, { ...secret, topics }, secret), cloud())).toBe(
      `Error updating ${kind} "s": ${words}`,
    );
    expect(says(secretRotationTopic, create(type, { ...secret, topics }), cloud())).toBeUndefined();
    expect(says(secretRotationTopic, create(type, { ...secret, topics: UNKNOWN }), cloud())).toBeUndefined();
    expect(says(secretRotationTopic, create(type, { topics, rotation: [] }), cloud())).toBeUndefined();
    expect(says(secretRotationTopic, create(type, {}), cloud())).toBeUndefined();
    expect(says(secretRotationTopic, remove(type, secret), cloud())).toBeUndefined();
    expect(says(secretRotationTopic, create("google_pubsub_topic", secret), cloud())).toBeUndefined();
  });

  it("what is in use is not deleted", () => {
    const user = ["google_compute_subnetwork", "sub", { network: "projects/p/global/networks/n" }] as const;
    const operation = remove("google_compute_network", network[2], network[1]);
    expect(says(inUse, operation, cloud(network, user))).toContain(
      "googleapi: Error 400: The resource 'projects/p/global/networks/n' is already being used by 'sub', resourceInUseByAnotherResource",
    );
    expect(says(inUse, operation, cloud(network))).toBeUndefined();
  });

  it("a private address for Cloud SQL needs a private services connection on its network", () => {
    const settings = [{ ip_configuration: [{ private_network: "projects/p/global/networks/n" }] }];
    const operation = create("google_sql_database_instance", { settings });
    const connection = (name: string) =>
      ["google_service_networking_connection", name, { network: `projects/p/global/networks/${name}` }] as const;
    expect(says(privateServicesConnection, operation, cloud(connection("other")))).toContain(
      "doesn't have at least 1 private services connection",
    );
    expect(says(privateServicesConnection, operation, cloud(connection("n")))).toBeUndefined();
    expect(
      says(privateServicesConnection, create("google_sql_database_instance", { settings: [{}] }), cloud()),
    ).toBeUndefined();
  });

  it("Workload Identity members exist once the project has a cluster with Workload Identity", () => {
    const operation = create("google_service_account_iam_member", { member: "serviceAccount:p.svc.id.goog[ns/a]" });
    const cluster = (attributes: ObjectValue) =>
      ["google_container_cluster", "c", { project: "p", ...attributes }] as const;
    expect(says(identityPool, operation, cloud())).toContain(
      "googleapi: Error 400: Identity Pool does not exist (p.svc.id.goog)",
    );
    expect(says(identityPool, operation, cloud(cluster({})))).toBeDefined();
    expect(says(identityPool, operation, cloud(cluster({ project: "q", enable_autopilot: true })))).toBeDefined();
    expect(says(identityPool, operation, cloud(cluster({ enable_autopilot: true })))).toBeUndefined();
    expect(says(identityPool, operation, cloud(cluster({ workload_identity_config: [{}] })))).toBeUndefined();
    expect(
      says(identityPool, create("google_service_account_iam_member", { member: "user:a@b.c" }), cloud()),
    ).toBeUndefined();
  });

  it.each([
    [
      "google_container_cluster",
      { deletion_protection: true },
      "Cannot destroy cluster because deletion_protection is set to true",
    ],
    [
      "google_sql_database_instance",
      { deletion_protection: true },
      "failed to delete instance because deletion_protection is set to true",
    ],
    [
      "google_sql_database_instance",
      { settings: [{ deletion_protection_enabled: true }] },
      "The instance is protected",
    ],
    ["google_secret_manager_secret", { deletion_protection: true }, "without setting deletion_protection=false"],
  ])("a protected %s is not deleted", (type, before, message) => {
    expect(says(deletionProtection, remove(type, before), cloud())).toContain(message);
    expect(says(deletionProtection, remove(type, { deletion_protection: false }), cloud())).toBeUndefined();
  });

  it("a cluster takes objects and releases into namespaces that exist, once", () => {
    const map = create("kubernetes_config_map_v1", { metadata: [{ name: "m", namespace: "app" }] }, "app/m");
    const namespace = ["kubernetes_namespace_v1", "app"] as const;
    expect(says(clusterObjects, map, cloud())).toBe('namespaces "app" not found');
    expect(says(clusterObjects, map, cloud(namespace))).toBeUndefined();
    expect(says(clusterObjects, map, cloud(namespace, ["kubernetes_config_map_v1", "app/m"]))).toBe(
      'configmaps "m" already exists',
    );
    const release = (more: ObjectValue) => create("helm_release", { name: "r", namespace: "app", ...more }, "app/r");
    expect(says(clusterObjects, release({}), cloud())).toBe('namespaces "app" not found');
    expect(says(clusterObjects, release({ create_namespace: true }), cloud())).toBeUndefined();
    expect(says(clusterObjects, release({}), cloud(namespace, ["helm_release", "app/r"]))).toBe(
      "cannot re-use a name that is still in use",
    );
  });
});

/** Objects of an installed release that make GKE's load balancer use something by its name, and what they use. */
const ATTACHED: readonly (readonly [string, ObjectValue, string, string, string])[] = [
  [
    "GCPBackendPolicy",
    { spec: { default: { securityPolicy: "edge" }, targetRef: { kind: "Service", name: "web" } } },
    "google_compute_security_policy",
    "projects/p/global/securityPolicies/edge",
    "The security_policy resource 'projects/p/global/securityPolicies/edge' is already being used by 'projects/p/global/backendServices/gkegw1-",
  ],
  [
    "GCPGatewayPolicy",
    { spec: { default: { sslPolicy: "edge" }, targetRef: { kind: "Gateway", name: "web" } } },
    "google_compute_ssl_policy",
    "projects/p/global/sslPolicies/edge",
    "The ssl_policy resource 'projects/p/global/sslPolicies/edge' is already being used by 'projects/p/global/targetHttpsProxies/gkegw1-",
  ],
  [
    "Gateway",
    { metadata: { annotations: { "networking.gke.io/certmap": "edge" } } },
    "google_certificate_manager_certificate_map",
    "projects/p/locations/global/certificateMaps/edge",
    "The certificate_map resource 'projects/p/locations/global/certificateMaps/edge' is already being used by 'projects/p/global/targetHttpsProxies/gkegw1-",
  ],
  [
    "Gateway",
    { spec: { addresses: [{ type: "NamedAddress", value: "edge" }] } },
    "google_compute_global_address",
    "projects/p/global/addresses/edge",
    "The address resource 'projects/p/global/addresses/edge' is already being used by 'projects/p/global/forwardingRules/gkegw1-",
  ],
];

function attached(kind: string, object: ObjectValue, project = "p"): ObjectValue {
  const metadata = { name: "web", namespace: "app", ...(object["metadata"] as ObjectValue | undefined) };
  return { release: "app/web", project, manifest: JSON.stringify({ ...object, kind, metadata }) };
}

describe("what the objects of a release name", () => {
  it.each(ATTACHED)("%s: it is not deleted before the release lets go of it", (kind, object, type, key, words) => {
    const operation = remove(type, { name: "edge", project: "p" }, key);
    const user = (project?: string) => ["kubernetes_object", "app/web/x", attached(kind, object, project)] as const;

    expect(says(gatewayInUse, operation, cloud(user()))).toContain(words);
    expect(gatewayInUse(operation, cloud(user()))?.advice).toContain(
      `GKE made that for ${kind} app/web of the release app/web`,
    );
    expect(says(gatewayInUse, operation, cloud())).toBeUndefined();
    expect(says(gatewayInUse, operation, cloud(user("other")))).toBeUndefined();
    expect(says(gatewayInUse, remove(type, { name: "spare", project: "p" }), cloud(user()))).toBeUndefined();
    expect(says(gatewayInUse, update(type, {}, { name: "edge" }), cloud(user()))).toBeUndefined();
  });

  it.each(ATTACHED)("%s: it has to exist, in the cluster's project", (kind, object, type, key) => {
    const operation = create("kubernetes_object", attached(kind, object));
    const named = (name: string, project = "p") => [type, key, { name, project }] as const;

    expect(says(gatewayReferences, operation, cloud())).toBe(
      `${kind} app/web: error cause: gceSync: generic::not_found: googleapi: Error 404: The resource '${key}' was not found, notFound`,
    );
    expect(says(gatewayReferences, operation, cloud(named("edge")))).toBeUndefined();
    expect(says(gatewayReferences, operation, cloud(named("spare")))).toBeDefined();
    expect(says(gatewayReferences, operation, cloud(named("edge", "other")))).toBeDefined();
  });

  it("other objects name nothing, and a literal address of a Gateway is no name", () => {
    const literal = { spec: { addresses: [{ type: "IPAddress", value: "edge" }] } };

    expect(says(gatewayReferences, create("kubernetes_object", attached("Gateway", literal)), cloud())).toBeUndefined();
    expect(says(gatewayReferences, create("kubernetes_object", attached("Service", {})), cloud())).toBeUndefined();
    expect(says(gatewayReferences, create("helm_release", {}), cloud())).toBeUndefined();
  });

  it("a Gateway of a regional class may use a regional address", () => {
    const regional = { spec: { addresses: [{ type: "NamedAddress", value: "edge" }] } };
    const address = ["google_compute_address", "k", { name: "edge", project: "p" }] as const;

    expect(
      says(gatewayReferences, create("kubernetes_object", attached("Gateway", regional)), cloud(address)),
    ).toBeUndefined();
  });
});

const RULE = "google_compute_security_policy_rule";
const expression = (text: string): ObjectValue => ({ match: [{ expr: [{ expression: text }] }] });
const ranges = (count: number): ObjectValue => ({
  match: [{ config: [{ src_ip_ranges: Array.from({ length: count }, (_none, index) => `203.0.113.${index}/32`) }] }],
});
const limit = (options: ObjectValue, action = "throttle"): ObjectValue => ({ action, rate_limit_options: [options] });
const threshold = (count: number, interval = 60): ObjectValue => ({
  rate_limit_threshold: [{ count, interval_sec: interval }],
});
const keys = (count: number, key: string | null = ""): ObjectValue => ({
  enforce_on_key: key,
  enforce_on_key_configs: Array.from({ length: count }, () => ({ enforce_on_key_type: "IP" })),
});
const times = (count: number, text: string) => Array.from({ length: count }, () => text).join(" && ");

describe("the rules of a security policy", () => {
  it.each<[string, ObjectValue, ObjectValue, string]>([
    ["ten ranges", ranges(10), ranges(11), "'resource.match.config.srcIpRanges': 11 ranges"],
    [
      "five subexpressions",
      expression(`${times(4, "true")} || has(request.headers['a && b'])`),
      expression(times(6, "true")),
      "'resource.match.expr.expression': 6 subexpressions",
    ],
    [
      "2048 characters",
      expression(times(2, `'${"x".repeat(1020)}'`).padEnd(2048)),
      expression(times(2, `'${"x".repeat(1020)}'`).padEnd(2049)),
      "'resource.match.expr.expression': 2049 characters",
    ],
    [
      "1024 characters in a subexpression",
      expression(`'${"x".repeat(1022)}' && true`),
      expression(`'${"x".repeat(1023)}' && true`),
      "'resource.match.expr.expression': a subexpression of 1025 characters",
    ],
    [
      "one line",
      expression("true && true"),
      expression("true &&\ntrue"),
      "'resource.match.expr.expression': a line break",
    ],
    [
      "64 characters",
      { description: "x".repeat(64) },
      { description: "x".repeat(65) },
      "'resource.description': 65 characters",
    ],
    ["the lowest priority", { priority: 0 }, { priority: -1 }, "'resource.priority': '-1'"],
    ["the highest priority", { priority: 2147483647 }, { priority: 2147483648 }, "'resource.priority': '2147483648'"],
    ["three keys", limit(keys(3)), limit(keys(4)), "'resource.rateLimitOptions.enforceOnKeyConfigs': 4 keys"],
    [
      "keys beside no key",
      limit(keys(1, null)),
      limit(keys(1, "IP")),
      "'resource.rateLimitOptions.enforceOnKey': 'IP'",
    ],
    [
      "intervals of the list",
      limit(threshold(1, 3600)),
      limit(threshold(1, 90)),
      "'resource.rateLimitOptions.rateLimitThreshold.intervalSec': '90'",
    ],
    [
      "at least one request",
      limit(threshold(1)),
      limit(threshold(0)),
      "'resource.rateLimitOptions.rateLimitThreshold.count': '0'",
    ],
    [
      "a million requests for a throttle",
      limit(threshold(1_000_000)),
      limit(threshold(1_000_001)),
      "'resource.rateLimitOptions.rateLimitThreshold.count': '1000001'",
    ],
    [
      "ten thousand requests for a ban",
      limit(threshold(10_000), "rate_based_ban"),
      limit(threshold(10_001), "rate_based_ban"),
      "'resource.rateLimitOptions.rateLimitThreshold.count': '10001'",
    ],
    [
      "ten thousand requests until a ban",
      limit({ ban_threshold: [{ count: 10_000, interval_sec: 60 }] }, "rate_based_ban"),
      limit({ ban_threshold: [{ count: 10_001, interval_sec: 60 }] }, "rate_based_ban"),
      "'resource.rateLimitOptions.banThreshold.count': '10001'",
    ],
  ])("have %s, and no more", (_limit, good, bad, words) => {
    const policy = (rule: ObjectValue) => create("google_compute_security_policy", { rule: [rule] });

    expect(says(securityPolicyRules, create(RULE, good), cloud())).toBeUndefined();
    expect(says(securityPolicyRules, create(RULE, bad), cloud())).toBe(
      `Error creating ${RULE}: googleapi: Error 400: Invalid value for field ${words}, invalid`,
    );
    expect(says(securityPolicyRules, update(RULE, good, bad), cloud())).toContain(words);
    expect(says(securityPolicyRules, policy(good), cloud())).toBeUndefined();
    expect(says(securityPolicyRules, policy(bad), cloud())).toContain(words);
  });

  it("may turn a throttle into a ban, but not a ban into a throttle", () => {
    const throttle = { priority: 1, action: "throttle" };
    const ban = { priority: 1, action: "rate_based_ban" };
    const policy = (rule: ObjectValue) => ({ rule: [rule] });
    const words = "'resource.action': 'throttle'. A rate_based_ban rule cannot be changed to a throttle rule";

    expect(says(securityPolicyRules, update(RULE, throttle, ban), cloud())).toBeUndefined();
    expect(says(securityPolicyRules, update(RULE, ban, throttle), cloud())).toContain(words);
    expect(
      says(securityPolicyRules, update("google_compute_security_policy", policy(ban), policy(throttle)), cloud()),
    ).toContain(words);
    expect(
      says(
        securityPolicyRules,
        update("google_compute_security_policy", policy({ ...ban, priority: 2 }), policy(throttle)),
        cloud(),
      ),
    ).toBeUndefined();
    expect(says(securityPolicyRules, create(RULE, throttle), cloud())).toBeUndefined();
  });

  it("have a priority of their own", () => {
    const key = "projects/p/global/securityPolicies/edge/priority/1000";

    expect(says(nameTaken, create(RULE, {}, key), cloud([RULE, key]))).toBe(
      "Error creating SecurityPolicyRule: googleapi: Error 409: Cannot have rules with the same priorities., alreadyExists",
    );
    expect(says(nameTaken, create(RULE, {}, key), cloud())).toBeUndefined();
  });
});
