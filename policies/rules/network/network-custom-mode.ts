import { expectArgument, type ResourceRule } from "../../rule";

/** A network has the subnets that somebody planned; the provider's default makes one in each region, in ranges that other networks have too. */
export const networkCustomMode: ResourceRule = {
  appliesTo: ["google_compute_network"],
  evaluate: (network) => expectArgument(network, "auto_create_subnetworks", false),
};
