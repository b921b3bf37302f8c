import { type Labels } from "../facts/cluster-objects";
import { labelsOf, portsOf, type ContainerPort } from "../facts/cluster-pods";
import { type RenderedCluster } from "../rendered/rendered-cluster";

/** Pods with the same labels, of this cluster or of a namespace that others look after. */
export interface PodsEndpoint {
  readonly kind: "pods";
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** Labels of the namespace besides its name, which every namespace carries. */
  readonly namespaceLabels?: Labels;
  /** Named ports, which policies may refer to. */
  readonly ports?: readonly ContainerPort[];
}

/** Addresses outside the pods, such as a database's range. */
export interface RangesEndpoint {
  readonly kind: "ranges";
  readonly name: string;
  readonly ranges: readonly string[];
  /** Parts of the ranges that are meant not to belong. */
  readonly except?: readonly string[];
}

/** Hosts on the internet, by the names that DNS knows. */
export interface HostsEndpoint {
  readonly kind: "hosts";
  readonly name: string;
  readonly hosts: readonly string[];
}

/** Somebody who may connect, or be connected to. */
export type Endpoint = PodsEndpoint | RangesEndpoint | HostsEndpoint;

/** The pods that a stack brings into its cluster, one endpoint for each object that is a pod or creates pods. */
export function podEndpoints(cluster: RenderedCluster): readonly PodsEndpoint[] {
  return cluster
    .withPods()
    .filter(({ pod }) => pod.spec.hostNetwork !== true)
    .map((one) => ({
      kind: "pods",
      name: one.name,
      namespace: one.namespace,
      labels: labelsOf(one, cluster),
      namespaceLabels: namespaceLabels(one.namespace, cluster),
      ports: portsOf(one),
    }));
}

/** The labels of a namespace that the cluster's objects tell. */
export const namespaceLabels = (namespace: string, cluster: RenderedCluster): Labels =>
  cluster.ofKind("Namespace").find(({ name }) => name === namespace)?.object.metadata.labels ?? {};

/** Where every pod asks for credentials. https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity */
export const METADATA_SERVER: RangesEndpoint = {
  kind: "ranges",
  name: "metadata server",
  ranges: ["169.254.169.254/32", "169.254.169.252/32"],
};

/**
 * The ports on which credentials are given out: 80, and 988 with 987 for TLS where the GKE metadata server listens without
 * Dataplane V2, 8080 for what redirects to it.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#understanding_the_gke_metadata_server
 */
export const CREDENTIAL_PORTS: readonly number[] = [80, 987, 988, 8080];

/** Whence Google's front ends and health checks come. https://cloud.google.com/load-balancing/docs/firewall-rules */
export const LOAD_BALANCERS: RangesEndpoint = {
  kind: "ranges",
  name: "load balancer",
  ranges: ["35.191.0.0/16", "130.211.0.0/22"],
};

/** The pods that answer DNS in a cluster with kube-dns. */
export const KUBE_DNS: PodsEndpoint = {
  kind: "pods",
  name: "kube-dns",
  namespace: "kube-system",
  labels: { "k8s-app": "kube-dns" },
};

/** The cache on each node that GKE puts before kube-dns. https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache */
export const NODE_LOCAL_DNS: RangesEndpoint = {
  kind: "ranges",
  name: "NodeLocal DNSCache",
  ranges: ["169.254.20.10/32"],
};

/** Where Cloud DNS answers in a cluster that uses it. https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-dns */
export const CLOUD_DNS: RangesEndpoint = { kind: "ranges", name: "Cloud DNS", ranges: ["169.254.169.254/32"] };

/** The collectors of Managed Service for Prometheus, on Standard and on Autopilot. https://cloud.google.com/stackdriver/docs/managed-prometheus */
export const COLLECTORS: readonly PodsEndpoint[] = ["gmp-system", "gke-gmp-system"].map((namespace) => ({
  kind: "pods",
  name: `collectors in ${namespace}`,
  namespace,
  labels: { "app.kubernetes.io/name": "collector" },
}));
