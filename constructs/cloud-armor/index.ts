export type { AdaptiveProtection, AdaptiveThreshold } from "./adaptive-protection";
export { toExpression, When, type Condition } from "./condition";
export {
  apiRateLimit,
  bodyLimit,
  owaspTop10,
  webSocketConnects,
  type ApiRateLimitOptions,
  type BodyLimitOptions,
  type OwaspTop10Options,
  type WebSocketConnectsOptions,
} from "./presets";
export { BANDS, type PlacedRule } from "./priorities";
export { UserKey, type RateLimit, type RateLimitKey } from "./rate-limit";
export { Rule, type FirewallRule, type RequestMatch } from "./rule";
export type { WafCondition, WafExclusion, WafRuleSet } from "./waf";
export { WebFirewall, type IWebFirewall, type WebFirewallProps } from "./web-firewall";
