import { blocksAt, isReference, valueAt, type RenderedStack } from "../rendered/rendered-stack";

/** The address ranges of a cluster, as far as its stack writes them out. */
export interface ClusterRanges {
  /** Where nodes are, and the control plane's private endpoint. */
  readonly nodes: readonly string[];
  readonly pods: readonly string[];
  readonly services: readonly string[];
  /** Private services access, where Cloud SQL and other managed services are. */
  readonly managedServices: readonly string[];
}

/** Reads the ranges of the subnetworks in which a stack's clusters are, or those of a stack that it builds upon, and of private services access. */
export function clusterRanges(release: RenderedStack): ClusterRanges {
  const stack =
    [release, ...release.upstream].find((one) => one.ofType("google_container_cluster").length > 0) ?? release;
  const clusters = stack.ofType("google_container_cluster");
  const subnetworks = stack
    .ofType("google_compute_subnetwork")
    .filter((subnetwork) => clusters.some((cluster) => stack.refersTo(cluster.arguments.subnetwork, subnetwork)));
  const secondary = (which: string): readonly string[] => {
    const names = clusters.map((cluster) => valueAt(cluster.arguments, `ip_allocation_policy.${which}`));
    return subnetworks
      .flatMap((subnetwork) => blocksAt(subnetwork.arguments, "secondary_ip_range"))
      .filter(({ range_name: name }) => names.includes(name))
      .flatMap(({ ip_cidr_range: range }) => written(range));
  };
  return {
    nodes: subnetworks.flatMap((subnetwork) => written(subnetwork.arguments.ip_cidr_range)),
    pods: secondary("cluster_secondary_range_name"),
    services: secondary("services_secondary_range_name"),
    managedServices: stack
      .ofType("google_compute_global_address")
      .filter(({ arguments: { purpose } }) => purpose === "VPC_PEERING")
      .flatMap(({ arguments: { address, prefix_length: prefix } }) =>
        typeof prefix === "number" || typeof prefix === "string"
          ? written(address).map((one) => `${one}/${prefix}`)
          : [],
      ),
  };
}

const written = (value: unknown): readonly string[] =>
  typeof value === "string" && !isReference(value) ? [value] : [];
