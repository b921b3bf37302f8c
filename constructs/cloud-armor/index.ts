export type { AdaptiveProtection, AdaptiveThreshold, TrafficGranularity } from "./adaptive-protection";
export { wellFormedBearerTokens, type WellFormedBearerTokensOptions } from "./bearer-tokens";
export { bodyLimit, INSPECTED_BODY_BYTES, type BodyLimitOptions } from "./body-limit";
export {
  When,
  type AddressListOptions,
  type AddressSource,
  type Condition,
  type ThreatIntelligenceFeed,
} from "./condition";
export { toExpression } from "./expression";
export {
  apiRateLimit,
  owaspTop10,
  webSocketConnects,
  type ApiRateLimitOptions,
  type OwaspTop10Options,
  type WebSocketConnectsOptions,
} from "./presets";
export { BANDS, type PlacedRule } from "./priorities";
export { UserKey, type RateLimit, type RateLimitKey } from "./rate-limit";
export type { RecaptchaKeys, RecaptchaSettings } from "./recaptcha";
export type { RedirectTarget } from "./redirect";
export { Rule, type FirewallRule, type RequestMatch } from "./rule";
export type { WafCondition, WafExclusion, WafRuleSet } from "./waf";
export { WebFirewall, type IWebFirewall, type WebFirewallProps } from "./web-firewall";
