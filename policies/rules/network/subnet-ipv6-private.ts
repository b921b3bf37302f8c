import { every, expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** IPv6 of a subnet is internal, since an external range gives every instance an address on the internet; and Google is reached by it. */
export const subnetIpv6Private: ResourceRule = {
  appliesTo: ["google_compute_subnetwork"],
  evaluate: (subnet) =>
    subnet.arguments.stack_type === "IPV4_IPV6" || subnet.arguments.stack_type === "IPV6_ONLY"
      ? every(
          expectArgument(subnet, "ipv6_access_type", "INTERNAL"),
          expectArgument(
            subnet,
            "private_ipv6_google_access",
            "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE",
            "ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE",
          ),
        )
      : NOT_APPLICABLE,
};
