import { RenderedCluster } from "../../policies/rendered/rendered-cluster";
import { RenderedStack } from "../../policies/rendered/rendered-stack";
import { clusterRanges } from "../../policies/reachability/cluster-ranges";
import { type Endpoint, type PodsEndpoint } from "../../policies/reachability/endpoints";
import { Reachability } from "../../policies/reachability/graph";
import { compareReachability, type IntendedMatrix } from "../../policies/reachability/matrix";
import {
  ALL_PORTS,
  describePorts,
  difference,
  intersection,
  port,
  union,
  type PortSet,
} from "../../policies/reachability/ports";
import { reachabilityRule } from "../../policies/reachability/reachability-rule";
import { type KubernetesObject } from "../../sandbox/kubernetes/objects";
import {
  block,
  deployment,
  egress,
  fqdn,
  ingress,
  networkPolicy,
  NGINX,
  object,
  pod,
  tcp,
} from "./fixtures/cluster-builders";

const REDIS = { "app.kubernetes.io/name": "redis" };
const NOTHING = "";

const clusterOf = (...objects: readonly KubernetesObject[]) =>
  new RenderedCluster(objects.map((one) => ({ object: one, namespace: "shop", path: "" })));

const nginx = deployment();
const redis = deployment({}, {}, "redis", REDIS);

const ranges = (...list: readonly string[]): Endpoint => ({ kind: "ranges", name: list.join(), ranges: list });
const podsOf = (namespace: string, labels: PodsEndpoint["labels"], namespaceLabels = {}): PodsEndpoint => ({
  kind: "pods",
  name: `pods of ${namespace}`,
  namespace,
  labels,
  namespaceLabels,
});

/** What nginx reaches of another, or another of nginx, in words. */
function reach(policies: readonly KubernetesObject[], other: Endpoint, direction: "to" | "from" = "to") {
  const graph = Reachability.of(clusterOf(nginx, redis, ...policies));
  const own = graph.pods.find(({ name }) => name === "nginx") as PodsEndpoint;
  const found = direction === "to" ? graph.reach(own, other) : graph.reach(other, own);
  return { some: describePorts(found.some), all: describePorts(found.all) };
}

/** The same where all of the other's addresses are alike. */
function whole(policies: readonly KubernetesObject[], other: Endpoint, direction: "to" | "from" = "to"): string {
  const { some, all } = reach(policies, other, direction);
  expect(all).toBe(some);
  return some;
}

const redisEndpoint = podsOf("shop", REDIS);
const denied = networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] }, "deny");

describe("policyTypes", () => {
  it.each([
    ["no policy opens both ways", [], "all ports", "all ports"],
    ["a policy without rules and types denies ingress", [networkPolicy({})], NOTHING, "all ports"],
    ["egress rules deny other egress", [networkPolicy({ egress: [{ ports: [tcp(443)] }] })], NOTHING, "TCP 443"],
    ["Egress alone leaves ingress", [networkPolicy({ policyTypes: ["Egress"] })], "all ports", NOTHING],
    [
      "rules of a direction that isn't a type don't count",
      [networkPolicy({ policyTypes: ["Ingress"], egress: [{}] })],
      NOTHING,
      "all ports",
    ],
    ["an empty list of types is none", [networkPolicy({ policyTypes: [] })], NOTHING, "all ports"],
    ["both", [denied], NOTHING, NOTHING],
  ])("%s", (_, policies, into, out) => {
    expect(whole(policies, ranges("203.0.113.0/24"), "from")).toBe(into);
    expect(whole(policies, ranges("203.0.113.0/24"))).toBe(out);
  });
});

describe("selectors", () => {
  it.each([
    ["another pod", { matchLabels: REDIS }, "all ports"],
    ["all pods", {}, NOTHING],
    ["absent, which is all", undefined, NOTHING],
    ["In", { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["nginx", "x"] }] }, NOTHING],
    [
      "NotIn",
      { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "NotIn", values: ["nginx"] }] },
      "all ports",
    ],
    [
      "NotIn of a label that isn't there",
      { matchExpressions: [{ key: "x", operator: "NotIn", values: ["1"] }] },
      NOTHING,
    ],
    ["Exists", { matchExpressions: [{ key: "x", operator: "Exists" }] }, "all ports"],
    ["DoesNotExist", { matchExpressions: [{ key: "x", operator: "DoesNotExist" }] }, NOTHING],
  ])("select by %s", (_, podSelector, expected) => {
    expect(whole([networkPolicy({ podSelector, policyTypes: ["Egress"] })], ranges("203.0.113.7"))).toBe(expected);
  });

  it("leave pods of other namespaces alone", () => {
    const elsewhere = { ...denied, metadata: { name: "deny", namespace: "elsewhere" } };
    expect(whole([elsewhere], ranges("203.0.113.7"))).toBe("all ports");
  });

  it("mean the pods that somebody creates from a PodTemplate", () => {
    const selector = { matchLabels: NGINX, matchExpressions: [{ key: "session", operator: "Exists" }] };
    const policies = [
      networkPolicy({ podSelector: selector, policyTypes: ["Egress"], egress: [{ ports: [tcp(443)] }] }),
      denied,
    ];
    const graph = Reachability.of(clusterOf(object("v1", "PodTemplate", "nginx", pod()), ...policies));
    expect(describePorts(graph.reach(graph.pods[0] as Endpoint, ranges("203.0.113.7")).all)).toBe("TCP 443");
  });
});

describe("peers", () => {
  const named = { "kubernetes.io/metadata.name": "elsewhere" };
  it.each([
    ["pods of the same namespace", { podSelector: { matchLabels: REDIS } }, redisEndpoint, "all ports"],
    ["not those elsewhere", { podSelector: { matchLabels: REDIS } }, podsOf("elsewhere", REDIS), NOTHING],
    ["all pods of the same namespace", { podSelector: {} }, redisEndpoint, "all ports"],
    ["a namespace by name", { namespaceSelector: { matchLabels: named } }, podsOf("elsewhere", {}), "all ports"],
    ["every namespace, this one as well", { namespaceSelector: {} }, redisEndpoint, "all ports"],
    [
      "a namespace by label",
      { namespaceSelector: { matchLabels: { team: "a" } } },
      podsOf("elsewhere", {}, { team: "a" }),
      "all ports",
    ],
    [
      "both at once",
      { namespaceSelector: { matchLabels: named }, podSelector: { matchLabels: REDIS } },
      podsOf("elsewhere", REDIS),
      "all ports",
    ],
    [
      "both at once, and one is wrong",
      { namespaceSelector: { matchLabels: named }, podSelector: { matchLabels: REDIS } },
      podsOf("elsewhere", {}),
      NOTHING,
    ],
    ["no peer, which is nobody", {}, redisEndpoint, NOTHING],
    ["an address is no pod", block("0.0.0.0/0"), redisEndpoint, NOTHING],
    ["a pod is no address", { podSelector: {} }, ranges("10.0.0.1"), NOTHING],
  ])("are %s", (_, peer, other, expected) => {
    expect(whole([egress({ to: [peer] })], other)).toBe(expected);
    expect(whole([ingress({ from: [peer] })], other, "from")).toBe(expected);
  });

  it("are everybody without a list", () => {
    expect(whole([egress({})], redisEndpoint)).toBe("all ports");
    expect(whole([egress({ to: [] })], ranges("2001:db8::/32"))).toBe("all ports");
  });

  it("have to agree at both ends", () => {
    const out = egress({ to: [{ podSelector: { matchLabels: REDIS } }], ports: [tcp(6379), tcp(8080)] });
    const into = (ports: readonly object[]) =>
      networkPolicy(
        { podSelector: { matchLabels: REDIS }, ingress: [{ from: [{ podSelector: { matchLabels: NGINX } }], ports }] },
        "redis",
      );
    expect(whole([out, into([tcp(8080), tcp(9090)])], reachable("redis", out, into([tcp(8080)])))).toBe("TCP 8080");
    expect(whole([out, denied], redisEndpoint)).toBe(NOTHING);
  });
});

/** A pod of the cluster as the graph knows it, with its ports. */
function reachable(name: string, ...policies: readonly KubernetesObject[]): Endpoint {
  return Reachability.of(clusterOf(nginx, redis, ...policies)).pods.find((one) => one.name === name) as Endpoint;
}

describe("blocks", () => {
  it.each([
    ["all of a range", [block("10.0.0.0/8")], ["10.1.0.0/16"], "all ports", "all ports"],
    ["a part of it", [block("10.1.0.0/24")], ["10.1.0.0/16"], "all ports", NOTHING],
    ["in two halves", [block("10.1.0.0/17"), block("10.1.128.0/17")], ["10.1.0.0/16"], "all ports", "all ports"],
    ["none of it", [block("10.2.0.0/16")], ["10.1.0.0/16"], NOTHING, NOTHING],
    ["an exception", [block("10.0.0.0/8", "10.1.0.0/16")], ["10.1.0.0/16"], NOTHING, NOTHING],
    ["an exception of a part", [block("10.0.0.0/8", "10.1.2.0/24")], ["10.1.0.0/16"], "all ports", NOTHING],
    [
      "an exception that another block opens",
      [block("10.0.0.0/8", "10.1.0.0/16"), block("10.1.0.0/16")],
      ["10.1.0.0/16"],
      "all ports",
      "all ports",
    ],
    ["of two ranges one", [block("10.1.0.0/16")], ["10.1.0.0/16", "10.2.0.0/16"], "all ports", NOTHING],
    ["IPv6", [block("2001:db8::/32", "2001:db8:1::/48")], ["2001:db8:2::/48"], "all ports", "all ports"],
    ["the other family", [block("0.0.0.0/0")], ["2001:db8::/32"], NOTHING, NOTHING],
    ["no range at all", [block("everywhere")], ["10.1.0.0/16"], NOTHING, NOTHING],
  ])("open %s", (_, to, list, some, all) => {
    expect(reach([egress({ to })], ranges(...list))).toEqual({ some, all });
  });

  it("leave out what an endpoint leaves out", () => {
    const endpoint: Endpoint = { kind: "ranges", name: "internet", ranges: ["0.0.0.0/0"], except: ["10.0.0.0/8"] };
    expect(whole([egress({ to: [block("0.0.0.0/0", "10.0.0.0/8")] })], endpoint)).toBe("all ports");
    expect(whole([egress({ to: [block("10.0.0.0/8")] })], endpoint)).toBe(NOTHING);
  });
});

describe("ports", () => {
  it.each([
    ["a number", [tcp(443)], "TCP 443"],
    ["TCP by default", [{ port: 443 }], "TCP 443"],
    ["a range", [{ ...tcp(8000), endPort: 8080 }], "TCP 8000-8080"],
    ["several", [tcp(443), { protocol: "UDP", port: 53 }], "TCP 443, UDP 53"],
    ["a protocol", [{ protocol: "UDP" }], "all of UDP"],
    ["a number as text", [tcp("443")], "TCP 443"],
    ["no list", undefined, "all ports"],
    ["an empty list", [], "all ports"],
    ["a name that addresses don't have", [tcp("http")], NOTHING],
  ])("are %s", (_, ports, expected) => {
    expect(whole([egress({ to: [block("203.0.113.0/24")], ports })], ranges("203.0.113.0/24"))).toBe(expected);
  });

  it("are named by whoever listens", () => {
    expect(whole([ingress({ from: [{ podSelector: {} }], ports: [tcp("http")] })], redisEndpoint, "from")).toBe(
      "TCP 8080",
    );
    const other = reachable("redis");
    expect(whole([egress({ to: [{ podSelector: {} }], ports: [tcp("http")] })], other)).toBe("TCP 8080");
    expect(whole([egress({ to: [{ podSelector: {} }], ports: [{ protocol: "UDP", port: "http" }] })], other)).toBe(
      NOTHING,
    );
  });

  it("add up over policies", () => {
    const more = networkPolicy({ policyTypes: ["Egress"], egress: [{ ports: [tcp(80)] }] }, "more");
    expect(whole([egress({ ports: [tcp(443)] }), more, denied], ranges("203.0.113.7"))).toBe("TCP 80, TCP 443");
  });
});

describe("hosts", () => {
  const host = (...hosts: readonly string[]): Endpoint => ({ kind: "hosts", name: hosts.join(), hosts });
  it.each([
    ["by name", [{ name: "github.com" }], ["github.com"], "TCP 443", "TCP 443"],
    ["another name", [{ name: "github.com" }], ["api.github.com"], NOTHING, NOTHING],
    ["by pattern", [{ pattern: "*.github.com" }], ["api.github.com"], "TCP 443", "TCP 443"],
    ["a pattern is one label", [{ pattern: "*.github.com" }], ["eu.api.github.com"], NOTHING, NOTHING],
    ["a pattern isn't the domain", [{ pattern: "*.github.com" }], ["github.com"], NOTHING, NOTHING],
    ["dots are dots", [{ pattern: "*.github.com" }], ["api.githubxcom"], NOTHING, NOTHING],
    ["all", [{ pattern: "*" }], ["deep.below.example.net"], "TCP 443", "TCP 443"],
    ["one of two", [{ name: "github.com" }], ["github.com", "gitlab.com"], "TCP 443", NOTHING],
  ])("are opened %s", (_, matches, hosts, some, all) => {
    expect(reach([denied, fqdn(matches)], host(...hosts))).toEqual({ some, all });
  });

  it("are opened by a rule for the internet, and by none for a range", () => {
    expect(whole([egress({ to: [block("0.0.0.0/0", "10.0.0.0/8")], ports: [tcp(443)] })], host("github.com"))).toBe(
      "TCP 443",
    );
    expect(whole([egress({ to: [block("140.82.112.0/20")] })], host("github.com"))).toBe(NOTHING);
  });

  it("open nothing that isn't a host", () => {
    expect(whole([denied, fqdn([{ pattern: "*" }])], ranges("203.0.113.7"))).toBe(NOTHING);
  });

  it("are on all ports when a policy names none", () => {
    expect(whole([denied, fqdn([{ name: "github.com" }], [])], host("github.com"))).toBe("all ports");
    expect(whole([denied, fqdn([{ name: "github.com" }], [{ protocol: "ALL", port: 443 }])], host("github.com"))).toBe(
      "SCTP 443, TCP 443, UDP 443",
    );
  });
});

describe("pods on the host's network", () => {
  it("are no endpoints, since policies don't hold for them", () => {
    expect(Reachability.of(clusterOf(deployment({ hostNetwork: true }))).pods).toEqual([]);
  });
});

describe("sets of ports", () => {
  const some: PortSet = [{ protocol: "TCP", first: 10, last: 20 }];
  it("are united, cut and subtracted", () => {
    expect(union(some, [{ protocol: "TCP", first: 21, last: 30 }], port(53, "UDP"))).toEqual([
      { protocol: "TCP", first: 10, last: 30 },
      { protocol: "UDP", first: 53, last: 53 },
    ]);
    expect(intersection(some, [{ protocol: "TCP", first: 15, last: 99 }])).toEqual([
      { protocol: "TCP", first: 15, last: 20 },
    ]);
    expect(intersection(some, port(15, "UDP"))).toEqual([]);
    expect(difference(some, port(15))).toEqual([
      { protocol: "TCP", first: 10, last: 14 },
      { protocol: "TCP", first: 16, last: 20 },
    ]);
    expect(difference(ALL_PORTS, ALL_PORTS)).toEqual([]);
  });
});

describe("a matrix", () => {
  const cluster = clusterOf(nginx, redis, denied, egress({ to: [block("10.1.0.0/17")], ports: [tcp(5432), tcp(22)] }));
  const flow = (from: string, to: string, allowed = true): IntendedMatrix[number] => ({
    from,
    to,
    ports: ["TCP 5432", "TCP 8000-8001"],
    allowed,
    why: "",
  });
  const outside = [{ kind: "ranges", name: "database", ranges: ["10.1.0.0/16"] }] as const;
  const messages = (matrix: IntendedMatrix, more: readonly Endpoint[] = outside): readonly string[] =>
    compareReachability(cluster, matrix, more).map(({ kind, message }) => `${kind}: ${message}`);

  it("finds what is closed and what is open", () => {
    expect(messages([flow("nginx", "database")])).toEqual([
      "closed: nginx can't reach database on TCP 5432, TCP 8000-8001",
      "open: nginx reaches database on TCP 22, which nobody meant",
    ]);
  });

  it("allows nothing by default, and nothing that a line denies", () => {
    const open = ["open: nginx reaches database on TCP 22, TCP 5432, which nobody meant"];
    expect(messages([])).toEqual(open);
    expect(messages([flow("nginx", "database"), flow("nginx", "database", false)])).toEqual(open);
  });

  it("knows two pods of one workload", () => {
    const all: IntendedMatrix = [{ from: "nginx", to: "nginx", ports: ["all"], allowed: true, why: "" }];
    const open = clusterOf(nginx);
    expect(compareReachability(open, all, [])).toEqual([]);
    expect(compareReachability(open, [], [])).toEqual([
      { kind: "open", message: "one nginx reaches another on all ports, which nobody meant" },
    ]);
  });

  it("says of whom nobody knows", () => {
    expect(messages([flow("apache", "nginx")])).toContain('matrix: nobody is called "apache"');
    expect(messages([], [...outside, ...outside])).toContain('matrix: two endpoints are called "database"');
  });

  it("is a rule for the release that brings the policies", () => {
    const { evaluate } = reachabilityRule("shop", ({ cluster: own }) => compareReachability(own, [], outside));
    const stack = new RenderedStack("stack", {}, () => cluster);
    const release = (name: string) => ({ type: "helm_release", address: "", path: "", arguments: { name } });
    expect(evaluate(release("shop"), stack)).toMatchObject({ status: "non-compliant" });
    expect(evaluate(release("other"), stack)).toEqual({ status: "not-applicable" });
  });
});

describe("clusterRanges", () => {
  it("reads what the stack writes out", () => {
    const stack = new RenderedStack("stack", {
      resource: {
        google_container_cluster: {
          it: {
            subnetwork: "${google_compute_subnetwork.nodes.id}",
            ip_allocation_policy: { cluster_secondary_range_name: "pods", services_secondary_range_name: "services" },
          },
        },
        google_compute_subnetwork: {
          nodes: {
            ip_cidr_range: "10.0.0.0/24",
            secondary_ip_range: [
              { range_name: "pods", ip_cidr_range: "10.4.0.0/16" },
              { range_name: "services", ip_cidr_range: "${var.services}" },
            ],
          },
          other: { ip_cidr_range: "10.9.0.0/24" },
        },
        google_compute_global_address: {
          peering: { purpose: "VPC_PEERING", address: "10.1.0.0", prefix_length: 20 },
          public: { address: "203.0.113.7" },
        },
      },
    });
    expect(clusterRanges(stack)).toEqual({
      nodes: ["10.0.0.0/24"],
      pods: ["10.4.0.0/16"],
      services: [],
      managedServices: ["10.1.0.0/20"],
    });
    expect(clusterRanges(new RenderedStack("empty", {}))).toEqual({
      nodes: [],
      pods: [],
      services: [],
      managedServices: [],
    });
  });
});
