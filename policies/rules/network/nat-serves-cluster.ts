import { isSame, referred } from "../../facts/ranges-network";
import { textAt, textsAt } from "../../facts/tls-hosts";
import {
  blocksAt,
  isWritten,
  valueAt,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** NAT is for the subnets of the region's clusters with their pods, and on a network with a way out. */
export const natServesCluster: ResourceRule = {
  appliesTo: ["google_compute_router_nat"],
  evaluate: ({ arguments: nat }, stack) => {
    if (nat.type === "PRIVATE") {
      return NOT_APPLICABLE;
    }
    const router = referred(nat.router, "google_compute_router", stack);
    const which = textAt(nat, "source_subnetwork_ip_ranges_to_nat");
    const listed = blocksAt(nat, "subnetwork");
    const regions = [router?.arguments.region, nat.region].filter(isWritten);
    return verdict([
      ...(which === "LIST_OF_SUBNETWORKS" && listed.length === 0
        ? ["subnetwork is absent, so that nothing gets out"]
        : []),
      ...(which !== "LIST_OF_SUBNETWORKS" && listed.length > 0
        ? [`source_subnetwork_ip_ranges_to_nat is "${which}", beside which the API refuses subnetwork`]
        : []),
      ...(new Set(regions).size > 1
        ? [`region is ${regions.slice(1).join()}, and the router's is ${regions.slice(0, 1).join()}`]
        : []),
      ...listed.flatMap((subnet) => problemsOf(subnet, router?.arguments.network, stack)),
      ...(which === "LIST_OF_SUBNETWORKS" ? left(router?.arguments.network, nat, stack) : []),
      ...withoutRoute(router?.arguments.network, stack),
    ]);
  },
};

/** A subnet with pods whose addresses are not translated. */
function problemsOf(listed: Block, network: unknown, stack: RenderedStack): readonly string[] {
  const subnet = referred(listed.name, "google_compute_subnetwork", stack);
  const secondary = subnet === undefined ? [] : blocksAt(subnet.arguments, "secondary_ip_range");
  const what = textsAt(listed, "source_ip_ranges_to_nat");
  const whole = what.includes("ALL_IP_RANGES") || what.includes("LIST_OF_SECONDARY_IP_RANGES");
  const elsewhere = subnet !== undefined && network !== undefined && !isSame(subnet.arguments.network, network, stack);
  return [
    ...(secondary.length > 0 && !whole
      ? [
          `subnetwork.source_ip_ranges_to_nat is ${what.join() || "empty"}, without the secondary ranges of ${subnet?.address ?? ""}`,
        ]
      : []),
    ...(elsewhere ? [`subnetwork ${subnet.address} is not on the router's network`] : []),
  ];
}

/** Subnets of private clusters on the router's network and in its region that nothing lists. */
function left(network: unknown, nat: Block, stack: RenderedStack): readonly string[] {
  const subnets = stack
    .ofType("google_container_cluster")
    .filter(({ arguments: cluster }) => valueAt(cluster, "private_cluster_config.enable_private_nodes") === true)
    .filter(({ arguments: cluster }) => network !== undefined && isSame(cluster.network, network, stack))
    .flatMap(({ arguments: cluster }) => referred(cluster.subnetwork, "google_compute_subnetwork", stack) ?? []);
  return subnets
    .filter(
      (subnet) =>
        !isWritten(nat.region) || !isWritten(subnet.arguments.region) || subnet.arguments.region === nat.region,
    )
    .filter((subnet) => !stack.ofType("google_compute_router_nat").some((one) => isFor(one.arguments, subnet, stack)))
    .map((subnet) => `subnetwork lacks ${subnet.address}, in which a cluster's nodes have no other way out`);
}

/** Whether a NAT is for a subnet: by name, or for all there are. */
const isFor = (nat: Block, subnet: RenderedResource, stack: RenderedStack): boolean =>
  nat.source_subnetwork_ip_ranges_to_nat !== "LIST_OF_SUBNETWORKS" ||
  blocksAt(nat, "subnetwork").some(({ name }) => isSame(name, `\${${subnet.address}.id}`, stack));

/** NAT needs a route to the internet, which a network may be made without. */
function withoutRoute(value: unknown, stack: RenderedStack): readonly string[] {
  const network = referred(value, "google_compute_network", stack);
  const routes = stack
    .ofType("google_compute_route")
    .filter(
      (route) =>
        isSame(route.arguments.network, value, stack) &&
        textAt(route.arguments, "next_hop_gateway").includes("default-internet-gateway"),
    );
  return network?.arguments.delete_default_routes_on_create === true && routes.length === 0
    ? [`router: ${network.address} has delete_default_routes_on_create and no google_compute_route to the internet`]
    : [];
}
