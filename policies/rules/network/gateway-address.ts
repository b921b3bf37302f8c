import { publicGateways } from "../../facts/tls-hosts";
import { blocksAt } from "../../rendered/rendered-stack";
import { every, expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** The address that a Gateway on the internet takes by name is one: external, and of the family that its records promise. */
export const gatewayAddress: ResourceRule = {
  appliesTo: ["google_compute_global_address"],
  evaluate: (address, stack) => {
    const names = publicGateways(stack).flatMap(({ object }) =>
      blocksAt(object, "spec.addresses").map(({ value }) => value),
    );
    if (!names.some((name) => stack.refersTo(name, address))) {
      return NOT_APPLICABLE;
    }
    const records = stack
      .ofType("google_dns_record_set")
      .filter(
        ({ arguments: { rrdatas } }) => Array.isArray(rrdatas) && rrdatas.some((data) => stack.refersTo(data, address)),
      );
    const types = new Set(records.map(({ arguments: { type } }) => type));
    return every(
      expectArgument(address, "address_type", undefined, "EXTERNAL"),
      types.has("A") ? expectArgument(address, "ip_version", undefined, "IPV4") : { status: "compliant" },
      types.has("AAAA") ? expectArgument(address, "ip_version", "IPV6") : { status: "compliant" },
      expectArgument(address, "purpose", undefined),
    );
  },
};
