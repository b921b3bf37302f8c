import { readFirewall } from "../../facts/ranges-network";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A rule that allows egress says where to: everything is allowed without it already. */
export const firewallEgressNarrow: ResourceRule = {
  appliesTo: ["google_compute_firewall"],
  evaluate: (resource) => {
    const { direction, allow, disabled, world } = readFirewall(resource);
    return direction === "INGRESS" || allow.length === 0 || disabled
      ? NOT_APPLICABLE
      : verdict(
          world ? ["destination_ranges is everywhere, so that a rule refusing egress behind it has no effect"] : [],
        );
  },
};
