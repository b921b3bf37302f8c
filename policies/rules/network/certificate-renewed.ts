import { referred } from "../../facts/ranges-network";
import { isFor, textAt, textsAt } from "../../facts/tls-hosts";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Google renews a certificate, and proves each of its names by DNS: a proof by traffic needs a name that already leads here. */
export const certificateRenewed: ResourceRule = {
  appliesTo: ["google_certificate_manager_certificate"],
  evaluate: ({ arguments: block }, stack) => {
    const [managed] = blocksAt(block, "managed");
    if (managed === undefined) {
      return verdict([
        `${blocksAt(block, "self_managed").length > 0 ? "self_managed" : "managed"}: nobody renews the certificate`,
      ]);
    }
    if (managed.issuance_config !== undefined) {
      return NOT_APPLICABLE;
    }
    const domains = textsAt(managed, "domains");
    const proofs = textsAt(managed, "dns_authorizations");
    const known = proofs.flatMap(
      (proof) => referred(proof, "google_certificate_manager_dns_authorization", stack) ?? [],
    );
    const lacking =
      proofs.length > known.length
        ? []
        : domains.filter(
            (domain) =>
              !known.some(
                (one) =>
                  isFor(domain, textAt(one.arguments, "domain")) || domain === `*.${textAt(one.arguments, "domain")}`,
              ),
          );
    return verdict([
      ...(domains.length === 0 ? ["managed.domains is empty"] : []),
      ...lacking.map((domain) => `managed.dns_authorizations has none for ${domain}`),
    ]);
  },
};
