import { effectiveRules, isBackendPolicy, isPublic, rulesOf } from "../../facts/armor-policy";
import { lackingSets, wafSetsOf, type WafSet } from "../../facts/armor-waf";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Attacks that run code or read data, whatever an application is written in: https://cloud.google.com/armor/docs/waf-rules */
const DEMANDED = ["sqli", "xss", "lfi", "rfi", "rce", "cve"];

/** More signatures than that are no tuning of a set of a few dozen: https://cloud.google.com/armor/docs/rule-tuning */
const MAX_OPTED_OUT = 20;

/** A policy that lets everybody in refuses what looks like an attack. */
export const armorWafSets: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    if (!isBackendPolicy(policy) || !isPublic(rulesOf(policy, stack))) {
      return NOT_APPLICABLE;
    }
    return verdict([
      ...lackingSets(policy, stack, DEMANDED),
      ...effectiveRules(policy, stack).flatMap(wafSetsOf).flatMap(problemsOf),
    ]);
  },
};

function problemsOf({ rule, group, version, sensitivity, optedOut, optedIn }: WafSet): readonly string[] {
  const blind = blocksAt(rule.block, "preconfigured_waf_config")
    .flatMap((config) => blocksAt(config, "exclusion"))
    .filter(({ target_rule_ids: ids }) => !Array.isArray(ids) || ids.length === 0)
    .flatMap((exclusion) =>
      ["request_header", "request_cookie", "request_uri", "request_query_param"].filter((part) =>
        blocksAt(exclusion, part).some(({ operator }) => operator === "EQUALS_ANY"),
      ),
    );
  const where = `of ${rule.name} (${group})`;
  return [
    ...(sensitivity === 0 && optedIn === 0 ? [`sensitivity ${where} is 0, at which no signature counts`] : []),
    ...(optedOut > MAX_OPTED_OUT
      ? [`opt_out_rule_ids ${where} leaves out ${optedOut} signatures, more than ${MAX_OPTED_OUT}`]
      : []),
    ...(version === "" && group !== "cve" && group !== "json-sqli"
      ? [`match.expr.expression ${where} is of CRS 3.0, which Google discourages; take v422`]
      : []),
    ...blind.map(
      (part) => `preconfigured_waf_config.exclusion.${part} ${where} leaves out every value for the whole set`,
    ),
  ];
}
