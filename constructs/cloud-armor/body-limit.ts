import { type Finding } from "../core/validation";
import { When, type Condition } from "./condition";
import { simpleConditions } from "./expression";
import { type PlacedRule } from "./priorities";
import { Rule, type DenyRule, type FirewallRule } from "./rule";

/** Options of {@link bodyLimit}. */
export interface BodyLimitOptions {
  /** The largest body, in bytes; 8192 is what the WAF reads. */
  readonly bytes: number;
  /**
   * Requests that may have larger bodies, for example uploads to one path. The WAF reads the first 8192 bytes of these,
   * too, and nothing behind them: the application has to judge the rest.
   * @default - none
   */
  readonly uninspected?: {
    readonly when: Condition;
    /** The largest body of these requests, in bytes. */
    readonly bytes: number;
  };
  /**
   * What becomes of POST, PUT and PATCH requests that don't say how long their body is: a limit that they may ignore
   * is none.
   * @default "deny"
   */
  readonly unknownLength?: "deny" | "allow";
  /** @default - what the firewall's `newRules` says */
  readonly preview?: boolean;
}

/**
 * What the WAF reads of a body, in bytes. Google can read up to 64 kB since 2026; the argument for that is not in
 * provider 6.50. https://cloud.google.com/armor/docs/security-policy-overview#request-body
 */
export const INSPECTED_BODY_BYTES = 8192;

/** Methods whose requests usually have a body. */
const WITH_BODY = ["POST", "PUT", "PATCH"] as const;

/**
 * Refuses large bodies. The WAF looks at the first 8192 bytes of a body only, so what is allowed beyond that is not
 * inspected: https://cloud.google.com/armor/docs/configure-waf#request-body
 */
export function bodyLimit(options: BodyLimitOptions): readonly DenyRule[] {
  const { bytes, uninspected, unknownLength = "deny", preview } = options;
  const tooLong = When.bodyLongerThan(bytes);
  const unsaid = When.all(When.method(...WITH_BODY), When.not(When.header("content-length")));
  return [
    Rule.deny({
      name: "body-too-long",
      when: uninspected === undefined ? tooLong : When.all(tooLong, When.not(uninspected.when)),
      preview,
    }),
    ...(uninspected === undefined
      ? []
      : [Rule.deny({ name: "uninspected-body-too-long", when: When.bodyLongerThan(uninspected.bytes), preview })]),
    ...(unknownLength === "allow" ? [] : [Rule.deny({ name: "body-of-unknown-length", when: unsaid, preview })]),
  ];
}

/**
 * What is wrong with the bodies that get past the WAF: a firewall with WAF rules refuses what they don't read, or says
 * that it doesn't.
 */
export function bodyInspectionProblems(placed: readonly PlacedRule[], allowed: boolean): readonly Finding[] {
  const waf = placed.filter(({ rule }) => rule.kind === "waf" || callsWaf(rule));
  if (allowed || waf.length === 0) {
    return [];
  }
  // a rate limit or an allowance lets requests through, so what stands behind one protects nothing
  const end = placed.findIndex(({ rule }) => ["allow", "throttle", "ban"].includes(rule.kind) && !isTrusted(rule));
  const previewed = waf.every(({ preview }) => preview);
  const inForce = placed.slice(0, end === -1 ? undefined : end).filter(({ preview }) => previewed || !preview);
  const limited = inForce.some(({ rule }) => deniesLongBodies(rule));
  const known = inForce.some(({ rule }) => deniesUnknownLengths(rule));
  const source = "https://cloud.google.com/armor/docs/configure-waf#request-body";
  const otherwise = 'or set uninspectedBodies to "allowed"';
  return [
    !limited && {
      setting: "rules",
      must: `refuse bodies of more than ${INSPECTED_BODY_BYTES} bytes, because the WAF reads no further${inPreview(previewed)}`,
      fix: `add bodyLimit({ bytes: ${INSPECTED_BODY_BYTES} }), with \`uninspected\` for what has to be larger, ${otherwise}`,
      source,
    },
    !known && {
      setting: "rules",
      must: `refuse bodies of unknown length, because the WAF reads ${INSPECTED_BODY_BYTES} bytes of a body${inPreview(previewed)}`,
      fix: `leave unknownLength of bodyLimit at "deny", ${otherwise}`,
      source,
    },
  ];
}

function inPreview(previewed: boolean): string {
  return previewed ? "" : ", and not in preview only while WAF rules are enforced";
}

/** An allowance that was put first is for trusted callers, whom the WAF doesn't look at either. */
function isTrusted(rule: FirewallRule): boolean {
  return rule.kind === "allow" && rule.position === "first";
}

function callsWaf(rule: FirewallRule): boolean {
  return (
    rule.kind !== "waf" &&
    rule.match.by === "condition" &&
    simpleConditions(rule.match.condition).some(
      (condition) => condition.is === "expression" && condition.text.includes("evaluatePreconfigured"),
    )
  );
}

/** Every long body, but for exceptions that are written as `When.not(…)`. */
function deniesLongBodies(rule: FirewallRule): boolean {
  const parts = denied(rule);
  return (
    parts.some((part) => part.is === "body-longer-than" && part.bytes <= INSPECTED_BODY_BYTES) &&
    parts.every((part) => part.is === "body-longer-than" || part.is === "not")
  );
}

/** Every request without Content-Length, at least of the methods that have a body. */
function deniesUnknownLengths(rule: FirewallRule): boolean {
  const parts = denied(rule);
  return (
    parts.some((part) => isWithoutLength(part)) &&
    parts.every(
      (part) =>
        isWithoutLength(part) || (part.is === "method" && WITH_BODY.every((method) => part.oneOf.includes(method))),
    )
  );
}

function isWithoutLength(part: Condition): boolean {
  return part.is === "not" && part.condition.is === "header" && part.condition.name === "content-length";
}

/** What has to hold for a rule to turn a request away; nothing for other kinds of rule. */
function denied(rule: FirewallRule): readonly Condition[] {
  if (rule.kind !== "deny" || rule.match.by !== "condition") {
    return [];
  }
  const { condition } = rule.match;
  return condition.is === "all" ? condition.conditions : [condition];
}
