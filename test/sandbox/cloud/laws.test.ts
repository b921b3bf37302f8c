import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allLaws, type CloudView, type Law, type Operation } from "../../../sandbox/cloud/law";
import { law as apiEnabled } from "../../../sandbox/cloud/laws/api-enabled";
import { law as clusterObjects } from "../../../sandbox/cloud/laws/cluster-objects";
import { law as deletionProtection } from "../../../sandbox/cloud/laws/deletion-protection";
import { law as identityPool } from "../../../sandbox/cloud/laws/identity-pool";
import { law as inUse } from "../../../sandbox/cloud/laws/in-use";
import { law as instanceNameWeek } from "../../../sandbox/cloud/laws/instance-name-week";
import { law as nameTaken } from "../../../sandbox/cloud/laws/name-taken";
import { law as privateServicesConnection } from "../../../sandbox/cloud/laws/private-services-connection";
import { law as referenceExists } from "../../../sandbox/cloud/laws/reference-exists";
import { Store } from "../../../sandbox/cloud/store";
import { type ObjectValue } from "../../../sandbox/plugin/values";

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
