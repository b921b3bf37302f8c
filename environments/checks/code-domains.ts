import { NAME_RULES } from "../../constructs/core/naming";
import { type Finding } from "../../constructs/core/validation";
import { duplicates, type Check } from "./check";

const SHORTEST_REASON = 20;

/** Where runners may fetch code from: hosts, and wildcards that somebody answers for. */
export const codeDomains: Check = {
  reads: ["runner.allowedCodeDomains", "runner.acknowledgedWildcards", "stage"],
  find: ({ runner: { allowedCodeDomains: domains, acknowledgedWildcards: acknowledged }, stage }) => [
    domains.length === 0 && {
      setting: "runner.allowedCodeDomains",
      value: domains,
      must: "hold at least one host: an empty list could be read as all of them",
      fix: "add github.com",
    },
    ...domains.map((domain, index) => domainProblem(`runner.allowedCodeDomains[${index}]`, domain)),
    ...duplicates("runner.allowedCodeDomains", domains),
    ...domains.map(
      (domain, index): Finding =>
        stage === "production" &&
        domain.startsWith("*") &&
        !acknowledged.some((one) => one.domain === domain) && {
          setting: `runner.allowedCodeDomains[${index}]`,
          value: domain,
          must: "be no wildcard in production, unless it is acknowledged with a reason",
          fix: `list the hosts, or add { domain: "${domain}", reason: "…" } to 'runner.acknowledgedWildcards'`,
        },
    ),
    ...acknowledged.map(
      ({ domain }, index): Finding =>
        !(domain.startsWith("*") && domains.includes(domain)) && {
          setting: `runner.acknowledgedWildcards[${index}].domain`,
          value: domain,
          must: "be a wildcard of 'runner.allowedCodeDomains'",
          fix: "remove what is no longer needed, or correct it",
        },
    ),
    ...acknowledged.map(
      ({ reason }, index): Finding =>
        reason.trim().length < SHORTEST_REASON && {
          setting: `runner.acknowledgedWildcards[${index}].reason`,
          value: reason,
          must: `say why in at least ${SHORTEST_REASON} characters`,
          fix: "name what needs the wildcard and why a list of hosts won't do",
        },
    ),
    ...duplicates(
      "runner.acknowledgedWildcards",
      acknowledged.map(({ domain }) => domain),
    ),
  ],
};

function domainProblem(setting: string, domain: string): Finding {
  const host = domain.replace(/^\*\./, "");
  return (
    !NAME_RULES.host.pattern.test(host) && {
      setting,
      value: domain,
      must: "be a lowercase host name, or one behind '*.'",
      fix: "write it as github.com or *.github.com, without scheme, port or path",
      source: NAME_RULES.host.source,
    }
  );
}
