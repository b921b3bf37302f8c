import { addressesIn } from "../../facts/terraform-graph";
import { isSame } from "../../facts/ranges-network";
import { isWritten, type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** The record that proves a domain is in the domain's zone; without it the certificate is never issued, or not renewed. */
export const dnsAuthorizationPublished: ResourceRule = {
  appliesTo: ["google_certificate_manager_dns_authorization"],
  evaluate: (authorization, stack) => {
    const records = stack.ofType("google_dns_record_set");
    if (records.length === 0) {
      return NOT_APPLICABLE;
    }
    const attribute = (value: unknown, name: string): boolean =>
      typeof value === "string" && value.includes(`\${${authorization.address}.dns_resource_record[0].${name}}`);
    const mentioned = records.filter(({ arguments: block }) => addressesIn(block).includes(authorization.address));
    const right = mentioned.filter(
      ({ arguments: { name, type, rrdatas } }) =>
        attribute(name, "name") &&
        (type === "CNAME" || attribute(type, "type")) &&
        Array.isArray(rrdatas) &&
        rrdatas.some((data) => attribute(data, "data")),
    );
    return verdict([
      ...(right.length === 0
        ? ["domain: no google_dns_record_set has the name, type and data of dns_resource_record"]
        : []),
      ...right.flatMap((record) => otherZone(record, authorization, stack)),
    ]);
  },
};

/** The domain's own records say where its zone is. */
function otherZone(record: RenderedResource, authorization: RenderedResource, stack: RenderedStack): readonly string[] {
  const { domain } = authorization.arguments;
  const own = stack
    .ofType("google_dns_record_set")
    .filter(({ arguments: { name } }) => isWritten(domain) && name === `${domain}.`);
  return own
    .filter(
      ({ arguments: block }) =>
        !isSame(block.managed_zone, record.arguments.managed_zone, stack) || block.project !== record.arguments.project,
    )
    .map(
      ({ address, arguments: block }) =>
        `domain: ${record.address} is in the zone ${shown(record.arguments.managed_zone)}, and ${address} in ${shown(block.managed_zone)}`,
    );
}
