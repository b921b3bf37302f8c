import { type Finding } from "../../constructs/core/validation";
import { duplicates, type Check } from "./check";

/** What the firewall's rules assume about the settings. Whether its rules have these names, the firewall checks itself. */
export const firewall: Check = {
  reads: ["firewall", "domain", "wsDomain"],
  find: ({ firewall: { previewNewRules, enforcedRules }, domain, wsDomain }) => [
    ...duplicates("firewall.enforcedRules", enforcedRules),
    !previewNewRules &&
      enforcedRules.length > 0 && {
        setting: "firewall.enforcedRules",
        value: enforcedRules,
        must: "be empty while 'firewall.previewNewRules' is false: every rule is enforced then",
        fix: "leave it out, or set 'firewall.previewNewRules' to true to keep the other rules in preview",
      },
    hides("wsDomain", wsDomain, "domain", domain),
    hides("domain", domain, "wsDomain", wsDomain),
  ],
};

/** Rules compare how the Host header begins, so that a port behind it changes nothing. */
function hides(setting: string, host: string, otherSetting: string, other: string): Finding {
  return (
    host !== other &&
    other.startsWith(host) && {
      setting,
      value: host,
      must: `not be how '${otherSetting}' (${other}) begins, or the firewall counts the requests of both hosts as one`,
      fix: `choose a host that '${otherSetting}' does not begin with`,
    }
  );
}
