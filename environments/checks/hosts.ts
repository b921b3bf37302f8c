import { NAME_RULES, nameProblem } from "../../constructs/core/naming";
import { type Finding } from "../../constructs/core/validation";
import { type EnvironmentSettings } from "../settings";
import { type Check } from "./check";

/** Top-level domains that never exist. https://www.rfc-editor.org/rfc/rfc6761 */
const RESERVED = /\.(test|example|invalid|localhost)$/;

/** The two hosts and their zone. */
export const hosts: Check = {
  reads: ["domain", "wsDomain", "dns", "stage"],
  find: ({ domain, wsDomain, dns, stage }) => [
    domain === wsDomain && {
      setting: "wsDomain",
      value: wsDomain,
      must: "be another host than 'domain'",
      fix: `write it as ws.${domain}`,
    },
    ...zoneProblems(dns, { domain, wsDomain }),
    ...Object.entries({ domain, wsDomain }).map(
      ([setting, value]): Finding =>
        stage === "sandbox" &&
        !RESERVED.test(value) && {
          setting,
          value,
          must: "be a host that exists nowhere while 'stage' is sandbox",
          fix: "choose one below .test, or another stage",
          source: "https://www.rfc-editor.org/rfc/rfc6761",
        },
    ),
  ],
};

function zoneProblems(dns: EnvironmentSettings["dns"], served: Readonly<Record<string, string>>): readonly Finding[] {
  if (dns.kind === "existing-zone") {
    return [nameProblem(NAME_RULES.project, "dns.project", dns.project)];
  }
  if (dns.kind === "elsewhere") {
    return [];
  }
  return [
    nameProblem(NAME_RULES.host, "dns.domain", dns.domain),
    ...Object.entries(served).map(
      ([setting, host]): Finding =>
        host !== dns.domain &&
        !host.endsWith(`.${dns.domain}`) && {
          setting,
          value: host,
          must: `lie in the zone 'dns.domain' (${dns.domain})`,
          fix: `choose a host below ${dns.domain}, or dns of kind elsewhere`,
        },
    ),
  ];
}
