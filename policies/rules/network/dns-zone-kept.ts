import { expectArgument, type ResourceRule } from "../../rule";

/** A zone with records in it can't be destroyed with them. */
export const dnsZoneKept: ResourceRule = {
  appliesTo: ["google_dns_managed_zone"],
  evaluate: (zone) => expectArgument(zone, "force_destroy", undefined, false),
};
