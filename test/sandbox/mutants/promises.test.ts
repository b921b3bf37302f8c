import { CLUSTER_OBJECT } from "../../../sandbox/cloud/object-references";
import { type CloudEvent } from "../../../sandbox/mutants/event-log";
import { brokenPromises, PROMISES } from "../../../sandbox/mutants/promises";
import { type ObjectValue } from "../../../sandbox/plugin/values";

const event = (action: CloudEvent["action"], type: string, attributes: ObjectValue, key = "k"): CloudEvent => ({
  action,
  type,
  key,
  attributes,
});

const manifest = (object: object): ObjectValue => ({ manifest: JSON.stringify(object) });

type Case = readonly [user: string, relies: ObjectValue, part: string, belongs: ObjectValue, key?: string];

/** For each promise: what relies on it, and what has to be there. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  "firewall-before-traffic": [
    [
      CLUSTER_OBJECT,
      manifest({ kind: "GCPBackendPolicy", spec: { default: { securityPolicy: "waf" } } }),
      "google_compute_security_policy_rule",
      { security_policy: "projects/p/global/securityPolicies/waf" },
    ],
    [
      "google_compute_backend_service",
      { security_policy: "projects/p/global/securityPolicies/waf" },
      "google_compute_security_policy_rule",
      { security_policy: "waf" },
    ],
  ],
  "certificate-before-traffic": [
    [
      CLUSTER_OBJECT,
      manifest({ kind: "Gateway", metadata: { annotations: { "networking.gke.io/certmap": "map" } } }),
      "google_certificate_manager_certificate_map_entry",
      { map: "map" },
    ],
  ],
  "node-rights-before-nodes": [
    [
      "google_container_cluster",
      { node_config: [{ service_account: "n@p.iam.gserviceaccount.com" }] },
      "google_project_iam_member",
      { role: "roles/container.defaultNodeServiceAccount", member: "serviceAccount:n@p.iam.gserviceaccount.com" },
    ],
  ],
  "api-before-feature": [
    [
      "google_container_cluster",
      { project: "p", binary_authorization: [{ evaluation_mode: "PROJECT_SINGLETON_POLICY_ENFORCE" }] },
      "google_project_service",
      {},
      "p/binaryauthorization.googleapis.com",
    ],
    [
      "google_artifact_registry_repository",
      { project: "p", format: "DOCKER" },
      "google_project_service",
      {},
      "p/containerscanning.googleapis.com",
    ],
  ],
  "publisher-before-reminders": [
    [
      "google_secret_manager_secret",
      { topics: [{ name: "projects/p/topics/t" }] },
      "google_pubsub_topic_iam_member",
      { topic: "t" },
    ],
  ],
  "key-before-backups": [
    [
      "google_gke_backup_backup_plan",
      { backup_config: [{ encryption_key: [{ gcp_kms_encryption_key: "key" }] }] },
      "google_kms_crypto_key_iam_member",
      { crypto_key_id: "key" },
    ],
  ],
  "identity-before-release": [
    [
      CLUSTER_OBJECT,
      manifest({
        kind: "ServiceAccount",
        metadata: { name: "app", namespace: "ns", annotations: { "iam.gke.io/gcp-service-account": "a@p.iam" } },
      }),
      "google_service_account_iam_member",
      { service_account_id: "projects/p/serviceAccounts/a@p.iam", member: "serviceAccount:p.svc.id.goog[ns/app]" },
    ],
  ],
};

describe("promises of safety", () => {
  it("have a case each, a reason and a source", () => {
    expect(PROMISES.map(({ name }) => name).sort()).toEqual(Object.keys(CASES).sort());
    expect(PROMISES.filter(({ why, source }) => !why.endsWith(".") || !source.startsWith("https://"))).toEqual([]);
  });

  const cases = Object.entries(CASES).flatMap(([name, list]) =>
    list.map(([user, relies, part, belongs, key]) => ({ name, user, relies, part, belongs, key })),
  );
  describe.each(cases)("$name, for a $user", ({ name, user, relies, part, belongs, key }) => {
    const uses = (action: CloudEvent["action"]) => event(action, user, relies);
    const partOf = (action: CloudEvent["action"]) => event(action, part, belongs, key);
    const broken = (...events: readonly CloudEvent[]) => brokenPromises(events).map(({ promise }) => promise);

    it("is kept when its part is made before and deleted after", () => {
      expect(broken(partOf("create"), uses("create"), uses("delete"), partOf("delete"))).toEqual([]);
    });

    it("is broken when its part comes late", () => {
      const [found] = brokenPromises([uses("create"), partOf("create")]);
      expect(found?.promise).toBe(name);
      expect(found?.detail).toContain(`${part} ${key ?? "k"} was made after ${user} k. `);
    });

    it("is broken when its part goes early", () => {
      const [found] = brokenPromises([partOf("create"), uses("create"), partOf("delete"), uses("delete")]);
      expect(found?.promise).toBe(name);
      expect(found?.detail).toContain(`${part} ${key ?? "k"} was deleted before ${user} k. `);
    });

    it("is not about what was there before, nor about what stays", () => {
      expect(broken(uses("update"), partOf("create"))).toEqual([]);
      expect(broken(uses("create"), partOf("delete"))).toEqual([]);
      expect(broken(partOf("delete"), partOf("create"), uses("delete"))).toEqual([]);
    });
  });

  it("are about the same thing only", () => {
    const events = [
      event("create", "google_compute_backend_service", { security_policy: "one" }),
      event("create", "google_compute_security_policy_rule", { security_policy: "other" }),
      event("create", "google_container_cluster", { project: "p", security_posture_config: [{ mode: "DISABLED" }] }),
      event("create", "google_project_service", {}, "p/containersecurity.googleapis.com"),
      event("create", CLUSTER_OBJECT, manifest({ kind: "ServiceAccount", metadata: { name: "app" } })),
    ];
    expect(brokenPromises(events)).toEqual([]);
  });
});
