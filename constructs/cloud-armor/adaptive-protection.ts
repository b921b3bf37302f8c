import { type ComputeSecurityPolicyAdaptiveProtectionConfig } from "@cdktf/provider-google/lib/compute-security-policy";
import { NAME_RULES, nameProblem } from "../core/naming";
import { isKnown, outOfRange, type Finding } from "../core/validation";

/** When Adaptive Protection speaks up, and when its suggested rule is put into force. */
export interface AdaptiveThreshold {
  /** Unique in the policy. */
  readonly name: string;
  /**
   * Load from which an attack is looked for, as a share of the backends' capacity, 0 or more.
   * @default - Google's
   */
  readonly detectionLoad?: number;
  /**
   * Requests a second from which an attack is looked for, 0 or more.
   * @default - Google's
   */
  readonly detectionAbsoluteQps?: number;
  /**
   * Requests a second against the learned baseline from which an attack is looked for, 1 or more.
   * @default - Google's
   */
  readonly detectionRelativeToBaselineQps?: number;
  /**
   * Confidence, 0 to 1, from which the suggested rule is put into force. Enterprise tier.
   * @default - Google's
   */
  readonly autoDeployConfidence?: number;
  /**
   * Load, 0 or more, from which the suggested rule is put into force. Enterprise tier.
   * @default - Google's
   */
  readonly autoDeployLoad?: number;
  /**
   * Share of usual traffic, 0 to 1, that the suggested rule may hit at most. Enterprise tier.
   * @default - Google's
   */
  readonly autoDeployImpactedBaseline?: number;
  /**
   * Seconds for which the suggested rule stays in force, 1 to 7776000. Enterprise tier.
   * @default - Google's
   */
  readonly autoDeployExpirationSeconds?: number;
  /**
   * Parts of the traffic that are watched by themselves, each with a baseline of its own.
   * @default - all traffic of a backend service as one
   */
  readonly trafficGranularity?: readonly TrafficGranularity[];
}

/** A part of the traffic: one host or path, or each that occurs. */
export interface TrafficGranularity {
  readonly type: "HTTP_HEADER_HOST" | "HTTP_PATH";
  /** The host or the path; `each` watches every value that occurs by itself. */
  readonly value: "each" | { readonly is: string };
}

/** What is set of Adaptive Protection, which learns what traffic is usual and reports attacks on layer 7. */
export interface AdaptiveProtection {
  /**
   * How much an alert shows. `PREMIUM` needs the Enterprise tier.
   * @default "STANDARD"
   */
  readonly ruleVisibility?: "STANDARD" | "PREMIUM";
  /** @default - Google's thresholds */
  readonly thresholds?: readonly AdaptiveThreshold[];
}

const SOURCE = "https://cloud.google.com/armor/docs/adaptive-protection-overview";

/** What is wrong with the settings, given what the project pays for. */
export function adaptiveProtectionProblems(
  settings: AdaptiveProtection,
  tier: "standard" | "enterprise",
): readonly Finding[] {
  const thresholds = settings.thresholds ?? [];
  const names = thresholds.map(({ name }) => name);
  return [
    settings.ruleVisibility === "PREMIUM" &&
      tier === "standard" && {
        setting: "adaptiveProtection.ruleVisibility",
        value: "PREMIUM",
        must: "be STANDARD in the standard tier",
        fix: 'set tier to "enterprise" when the project is enrolled in Cloud Armor Enterprise',
        source: SOURCE,
      },
    new Set(names).size !== names.length && {
      setting: "adaptiveProtection.thresholds",
      value: names,
      must: "have different names",
      fix: "rename one",
      source: SOURCE,
    },
    ...thresholds.flatMap((threshold, index) =>
      thresholdProblems(`adaptiveProtection.thresholds[${index}]`, threshold, tier),
    ),
  ];
}

function thresholdProblems(
  setting: string,
  threshold: AdaptiveThreshold,
  tier: "standard" | "enterprise",
): readonly Finding[] {
  const deploys = Object.keys(threshold).filter((key) => key.startsWith("autoDeploy"));
  return [
    nameProblem(NAME_RULES.compute, `${setting}.name`, threshold.name),
    atLeast(`${setting}.detectionLoad`, threshold.detectionLoad, 0),
    atLeast(`${setting}.detectionAbsoluteQps`, threshold.detectionAbsoluteQps, 0),
    atLeast(`${setting}.detectionRelativeToBaselineQps`, threshold.detectionRelativeToBaselineQps, 1),
    atLeast(`${setting}.autoDeployLoad`, threshold.autoDeployLoad, 0),
    share(`${setting}.autoDeployConfidence`, threshold.autoDeployConfidence),
    share(`${setting}.autoDeployImpactedBaseline`, threshold.autoDeployImpactedBaseline),
    outOfRange(`${setting}.autoDeployExpirationSeconds`, threshold.autoDeployExpirationSeconds, 1, 7_776_000, {
      unit: "seconds",
      source: SOURCE,
    }),
    ...(threshold.trafficGranularity ?? []).map(
      ({ value }, index): Finding =>
        value !== "each" &&
        value.is === "" && {
          setting: `${setting}.trafficGranularity[${index}].value`,
          must: "name a host or a path",
          fix: 'write it, or "each" to watch every value by itself',
          source: SOURCE,
        },
    ),
    deploys.length > 0 &&
      tier === "standard" && {
        setting,
        value: deploys,
        must: "have no automatic deployment in the standard tier",
        fix: 'leave these out, or set tier to "enterprise" when the project is enrolled in Cloud Armor Enterprise',
        source: SOURCE,
      },
  ];
}

function atLeast(setting: string, value: number | undefined, low: number): Finding {
  return (
    isKnown(value) &&
    value < low && { setting, value, must: `be ${low} or more`, fix: `choose a value from ${low}`, source: SOURCE }
  );
}

function share(setting: string, value: number | undefined): Finding {
  return (
    isKnown(value) &&
    (value < 0 || value > 1) && {
      setting,
      value,
      must: "be between 0 and 1",
      fix: "write a share such as 0.7",
      source: SOURCE,
    }
  );
}

/** The settings in Terraform's form. */
export function renderAdaptiveProtection(
  settings: AdaptiveProtection | undefined,
): ComputeSecurityPolicyAdaptiveProtectionConfig {
  if (settings === undefined) {
    return { layer7DdosDefenseConfig: { enable: false } };
  }
  const thresholds = (settings.thresholds ?? []).map((threshold) => ({
    name: threshold.name,
    detectionLoadThreshold: threshold.detectionLoad,
    detectionAbsoluteQps: threshold.detectionAbsoluteQps,
    detectionRelativeToBaselineQps: threshold.detectionRelativeToBaselineQps,
    autoDeployConfidenceThreshold: threshold.autoDeployConfidence,
    autoDeployLoadThreshold: threshold.autoDeployLoad,
    autoDeployImpactedBaselineThreshold: threshold.autoDeployImpactedBaseline,
    autoDeployExpirationSec: threshold.autoDeployExpirationSeconds,
    trafficGranularityConfigs: threshold.trafficGranularity?.map(({ type, value }) =>
      value === "each" ? { type, enableEachUniqueValue: true } : { type, value: value.is },
    ),
  }));
  return {
    layer7DdosDefenseConfig: {
      enable: true,
      ruleVisibility: settings.ruleVisibility ?? "STANDARD",
      thresholdConfigs: thresholds.length === 0 ? undefined : thresholds,
    },
  };
}
