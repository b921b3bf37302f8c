import { referred } from "../../facts/ranges-network";
import { isFor, textsAt } from "../../facts/tls-hosts";
import { blocksAt, isWritten } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** The certificate that a host name gets is one for that name. */
export const certificateEntryMatches: ResourceRule = {
  appliesTo: ["google_certificate_manager_certificate_map_entry"],
  evaluate: ({ arguments: block }, stack) => {
    const { hostname } = block;
    const listed = textsAt(block, "certificates");
    const known = listed.flatMap((one) => referred(one, "google_certificate_manager_certificate", stack) ?? []);
    const domains = known.flatMap(({ arguments: certificate }) =>
      blocksAt(certificate, "managed").flatMap((managed) => textsAt(managed, "domains")),
    );
    const judged =
      known.length === listed.length && known.every(({ arguments: one }) => blocksAt(one, "managed").length > 0);
    return verdict([
      ...(listed.length === 0 ? ["certificates is empty"] : []),
      ...(hostname === undefined && block.matcher === undefined ? ["hostname and matcher are absent"] : []),
      ...(judged &&
      listed.length > 0 &&
      isWritten(hostname) &&
      !domains.some((domain) => isFor(domain, hostname) || domain === hostname)
        ? [`hostname is "${hostname}", and the certificate is for ${domains.join(" and ")}`]
        : []),
    ]);
  },
};
