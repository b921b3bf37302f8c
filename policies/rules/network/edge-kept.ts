import { publicGateways } from "../../facts/tls-hosts";
import { blocksAt } from "../../rendered/rendered-stack";
import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A change can't take away an address or name servers that others have written down: Google gives out others. */
export const edgeKept: ResourceRule = {
  appliesTo: ["google_compute_global_address", "google_dns_managed_zone"],
  evaluate: (resource, stack) => {
    const { address_type: type, visibility } = resource.arguments;
    const names = publicGateways(stack).flatMap(({ object }) =>
      blocksAt(object, "spec.addresses").map(({ value }) => value),
    );
    const rules = stack.ofType("google_compute_global_forwarding_rule").map((rule) => rule.arguments.ip_address);
    const records = stack
      .ofType("google_dns_record_set")
      .flatMap(({ arguments: { rrdatas } }): readonly unknown[] => (Array.isArray(rrdatas) ? rrdatas : []));
    const inUse =
      resource.type === "google_dns_managed_zone" ||
      [...names, ...rules, ...records].some((value) => stack.refersTo(value, resource));
    return type === "INTERNAL" || visibility === "private" || !inUse
      ? NOT_APPLICABLE
      : expectArgument(resource, "lifecycle.prevent_destroy", true);
  },
};
