import { publicHosts } from "../../facts/tls-hosts";
import { isWritten } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** The zone of hosts on the internet answers the internet. */
export const dnsZonePublic: ResourceRule = {
  appliesTo: ["google_dns_managed_zone"],
  evaluate: ({ arguments: { dns_name: name, visibility } }, stack) => {
    const hosts = publicHosts(stack).filter(({ host }) => isWritten(name) && `.${host}.`.endsWith(`.${name}`));
    const answered = stack
      .ofType("google_dns_managed_zone")
      .some(({ arguments: other }) => other.dns_name === name && other.visibility !== "private");
    return hosts.length === 0
      ? NOT_APPLICABLE
      : verdict(
          visibility === "private" && !answered
            ? [`visibility is "private", and routes serve names of ${String(name)} to the internet`]
            : [],
        );
  },
};
