import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A zone says who may issue certificates for its names: https://www.rfc-editor.org/rfc/rfc8659 */
export const dnsCaa: ResourceRule = {
  appliesTo: ["google_dns_managed_zone"],
  evaluate: (zone, stack) => {
    const records = stack
      .ofType("google_dns_record_set")
      .filter((record) => stack.refersTo(record.arguments.managed_zone, zone));
    if (zone.arguments.visibility === "private" || records.length === 0) {
      return NOT_APPLICABLE;
    }
    return verdict(
      records.some((record) => record.arguments.type === "CAA")
        ? []
        : ["dns_name: no CAA record is in the zone, and a parent zone is not seen here"],
    );
  },
};
