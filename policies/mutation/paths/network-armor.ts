import { valueAt, type Block } from "../../rendered/rendered-stack";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const words = harmless("a description for people");
const project = harmless("the project is the provider's own, and which one it is is the deployment's choice");

const isProtected = (block: Block): boolean => valueAt(block, "lifecycle.prevent_destroy") === true;
const isDefault = ({ priority }: Block): boolean => Number(priority) === 2_147_483_647;
const isLast = (block: Block): boolean =>
  isDefault(block) || Array.isArray(valueAt(block, "match.config.src_ip_ranges"));

const NOT_PROTECTED = "where it isn't set, there is nothing to take away";

/** A part of one rule for many: the WAF's, the limits', those for hosts and bodies. */
const expression = hurts(
  set("false"),
  set("true"),
  set("request.path == '/never'"),
  set("request.headers['host'] == 'nobody.cliscale.dev' && request.path.startsWith('/admin')"),
  set("evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 0})"),
  set("evaluatePreconfiguredWaf('xss-v422-stable', {'sensitivity': 1}) && request.path.startsWith('/admin')"),
);

/** Cloud Armor policies and their rules. */
export const ARMOR_PATHS: PathTable = {
  google_compute_security_policy: {
    "": hurts(remove),
    adaptive_protection_config: hurts(remove),
    "adaptive_protection_config.layer_7_ddos_defense_config": hurts(remove),
    "adaptive_protection_config.layer_7_ddos_defense_config.enable": hurts(set(false), remove),
    "adaptive_protection_config.layer_7_ddos_defense_config.rule_visibility": harmless(
      "how much an alert says; the alerts are the same",
    ),
    advanced_options_config: hurts(remove, add({ user_ip_request_headers: ["X-Forwarded-For"] })),
    "advanced_options_config.json_parsing": hurts(set("DISABLED"), remove),
    "advanced_options_config.log_level": butSame(hurts(set("VERBOSE")), remove, "the default is NORMAL"),
    depends_on: hurts(remove),
    description: words,
    lifecycle: onlyWhen(hurts(remove), isProtected, NOT_PROTECTED),
    "lifecycle.prevent_destroy": onlyWhen(hurts(set(false), remove), isProtected, NOT_PROTECTED),
    name: hurts(set("other")),
    project,
    type: butSame(hurts(set("CLOUD_ARMOR_EDGE")), remove, "the default is CLOUD_ARMOR"),
  },
  google_compute_security_policy_rule: {
    "": hurts(remove),
    action: onlyWhen(
      hurts(set("allow"), remove),
      (block) => !isDefault(block),
      "no request comes to the default rule, since the limit before it is for all of them",
    ),
    description: words,
    match: hurts(remove),
    "match.config": hurts(remove),
    "match.config.src_ip_ranges": hurts(dropEach, set(["203.0.113.0/24"])),
    "match.expr": hurts(remove),
    "match.expr.expression": expression,
    "match.versioned_expr": hurts(remove),
    preview: butSame(hurts(set(true)), remove, "the default is false"),
    priority: onlyWhen(
      hurts(set(1_000_000)),
      (block) => isDefault(block) || !isLast(block),
      "the limit for all requests is the last one already",
    ),
    project,
    rate_limit_options: hurts(remove),
    "rate_limit_options.conform_action": hurts(set("deny(403)"), remove),
    "rate_limit_options.enforce_on_key": hurts(set("ALL"), set("XFF_IP"), set("HTTP_PATH"), remove),
    "rate_limit_options.enforce_on_key_configs": hurts(dropEach, remove),
    "rate_limit_options.enforce_on_key_configs[].enforce_on_key_name": hurts(set("user-agent"), remove),
    "rate_limit_options.enforce_on_key_configs[].enforce_on_key_type": hurts(set("ALL"), set("XFF_IP")),
    "rate_limit_options.exceed_action": hurts(set("allow"), set("redirect"), remove),
    "rate_limit_options.rate_limit_threshold": hurts(remove),
    "rate_limit_options.rate_limit_threshold.count": hurts(set(1_000_000), set(0), remove),
    "rate_limit_options.rate_limit_threshold.interval_sec": hurts(set(10), set(7), remove),
    security_policy: hurts(set("somebody-elses-policy")),
  },
};
