import { FirewallEvaluator, type Knowledge, type WebRequest } from "../../constructs/cloud-armor/evaluator";
import { type Block } from "./synth";

/** A stack with one security policy, as cdktf writes it. */
export function policyStack(rules: readonly Block[], policy: Block = {}): object {
  return {
    resource: {
      google_compute_security_policy: { Firewall: { name: "firewall", type: "CLOUD_ARMOR", ...policy } },
      google_compute_security_policy_rule: Object.fromEntries(
        rules.map((rule, index) => [
          `Rule-${index}`,
          { security_policy: "${google_compute_security_policy.Firewall.name}", ...rule },
        ]),
      ),
    },
  };
}

/** A rule with an expression that refuses with 403, unless changed. */
export function denies(expression: string, change: Block = {}): Block {
  return {
    priority: 1000,
    description: "rule under test",
    action: "deny(403)",
    preview: false,
    match: { expr: { expression } },
    ...change,
  };
}

/** A rule that counts every request. */
export function limits(options: Block, change: Block = {}): Block {
  return {
    priority: 2000,
    description: "limit",
    action: "throttle",
    preview: false,
    match: { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["*"] } },
    rate_limit_options: {
      conform_action: "allow",
      exceed_action: "deny(429)",
      enforce_on_key: "IP",
      rate_limit_threshold: { count: 2, interval_sec: 60 },
      ...options,
    },
    ...change,
  };
}

/** The evaluator of a policy with these rules. */
export function firewallOf(
  rules: readonly Block[],
  { policy, knowledge }: { readonly policy?: Block; readonly knowledge?: Knowledge } = {},
): FirewallEvaluator {
  return FirewallEvaluator.fromStack(policyStack(rules, policy), undefined, knowledge);
}

/** A request that has nothing to it. */
export const plain: WebRequest = { url: "https://app.cliscale.dev/", address: "203.0.113.7" };
