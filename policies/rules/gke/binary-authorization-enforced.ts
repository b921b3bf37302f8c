import { expectAt, readAt } from "../../facts/gke-arguments";
import { blocksAt, type Block } from "../../rendered/rendered-stack";
import { every, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

/** A Binary Authorization policy refuses something: its rules block, ask for attestations of somebody, and except no whole registry host. */
export const binaryAuthorizationEnforced: ResourceRule = {
  appliesTo: ["google_binary_authorization_policy"],
  evaluate: ({ arguments: policy }) =>
    every(
      ...blocksAt(policy, "default_admission_rule").map((rule) => judge("default_admission_rule", rule)),
      ...blocksAt(policy, "cluster_admission_rules").map((rule) => judge("cluster_admission_rules", rule)),
      verdict(
        blocksAt(policy, "admission_whitelist_patterns")
          .map(({ name_pattern: pattern }) => String(pattern))
          .filter((pattern) => /^(\*+|[^/]*\/\*+)$/.test(pattern))
          .map(
            (pattern) =>
              `admission_whitelist_patterns.name_pattern is ${shown(pattern)}, which lets in images of anybody`,
          ),
      ),
    ),
};

function judge(path: string, rule: Block): Verdict {
  const evaluation = readAt(rule, "evaluation_mode");
  if ("computed" in evaluation) {
    return unknown(`${path}.evaluation_mode`);
  }
  const mode = evaluation.value;
  const attestors = rule.require_attestations_by;
  const nobody = attestors === undefined || (Array.isArray(attestors) && attestors.length === 0);
  return every(
    verdict([
      ...(mode === "ALWAYS_DENY" || mode === "REQUIRE_ATTESTATION"
        ? []
        : [`${path}.evaluation_mode is ${shown(mode)}, not "REQUIRE_ATTESTATION" or "ALWAYS_DENY"`]),
      ...(mode === "REQUIRE_ATTESTATION" && nobody
        ? [`${path}.require_attestations_by is ${shown(attestors)}: nobody's attestation is asked for`]
        : []),
    ]),
    within(path, expectAt(rule, "enforcement_mode", "ENFORCED_BLOCK_AND_AUDIT_LOG")),
  );
}

function within(path: string, said: Verdict): Verdict {
  return said.status === "non-compliant" ? verdict(said.findings.map((finding) => `${path}.${finding}`)) : said;
}
