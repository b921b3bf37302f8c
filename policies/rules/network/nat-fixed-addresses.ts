import { referred } from "../../facts/ranges-network";
import { textsAt } from "../../facts/tls-hosts";
import { isReference, isWritten, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** What leaves through NAT has addresses that others can allow: those that Google picks change when it needs more or fewer. */
export const natFixedAddresses: ResourceRule = {
  appliesTo: ["google_compute_router_nat"],
  evaluate: ({ arguments: block }, stack) => {
    const { nat_ip_allocate_option: option, nat_ips: list } = block;
    if (block.type === "PRIVATE") {
      return NOT_APPLICABLE;
    }
    if (isReference(option) || isReference(list)) {
      return unknown("nat_ips");
    }
    const addresses = textsAt(block, "nat_ips");
    return verdict([
      ...(option === "MANUAL_ONLY" ? [] : [`nat_ip_allocate_option is ${shown(option)}, not "MANUAL_ONLY"`]),
      ...(option === "MANUAL_ONLY" && addresses.length === 0 ? ["nat_ips is empty, so that nothing gets out"] : []),
      ...addresses.flatMap((address) => problemsOf(address, block, stack)),
    ]);
  },
};

function problemsOf(value: string, nat: Block, stack: RenderedStack): readonly string[] {
  const address = referred(value, "google_compute_address", stack);
  if (address === undefined) {
    return [];
  }
  const { address_type: type, region } = address.arguments;
  return [
    ...(type === "INTERNAL" ? [`nat_ips has ${address.address}, whose address_type is INTERNAL`] : []),
    ...(isWritten(region) && isWritten(nat.region) && region !== nat.region
      ? [`nat_ips has ${address.address} of ${region}, and region is ${nat.region}`]
      : []),
  ];
}
