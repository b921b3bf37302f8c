import { type FirewallRule } from "./rule";

/** Lower is evaluated first; the default rule has this one. */
export const DEFAULT_RULE_PRIORITY = 2_147_483_647;

/**
 * Where rules of a kind stand. Rate limits come behind everything that refuses, because a request below a limit is
 * allowed without a further look: https://github.com/kubernetes/k8s.io/pull/6981
 * Bans have a band of their own, because Cloud Armor can't turn a ban into a throttle at the same place:
 * https://cloud.google.com/armor/docs/rate-limiting-overview
 */
export const BANDS = {
  first: { from: 1_000, to: 9_999 },
  deny: { from: 10_000, to: 19_999 },
  waf: { from: 20_000, to: 24_999 },
  redirect: { from: 25_000, to: 29_999 },
  ban: { from: 30_000, to: 39_999 },
  throttle: { from: 40_000, to: 49_999 },
  last: { from: 50_000, to: 59_999 },
} as const;

/** Google recommends gaps of ten, so that a rule can be squeezed in by hand in an incident. */
export const PRIORITY_STEP = 10;

/** A rule with everything decided that it left open. */
export interface PlacedRule {
  readonly priority: number;
  readonly preview: boolean;
  readonly rule: FirewallRule;
}

/** The band that a rule stands in. */
export function bandOf(rule: FirewallRule): keyof typeof BANDS {
  return rule.kind === "allow" ? rule.position : rule.kind;
}

/**
 * Gives every rule its place, in the order in which Cloud Armor evaluates them: bands in turn, inside a band as
 * written. A rule with a priority of its own keeps it.
 *
 * @param enforcedRules names of rules that are enforced although `newRules` is `preview`
 */
export function placeRules(
  rules: readonly FirewallRule[],
  newRules: "enforce" | "preview",
  enforcedRules: readonly string[] = [],
): readonly PlacedRule[] {
  const used = new Map<keyof typeof BANDS, number>();
  return rules
    .map((rule) => {
      const band = bandOf(rule);
      const index = used.get(band) ?? 0;
      if (rule.priority === undefined) {
        used.set(band, index + 1);
      }
      const priority = rule.priority ?? BANDS[band].from + index * PRIORITY_STEP;
      const preview = rule.preview ?? (newRules === "preview" && !enforcedRules.includes(rule.name));
      return { priority, preview, rule };
    })
    .sort((one, other) => one.priority - other.priority);
}
