import { isSame } from "../../facts/ranges-network";
import { textsAt } from "../../facts/tls-hosts";
import { every, expectArgument, expectPresent, NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";
import { isReference } from "../../rendered/rendered-stack";

/** The least that one kind of service in one region takes: https://cloud.google.com/vpc/docs/configure-private-services-access#allocating-range */
const LONGEST_PREFIX = 24;

/** The range of private services is an internal one for peering, and as large as a service needs. */
export const privateServicesRange: ResourceRule = {
  appliesTo: ["google_compute_global_address"],
  evaluate: (address, stack) => {
    const reserved = stack
      .ofType("google_service_networking_connection")
      .some((connection) =>
        textsAt(connection.arguments, "reserved_peering_ranges").some((range) =>
          isSame(range, `\${${address.address}.name}`, stack),
        ),
      );
    const { purpose, prefix_length: prefix } = address.arguments;
    if (!reserved && purpose !== "VPC_PEERING") {
      return NOT_APPLICABLE;
    }
    return every(
      expectArgument(address, "purpose", "VPC_PEERING"),
      expectArgument(address, "address_type", "INTERNAL"),
      expectPresent(address, "network"),
      verdict(
        isReference(prefix) || Number(prefix) <= LONGEST_PREFIX
          ? []
          : [`prefix_length is ${shown(prefix)}, not /${LONGEST_PREFIX} or shorter`],
      ),
      verdict(reserved ? [] : ["name is in no google_service_networking_connection"]),
    );
  },
};
