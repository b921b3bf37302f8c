export { FirewallEvaluator, type EvaluatedRule } from "./firewall-evaluator";
export type { Knowledge, Outcome, RuleVerdict, Verdict } from "./verdict";
export type { RecaptchaResult, WebRequest } from "./web-request";
