import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A public zone is signed, so that nobody on the way can answer for it. */
export const dnsSigned: ResourceRule = {
  appliesTo: ["google_dns_managed_zone"],
  evaluate: (zone) =>
    zone.arguments.visibility === "private" ? NOT_APPLICABLE : expectArgument(zone, "dnssec_config.state", "on"),
};
