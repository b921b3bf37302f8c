import { isKnown, outOfRange, type Finding } from "../core/validation";

/** Signature groups that both generations of the OWASP Core Rule Set have in Cloud Armor. */
type CommonGroup =
  | "sqli"
  | "xss"
  | "lfi"
  | "rfi"
  | "rce"
  | "methodenforcement"
  | "scannerdetection"
  | "protocolattack"
  | "php"
  | "sessionfixation"
  | "java";

/**
 * A preconfigured WAF rule set. CRS 4.22 is what Google recommends; its `generic` group took the place of 3.3's
 * `nodejs`. `cve` and `json-sqli` exist outside the two.
 * https://cloud.google.com/armor/docs/waf-rules
 */
export type WafRuleSet =
  | { readonly crs: "4.22"; readonly group: CommonGroup | "generic" }
  | { readonly crs: "3.3"; readonly group: CommonGroup | "nodejs" }
  | { readonly crs: "none"; readonly group: "cve" | "json-sqli" };

/** A request that looks like an attack to Google's signatures. */
export interface WafCondition {
  readonly is: "waf";
  readonly ruleSet: WafRuleSet;
  /** 0 to 4, OWASP's paranoia level; absent for `cve`, which is evaluated as it is. */
  readonly sensitivity?: number;
  /** Signatures that are left out of the level. */
  readonly optOut: readonly string[];
  /** Signatures that are added, only at sensitivity 0. */
  readonly optIn: readonly string[];
}

/** A part of a request that a WAF rule doesn't look at. */
export interface WafExclusion {
  /** Which part. `query` is a query parameter or a form field of the body. */
  readonly field: "header" | "cookie" | "query" | "uri";
  /** How `value` is compared with the field's name, or with the URI itself. */
  readonly operator: "EQUALS" | "STARTS_WITH" | "ENDS_WITH" | "CONTAINS" | "EQUALS_ANY";
  /** Absent for `EQUALS_ANY`, needed for every other operator. */
  readonly value?: string;
  /**
   * Signatures for which the part is left out.
   * @default - every signature of the rule's set
   */
  readonly signatures?: readonly string[];
}

/** In either list: https://cloud.google.com/armor/docs/rules-language-reference#operator_for_preconfigured_waf_rules */
const MAX_SIGNATURES = 128;

const REFERENCE = "https://cloud.google.com/armor/docs/rules-language-reference";
const TUNING = "https://cloud.google.com/armor/docs/rule-tuning";

/** What Cloud Armor calls a rule set, for example `sqli-v422-stable`. */
export function ruleSetName(ruleSet: WafRuleSet): string {
  switch (ruleSet.crs) {
    case "4.22":
      return `${ruleSet.group}-v422-stable`;
    case "3.3":
      return `${ruleSet.group}-v33-stable`;
    case "none":
      return `${ruleSet.group}-canary`;
  }
}

/** The call in Cloud Armor's rules language. */
export function wafExpression(condition: WafCondition): string {
  const list = (ids: readonly string[]): string => `[${ids.map((id) => `'${id}'`).join(", ")}]`;
  const settings = [
    condition.sensitivity === undefined ? [] : [`'sensitivity': ${condition.sensitivity}`],
    condition.optOut.length === 0 ? [] : [`'opt_out_rule_ids': ${list(condition.optOut)}`],
    condition.optIn.length === 0 ? [] : [`'opt_in_rule_ids': ${list(condition.optIn)}`],
  ].flat();
  const name = ruleSetName(condition.ruleSet);
  return settings.length === 0
    ? `evaluatePreconfiguredWaf('${name}')`
    : `evaluatePreconfiguredWaf('${name}', {${settings.join(", ")}})`;
}

/** What is wrong with the settings of a WAF rule. */
export function wafProblems(setting: string, condition: WafCondition): readonly Finding[] {
  return [
    outOfRange(`${setting}.sensitivity`, condition.sensitivity, 0, 4, { source: TUNING }),
    condition.optIn.length > 0 &&
      condition.sensitivity !== 0 && {
        setting: `${setting}.optIn`,
        must: "be used with sensitivity 0 only",
        fix: "set sensitivity to 0, or name the signatures to leave out in optOut",
        source: TUNING,
      },
    condition.sensitivity === 0 &&
      condition.optIn.length === 0 && {
        setting: `${setting}.optIn`,
        must: "name signatures at sensitivity 0, which has none of its own",
        fix: "fill optIn or choose a sensitivity from 1 to 4",
        source: TUNING,
      },
    condition.optIn.length > 0 &&
      condition.optOut.length > 0 && {
        setting: `${setting}.optOut`,
        must: "be absent together with optIn",
        fix: "keep one of the two: at sensitivity 0 only optIn counts",
        source: REFERENCE,
      },
    ...(["optOut", "optIn"] as const).map(
      (list): Finding =>
        condition[list].length > MAX_SIGNATURES && {
          setting: `${setting}.${list}`,
          value: condition[list].length,
          must: `name at most ${MAX_SIGNATURES} signatures`,
          fix: "lower the sensitivity, or split the rule set into two rules by path",
          source: REFERENCE,
        },
    ),
    ...condition.optOut.map((id) => signatureProblem(`${setting}.optOut`, condition.ruleSet, id)),
    ...condition.optIn.map((id) => signatureProblem(`${setting}.optIn`, condition.ruleSet, id)),
  ];
}

/** What is wrong with the exclusions of a WAF rule. */
export function exclusionProblems(
  setting: string,
  ruleSet: WafRuleSet,
  exclusions: readonly WafExclusion[],
): readonly Finding[] {
  return [
    ...exclusions.flatMap((exclusion, index): Finding[] => {
      const where = `${setting}[${index}]`;
      return [
        exclusion.operator === "EQUALS_ANY" &&
          exclusion.value !== undefined && {
            setting: `${where}.value`,
            value: exclusion.value,
            must: "be absent with EQUALS_ANY",
            fix: "leave it out or choose EQUALS",
            source: TUNING,
          },
        exclusion.operator !== "EQUALS_ANY" &&
          (exclusion.value === undefined || exclusion.value === "") && {
            setting: `${where}.value`,
            must: `be given with ${exclusion.operator}`,
            fix: "write the name, or choose EQUALS_ANY",
            source: TUNING,
          },
        ...(exclusion.signatures ?? []).map((id) => signatureProblem(`${where}.signatures`, ruleSet, id)),
      ];
    }),
    ...[...groupBySignatures(exclusions).values()].flatMap((group) =>
      (["header", "cookie", "query", "uri"] as const).map((field): Finding => {
        const count = group.filter((exclusion) => exclusion.field === field).length;
        return (
          count > MAX_EXCLUDED_FIELDS && {
            setting,
            value: count,
            must: `exclude at most ${MAX_EXCLUDED_FIELDS} ${field} fields for the same signatures`,
            fix: "use STARTS_WITH or CONTAINS to say several at once",
            source: TUNING,
          }
        );
      }),
    ),
  ];
}

/** Per kind of field and set of signatures: https://cloud.google.com/armor/docs/rule-tuning#exclude_fields */
const MAX_EXCLUDED_FIELDS = 100;

/** Exclusions that share their signatures belong in one Terraform block. */
export function groupBySignatures(exclusions: readonly WafExclusion[]): ReadonlyMap<string, readonly WafExclusion[]> {
  const groups = new Map<string, readonly WafExclusion[]>();
  for (const exclusion of exclusions) {
    const key = (exclusion.signatures ?? []).join(",");
    groups.set(key, [...(groups.get(key) ?? []), exclusion]);
  }
  return groups;
}

/** `owasp-crs-v042200-id942350-sqli` belongs to `sqli` of CRS 4.22; of another set Google would ignore it or refuse. */
function signatureProblem(setting: string, ruleSet: WafRuleSet, id: string): Finding {
  if (!isKnown(id) || ruleSet.crs === "none") {
    return undefined;
  }
  const version = ruleSet.crs === "4.22" ? "v0422\\d{2}" : "v03\\d{4}";
  return (
    !new RegExp(`^owasp-crs-${version}-id\\d{6}-${ruleSet.group}$`).test(id) && {
      setting,
      value: id,
      must: `be a signature of ${ruleSetName(ruleSet)}`,
      fix: `write it as owasp-crs-${ruleSet.crs === "4.22" ? "v042200" : "v030301"}-id<six digits>-${ruleSet.group}`,
      source: "https://cloud.google.com/armor/docs/waf-rules",
    }
  );
}
