import { publicGateways } from "../../facts/tls-hosts";
import { addressesIn } from "../../facts/terraform-graph";
import { blocksAt, type RenderedResource } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

/** What takes regional addresses. */
const NAT_LIKE = ["google_compute_router_nat", "google_compute_forwarding_rule", "google_compute_instance"];

/** A reserved address belongs to something: whoever is told to allow or to resolve it would otherwise talk to nobody. */
export const addressInUse: ResourceRule = {
  appliesTo: ["google_compute_address", "google_compute_global_address"],
  evaluate: (address, stack) => {
    if (address.arguments.address_type === "INTERNAL") {
      return NOT_APPLICABLE;
    }
    const named = [
      ...publicGateways(stack).flatMap(({ object }) => blocksAt(object, "spec.addresses").map(({ value }) => value)),
      ...stack.cluster.objects.flatMap(({ object }) => Object.values(object.metadata.annotations ?? {})),
    ];
    const takers =
      address.type === "google_compute_address"
        ? NAT_LIKE.flatMap((type) => stack.ofType(type))
        : publicGateways(stack);
    const users = [...stack.resources, ...stack.settings].filter(
      (user) => user.address !== address.address && !isWordOnly(user, takers.length > 0),
    );
    const used =
      users.some(({ arguments: block }) => addressesIn(block).includes(address.address)) ||
      named.some((name) => stack.refersTo(name, address));
    if (!used && stack.cluster.unknown.length > 0) {
      return unknown("what a chart gives the address to");
    }
    return verdict(used ? [] : ["name is in no NAT, forwarding rule, Gateway or output"]);
  },
};

/** A DNS record leads to an address and makes nothing answer there; nor does an output where the stack itself has what takes addresses. */
const isWordOnly = ({ type, address }: RenderedResource, taken: boolean): boolean =>
  type === "google_dns_record_set" || (type === "output" && taken && !address.includes("cross-stack-output"));
