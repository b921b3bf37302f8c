import { INTERNAL, SPECIAL } from "../policies/facts/cluster-internet";
import { type PolicyRow } from "../policies/catalog/row";
import { LEVELS } from "../policies/levels";
import { clusterRanges, type ClusterRanges } from "../policies/reachability/cluster-ranges";
import { reachabilityRule } from "../policies/reachability/reachability-rule";
import {
  COLLECTORS,
  KUBE_DNS,
  LOAD_BALANCERS,
  NODE_LOCAL_DNS,
  type Endpoint,
  type HostsEndpoint,
} from "../policies/reachability/endpoints";
import {
  compareReachability,
  type IntendedFlow,
  type IntendedMatrix,
  type PortText,
  type ReachabilityProblem,
} from "../policies/reachability/matrix";
import { exampleOf, namedHosts } from "../policies/reachability/policies";
import { type RenderedCluster } from "../policies/rendered/rendered-cluster";

/** All pods of cliscale. */
const PODS = ["controller", "ws-gateway", "cliscale-runner", "first-grants"];
/** Those with a Cloud SQL Auth Proxy. */
const DATABASE_CLIENTS = ["controller", "ws-gateway", "first-grants"];
/** Those behind the load balancer. */
const SERVICES = ["controller", "ws-gateway"];
const DNS: readonly PortText[] = ["UDP 53", "TCP 53"];

const allow = (
  from: readonly string[],
  to: readonly string[],
  ports: readonly PortText[],
  why: string,
): readonly IntendedFlow[] =>
  from.flatMap((one) => to.map((other) => ({ from: one, to: other, ports, allowed: true, why })));

const deny = (from: string, to: readonly string[], ports: readonly PortText[], why: string): readonly IntendedFlow[] =>
  to.map((other) => ({ from, to: other, ports, allowed: false, why }));

/** Who reaches whom in cliscale (C9). Written from the requirements: what is more or less than this is a defect. */
export const CLISCALE_REACHABILITY: IntendedMatrix = [
  ...allow(["load balancer"], SERVICES, ["TCP 8080"], "requests and health checks"),
  ...allow(["collectors in gmp-system", "collectors in gke-gmp-system"], SERVICES, ["TCP 9090"], "metrics"),
  ...allow(["ws-gateway"], ["cliscale-runner"], ["TCP 7681"], "the gateway proxies a session's socket to its runner"),
  ...allow(
    PODS,
    ["kube-dns", "NodeLocal DNSCache", "metadata server", "services"],
    DNS,
    "names, in whichever way GKE resolves them",
  ),
  ...allow(PODS, ["node-local-dns"], DNS, "the cache as a pod"),
  ...allow(DATABASE_CLIENTS, ["database"], ["TCP 3307"], "the server-side proxy of Cloud SQL"),
  ...allow(DATABASE_CLIENTS, ["metadata server"], ["TCP 80", "TCP 8080"], "the proxy's credentials"),
  ...allow(DATABASE_CLIENTS, ["metadata server of a node"], ["TCP 987", "TCP 988"], "the same without Dataplane V2"),
  ...allow(
    DATABASE_CLIENTS,
    ["private.googleapis.com", "Google's APIs"],
    ["TCP 443"],
    "the proxy asks the Cloud SQL API",
  ),
  ...allow(["controller"], ["nodes", "services"], ["TCP 443"], "the Kubernetes API, by either address"),
  ...allow(["controller"], ["internet", "code hosts", "other hosts"], ["TCP 443"], "users sign in with Firebase"),
  ...allow(["controller"], ["load balancer"], ["TCP 443"], "a part of the internet"),
  ...allow(["cliscale-runner"], ["code hosts"], ["TCP 443"], "what users work on"),
  ...deny(
    "cliscale-runner",
    ["metadata server", "metadata server of a node"],
    ["TCP 80", "TCP 987", "TCP 988", "TCP 8080"],
    "it runs code of users",
  ),
  ...deny(
    "cliscale-runner",
    ["database", "nodes", "pods", "internet", ...DATABASE_CLIENTS],
    ["all"],
    "it runs code of users",
  ),
];

/**
 * What is more or less open than cliscale needs.
 *
 * @param ranges those of the stack that the cluster is in
 */
export function cliscaleReachability(cluster: RenderedCluster, ranges: ClusterRanges): readonly ReachabilityProblem[] {
  return compareReachability(cluster, CLISCALE_REACHABILITY, outside(cluster, ranges));
}

/** The matrix as a rule beside the pack's: an error everywhere, since runners run code of users in every environment. */
export const CLISCALE_REACHABILITY_ROW: PolicyRow = {
  id: "cliscale-reachability",
  level: LEVELS.everywhere,
  fact: "pods of cliscale reach what they need, and nothing else",
  why: "a runner runs code of users: whatever it reaches, they reach",
  fix: "correct network.from and network.to of the chart's values, or the matrix in stacks/cliscale-reachability.ts",
  covers: ["C9"],
  references: ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
  rule: reachabilityRule("cliscale", (stack) => cliscaleReachability(stack.cluster, clusterRanges(stack))),
};

/** Google's APIs as the proxy uses them. */
const GOOGLE_APIS: HostsEndpoint = { kind: "hosts", name: "Google's APIs", hosts: ["sqladmin.googleapis.com"] };

/** https://cloud.google.com/vpc/docs/configure-private-google-access */
const PRIVATE_API = "199.36.153.8/30";
const METADATA_SERVER = "169.254.169.254/32";
const METADATA_SERVER_OF_NODE = "169.254.169.252/32";

/** Everybody besides cliscale's own pods. */
function outside(cluster: RenderedCluster, ranges: ClusterRanges): readonly Endpoint[] {
  const { nodes, pods, services, managedServices } = ranges;
  const codeHosts = allowedCodeDomains(cluster).map(exampleOf);
  const known = [...codeHosts, exampleOf("*.googleapis.com")];
  const inside = [...nodes, ...pods, ...services, ...managedServices];
  const linkLocal = [METADATA_SERVER, METADATA_SERVER_OF_NODE, ...NODE_LOCAL_DNS.ranges];
  return [
    { kind: "ranges", name: "metadata server", ranges: [METADATA_SERVER] },
    { kind: "ranges", name: "metadata server of a node", ranges: [METADATA_SERVER_OF_NODE] },
    { kind: "ranges", name: "nodes", ranges: nodes },
    { kind: "ranges", name: "pods", ranges: pods },
    { kind: "ranges", name: "services", ranges: services },
    { kind: "ranges", name: "database", ranges: managedServices },
    { kind: "ranges", name: "private.googleapis.com", ranges: [PRIVATE_API] },
    {
      kind: "ranges",
      name: "other ranges inside",
      ranges: [...INTERNAL, ...SPECIAL],
      except: [...inside, ...linkLocal],
    },
    {
      kind: "ranges",
      name: "internet",
      ranges: ["0.0.0.0/0"],
      except: [...INTERNAL, ...SPECIAL, PRIVATE_API, ...LOAD_BALANCERS.ranges],
    },
    { kind: "ranges", name: "internet over IPv6", ranges: ["2000::/3"] },
    LOAD_BALANCERS,
    NODE_LOCAL_DNS,
    KUBE_DNS,
    { kind: "pods", name: "node-local-dns", namespace: "kube-system", labels: { "k8s-app": "node-local-dns" } },
    { kind: "pods", name: "other system pods", namespace: "kube-system", labels: { "k8s-app": "metrics-server" } },
    {
      kind: "pods",
      name: "pods elsewhere",
      namespace: "elsewhere",
      labels: { "app.kubernetes.io/name": "ws-gateway", "app.kubernetes.io/instance": "cliscale" },
    },
    {
      kind: "pods",
      name: "a pod beside",
      namespace: namespaceOf(cluster),
      labels: { "app.kubernetes.io/instance": "cliscale" },
    },
    {
      kind: "pods",
      name: "a runner without a session",
      namespace: namespaceOf(cluster),
      labels: { "app.kubernetes.io/name": "cliscale-runner", "app.kubernetes.io/component": "runner" },
    },
    { kind: "pods", name: "pods of default", namespace: "default", labels: {} },
    {
      kind: "pods",
      name: "pods that call themselves kube-dns",
      namespace: "elsewhere",
      labels: { "k8s-app": "kube-dns" },
    },
    ...COLLECTORS,
    { kind: "hosts", name: "code hosts", hosts: codeHosts },
    GOOGLE_APIS,
    {
      kind: "hosts",
      name: "other hosts",
      // the second stands for names in shared domains, the third for a subdomain further down
      hosts: [
        "exfiltration.invalid",
        "anything.com",
        "deep.below.github.com",
        ...namedHosts(cluster).filter((host) => !known.includes(host)),
      ],
    },
  ];
}

const namespaceOf = (cluster: RenderedCluster): string => cluster.withPods()[0]?.namespace ?? "";

/** What the controller tells users that they may reach. */
function allowedCodeDomains(cluster: RenderedCluster): readonly string[] {
  return cluster
    .withPods()
    .flatMap(({ pod }) => pod.spec.containers)
    .flatMap(({ env = [] }) => env)
    .flatMap(({ name, value = "" }) => (name === "ALLOWED_CODE_DOMAINS" ? value.split(",") : []));
}
