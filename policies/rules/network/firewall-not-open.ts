import { readFirewall } from "../../facts/ranges-network";
import { isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** Nothing is open to the internet past the load balancers, in whatever pieces the internet is written. */
export const firewallNotOpen: ResourceRule = {
  appliesTo: ["google_compute_firewall"],
  evaluate: (resource) => {
    const { direction, allow, disabled, world } = readFirewall(resource);
    const { source_ranges: ranges } = resource.arguments;
    if (direction === "EGRESS" || allow.length === 0 || disabled) {
      return NOT_APPLICABLE;
    }
    if (!world && (isReference(ranges) || (Array.isArray(ranges) && ranges.some(isReference)))) {
      return unknown("source_ranges");
    }
    const ports = allow
      .map(({ protocol, ports: list }) => `${String(protocol)} ${shown(list ?? "all ports")}`)
      .join(", ");
    return verdict(world ? [`source_ranges is ${shown(ranges)}, which is the internet, for ${ports}`] : []);
  },
};
