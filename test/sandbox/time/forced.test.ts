import { forcedEdges } from "../../../sandbox/time/forced";
import { type Block, type DeployGraph } from "../../../sandbox/time/graph";
import { type Action } from "../../../sandbox/time/latency";
import { lowerBound } from "../../../sandbox/time/lower-bound";
import { computedBySchema } from "../../../sandbox/time/computed";
import { chart, graphOf, idsAreComputed, secondsOf } from "./support";

/** The law of the only edge between two types. */
function lawOf(graph: DeployGraph, from: string, to: string, action: Action = "create"): string | undefined {
  const edge = graph.edges.find(
    (candidate) => candidate.from.startsWith(`${from}.`) && candidate.to.startsWith(`${to}.`),
  );
  if (edge === undefined) {
    throw new Error(`no edge from ${from} to ${to}`);
  }
  return forcedEdges(graph, action, idsAreComputed)(edge)?.law;
}

const api = (service: string, project?: string): Block => ({ service, ...(project === undefined ? {} : { project }) });

describe("forcedEdges, when things are made", () => {
  it.each<[string, string, Record<string, Block>, string, string, string | undefined]>([
    [
      "the API that serves a type",
      "google_project_service",
      { "google_project_service.s": api("compute.googleapis.com") },
      "google_compute_network",
      "depends",
      "api-enabled",
    ],
    [
      "no API that serves another type",
      "google_project_service",
      { "google_project_service.s": api("dns.googleapis.com") },
      "google_compute_network",
      "depends",
      undefined,
    ],
    [
      "no API of another project",
      "google_project_service",
      { "google_project_service.s": api("compute.googleapis.com", "other") },
      "google_compute_network",
      "depends",
      undefined,
    ],
    [
      "no API that every project has",
      "google_project_service",
      { "google_project_service.s": api("monitoring.googleapis.com") },
      "google_monitoring_alert_policy",
      "depends",
      undefined,
    ],
    [
      "private services access of an instance",
      "google_service_networking_connection",
      { "google_service_networking_connection.s": {} },
      "google_sql_database_instance",
      "depends",
      "private-services-connection",
    ],
    [
      "no rule of a policy for the release",
      "google_compute_security_policy_rule",
      { "google_compute_security_policy_rule.s": {} },
      "helm_release",
      "depends",
      undefined,
    ],
    [
      "a database user of the release",
      "google_sql_user",
      { "google_sql_user.s": {} },
      "helm_release",
      "depends",
      "pods-ready",
    ],
    [
      "a grant that a secret's topic needs",
      "google_pubsub_topic_iam_member",
      { "google_pubsub_topic_iam_member.s": {} },
      "google_secret_manager_secret",
      "depends",
      "agent-may-publish",
    ],
  ])("finds %s", (_what, to, blocks, from, _how, law) => {
    const project = to === "google_project_service" ? { project: "mine" } : {};
    const graph = graphOf({ ...blocks, [`${from}.f`]: { ...project, depends_on: [`${to}.s`] } });

    expect(lawOf(graph, from, to)).toBe(law);
  });

  it("finds the API of a service agent", () => {
    const graph = graphOf({
      "google_project_service.s": api("sqladmin.googleapis.com"),
      "google_project_service_identity.i": {
        ...api("sqladmin.googleapis.com"),
        depends_on: ["google_project_service.s"],
      },
    });

    expect(lawOf(graph, "google_project_service_identity", "google_project_service")).toBe("api-enabled");
  });

  it("finds references that the simulated cloud knows, by the argument they stand in", () => {
    const graph = (argument: string): DeployGraph =>
      graphOf({
        "google_compute_network.n": {},
        "google_compute_subnetwork.s": { [argument]: "${google_compute_network.n.name}" },
      });

    expect(lawOf(graph("network"), "google_compute_subnetwork", "google_compute_network")).toBe("reference-exists");
    expect(lawOf(graph("description"), "google_compute_subnetwork", "google_compute_network")).toBeUndefined();
  });

  it("finds values that only the API knows", () => {
    const graph = (attribute: string): DeployGraph =>
      graphOf({
        "google_service_account.a": {},
        "google_monitoring_alert_policy.p": { display_name: `\${google_service_account.a.${attribute}}` },
      });

    expect(lawOf(graph("email"), "google_monitoring_alert_policy", "google_service_account")).toBe("value");
    expect(lawOf(graph("account_id"), "google_monitoring_alert_policy", "google_service_account")).toBeUndefined();
  });

  it("finds the right to use a key only where the key is used", () => {
    const graph = (key: string): DeployGraph =>
      graphOf({
        "google_kms_crypto_key.k": {},
        "google_kms_crypto_key.other": {},
        "google_kms_crypto_key_iam_member.m": { crypto_key_id: "${google_kms_crypto_key.k.id}" },
        "google_pubsub_topic.t": {
          kms_key_name: `\${google_kms_crypto_key.${key}.name}`,
          depends_on: ["google_kms_crypto_key_iam_member.m"],
        },
      });

    expect(lawOf(graph("k"), "google_pubsub_topic", "google_kms_crypto_key_iam_member")).toBe("key-access");
    expect(lawOf(graph("k"), "google_pubsub_topic", "google_kms_crypto_key")).toBe("key-access");
    expect(lawOf(graph("other"), "google_pubsub_topic", "google_kms_crypto_key_iam_member")).toBeUndefined();
  });

  it("finds the cluster that makes the identity pool, and no other reason to wait for it", () => {
    const graph = (member: string): DeployGraph =>
      graphOf({
        "google_container_cluster.c": {},
        "google_service_account_iam_member.m": { member, depends_on: ["google_container_cluster.c"] },
      });

    expect(
      lawOf(
        graph("serviceAccount:p.svc.id.goog[ns/a]"),
        "google_service_account_iam_member",
        "google_container_cluster",
      ),
    ).toBe("identity-pool");
    expect(lawOf(graph("user:a@b.c"), "google_service_account_iam_member", "google_container_cluster")).toBeUndefined();
  });

  it("finds what a release needs: its cluster, its namespace and what its objects name", () => {
    const graph = graphOf(
      {
        "google_container_cluster.c": {},
        "google_compute_security_policy.p": {},
        "kubernetes_namespace_v1.n": {},
        "helm_release.r": {
          namespace: "${kubernetes_namespace_v1.n.metadata[0].name}",
          values: ["policy: ${google_compute_security_policy.p.name}"],
        },
      },
      { provider: { helm: [{ host: "${google_container_cluster.c.endpoint}" }] } },
    );

    expect(lawOf(graph, "helm_release", "google_container_cluster")).toBe("cluster-connection");
    expect(lawOf(graph, "helm_release", "kubernetes_namespace_v1")).toBe("cluster-objects");
    expect(lawOf(graph, "helm_release", "google_compute_security_policy")).toBe("gateway-references");
  });

  it("finds nothing that pods need for a release that does not wait for them", () => {
    const graph = graphOf({
      "google_sql_user.u": {},
      "helm_release.r": { wait: false, depends_on: ["google_sql_user.u"] },
    });

    expect(lawOf(graph, "helm_release", "google_sql_user")).toBeUndefined();
  });
});

describe("forcedEdges, when things are deleted", () => {
  it("finds what holds another, and lets the rest go in any order", () => {
    const graph = graphOf({
      "google_compute_network.n": {},
      "google_compute_subnetwork.s": { network: "${google_compute_network.n.id}" },
      "google_sql_database_instance.i": {},
      "google_sql_database.d": { instance: "${google_sql_database_instance.i.name}" },
    });

    expect(lawOf(graph, "google_compute_subnetwork", "google_compute_network", "delete")).toBe("in-use");
    expect(lawOf(graph, "google_sql_database", "google_sql_database_instance", "delete")).toBeUndefined();
  });

  it("finds the instance that still uses private services access", () => {
    const graph = graphOf({
      "google_service_networking_connection.c": {},
      "google_sql_database_instance.i": { depends_on: ["google_service_networking_connection.c"] },
    });

    expect(lawOf(graph, "google_sql_database_instance", "google_service_networking_connection", "delete")).toBe(
      "private-services-connection",
    );
  });
});

describe("computedBySchema", () => {
  const isComputed = computedBySchema();
  const ask = (type: string, attribute: string): boolean =>
    isComputed({ address: `${type}.x`, mode: "resource", type, block: {}, path: "x" }, attribute);

  it("knows what comes from the API alone", () => {
    expect(ask("google_service_account", "email")).toBe(true);
    expect(ask("google_service_account", "account_id")).toBe(false);
    expect(ask("google_sql_database_instance", "name")).toBe(false);
    expect(ask("aws_vpc", "id")).toBe(false);
  });
});

describe("lowerBound", () => {
  const forced = { law: "law", because: "it says so" };

  it("is the longest chain of forced edges, other edges left out", () => {
    const graph = chart({ a: [], b: ["a"], c: ["b"], d: ["a"] });
    const bound = lowerBound(graph, secondsOf({ a: 1, b: 2, c: 90, d: 5 }), ({ from }) =>
      from === "terraform_data.c" ? undefined : forced,
    );

    expect(bound.seconds).toBe(90);
    expect(lowerBound(graph, secondsOf({ a: 1, b: 2, c: 3, d: 4 }), () => forced)).toEqual({
      seconds: 6,
      chain: [
        { address: "terraform_data.a", seconds: 1 },
        { address: "terraform_data.b", seconds: 2, forced },
        { address: "terraform_data.c", seconds: 3, forced },
      ],
    });
  });

  it("adds up what excludes each other between what it needs and what needs it", () => {
    const instance = { instance: "${google_sql_database_instance.i.name}" };
    const graph = graphOf({
      "google_sql_database_instance.i": {},
      "google_sql_user.a": instance,
      "google_sql_user.b": instance,
      "helm_release.r": { depends_on: ["google_sql_user.a", "google_sql_user.b"] },
    });
    const seconds: Record<string, number> = {
      "google_sql_database_instance.i": 100,
      "google_sql_user.a": 5,
      "google_sql_user.b": 4,
      "helm_release.r": 50,
    };
    const bound = lowerBound(
      graph,
      (address) => seconds[address] ?? 0,
      () => forced,
    );

    expect(bound.seconds).toBe(159);
    expect(bound.chain.map(({ address, forced: law }) => [address, law?.law])).toEqual([
      ["google_sql_database_instance.i", undefined],
      ["google_sql_user.a", "law"],
      ["google_sql_user.b", "one-at-a-time"],
      ["helm_release.r", "law"],
    ]);
  });

  it("is nothing for nothing", () => {
    expect(
      lowerBound(
        chart({}),
        () => 1,
        () => forced,
      ),
    ).toEqual({ seconds: 0, chain: [] });
  });
});
