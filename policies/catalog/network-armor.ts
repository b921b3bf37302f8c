import { LEVELS } from "../levels";
import { armorAdaptiveProtection } from "../rules/network/armor-adaptive-protection";
import { armorAttached } from "../rules/network/armor-attached";
import { armorBodyLimit } from "../rules/network/armor-body-limit";
import { armorClientAddress } from "../rules/network/armor-client-address";
import { armorEnforced } from "../rules/network/armor-enforced";
import { armorJsonParsed } from "../rules/network/armor-json-parsed";
import { armorKept } from "../rules/network/armor-kept";
import { armorKnownHosts } from "../rules/network/armor-known-hosts";
import { armorLogsNoContent } from "../rules/network/armor-logs-no-content";
import { armorRateLimitOptions } from "../rules/network/armor-rate-limit-options";
import { armorRateLimited } from "../rules/network/armor-rate-limited";
import { armorReadinessHidden } from "../rules/network/armor-readiness-hidden";
import { armorRulesReached } from "../rules/network/armor-rules-reached";
import { armorSocketsLimited } from "../rules/network/armor-sockets-limited";
import { armorTokensLimited } from "../rules/network/armor-tokens-limited";
import { armorWafFirst } from "../rules/network/armor-waf-first";
import { armorWafSets } from "../rules/network/armor-waf-sets";
import { armorWafSetsComplete } from "../rules/network/armor-waf-sets-complete";
import { armorWritesLimited } from "../rules/network/armor-writes-limited";
import { type PolicyRow } from "./row";

/** Cloud Armor. */
export const ARMOR_ROWS: readonly PolicyRow[] = [
  {
    id: "armor-enforced",
    level: LEVELS.production,
    fact: "Cloud Armor policies say their default rule and enforce at least one other that refuses",
    why: "a policy whose rules are all in preview, or that leaves its default to the API, lets everything through",
    fix: "write the rule of priority 2147483647, and take rules that have proved themselves out of preview",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/security-policy-overview"],
    rule: armorEnforced,
  },
  {
    id: "armor-rules-reached",
    level: LEVELS.production,
    fact: "every enforced rule of a Cloud Armor policy can act, and none refuses everybody",
    why: "a rule behind one that decides on everything, or whose condition is never true, protects nothing",
    fix: "order rules from narrow to wide, and correct conditions that are always or never true",
    covers: [],
    references: [
      "https://cloud.google.com/armor/docs/security-policy-overview#eval-order",
      "https://cloud.google.com/armor/docs/rules-language-reference",
    ],
    rule: armorRulesReached,
  },
  {
    id: "armor-waf-sets",
    level: LEVELS.production,
    fact: "policies that let everybody in refuse injection and remote execution by preconfigured sets",
    why: "these attacks reach the application with every new mistake in it, and in what it is made of",
    fix: "deny by sqli, xss, lfi, rfi, rce and cve outside preview, at sensitivity 1 or more, and leave out single fields only",
    covers: ["CKV_GCP_73", "C18"],
    references: ["https://cloud.google.com/armor/docs/waf-rules", "https://cloud.google.com/armor/docs/rule-tuning"],
    rule: armorWafSets,
  },
  {
    id: "armor-waf-sets-complete",
    level: LEVELS.recommended,
    fact: "policies that use preconfigured sets use those against scanners and abuse of HTTP as well",
    why: "an attacker looks around unhindered, and smuggles requests past the load balancer",
    fix: "deny by protocolattack, scannerdetection and sessionfixation, with CRS 4.22 also by generic, outside preview",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/waf-rules"],
    rule: armorWafSetsComplete,
  },
  {
    id: "armor-waf-first",
    level: LEVELS.production,
    fact: "nothing lets strangers pass before the preconfigured sets were asked",
    why: "the first rule that matches decides, so an allow or a rate limit before them switches them off for its requests",
    fix: "give rules that allow or limit higher numbers than those that refuse attacks, or let them match some addresses only",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/security-policy-overview#eval-order"],
    rule: armorWafFirst,
  },
  {
    id: "armor-json-parsed",
    level: LEVELS.recommended,
    fact: "preconfigured sets look into JSON",
    why: "as one text, an attack hides in JSON's escapes, and harmless bodies are refused",
    fix: "set advanced_options_config.json_parsing to STANDARD",
    covers: [],
    references: ["https://cloud.google.com/armor/docs/security-policy-overview#json_parsing"],
    rule: armorJsonParsed,
  },
  {
    id: "armor-body-limit",
    level: LEVELS.recommended,
    fact: "requests whose bodies are longer than what is inspected are refused",
    why: "an attack behind the inspected bytes passes",
    fix: "deny by content-length above the inspected size, and deny POST without content-length",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/security-policy-overview#post_and_patch"],
    rule: armorBodyLimit,
  },
  {
    id: "armor-rate-limited",
    level: LEVELS.production,
    fact: "policies that let everybody in limit every request per address",
    why: "one client takes all capacity, or tries passwords as fast as it can",
    fix: "add a throttle for all addresses by IP of 60 to 3000 requests in a minute, and keep narrower limits below it",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/rate-limiting-overview"],
    rule: armorRateLimited,
  },
  {
    id: "armor-rate-limit-options",
    level: LEVELS.production,
    fact: "rate limits count by client, refuse what is above, and have numbers that the API takes",
    why: "a count that strangers share lets one of them lock out all, and a key that clients write lets each start anew",
    fix: "count by IP or USER_IP, set exceed_action to deny(429), and a threshold with an interval of the API's list",
    covers: ["C18"],
    references: [
      "https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting",
      "https://cloud.google.com/armor/docs/configure-rate-limiting",
    ],
    rule: armorRateLimitOptions,
  },
  {
    id: "armor-writes-limited",
    level: LEVELS.recommended,
    fact: "POST requests have a limit per address of their own",
    why: "what makes sessions, jobs or accounts costs far more than a page, and needs a tighter limit",
    fix: "throttle requests whose method is POST by IP, below the limit for everything and at most 300 in a minute",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/rate-limiting-overview"],
    rule: armorWritesLimited,
  },
  {
    id: "armor-tokens-limited",
    level: LEVELS.recommended,
    fact: "requests with bearer tokens are limited by token, and what is no token is refused before",
    why: "a user with many addresses has no limit, or one who makes up tokens starts anew with each",
    fix: "throttle by the authorization header with IP and TLS_JA4_FINGERPRINT, and deny other shapes of it before",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting"],
    rule: armorTokensLimited,
  },
  {
    id: "armor-sockets-limited",
    level: LEVELS.recommended,
    fact: "hosts whose connections stay open limit how many one address opens",
    why: "each connection holds memory until it ends, so one client can fill a gateway",
    fix: "throttle requests to the host by IP, at most 600 in a minute",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/rate-limiting-overview"],
    rule: armorSocketsLimited,
  },
  {
    id: "armor-known-hosts",
    level: LEVELS.recommended,
    fact: "requests for other hosts than those that are served are refused",
    why: "scanners that ask by address, and pages under foreign names, reach the application",
    fix: "deny requests whose host header is none of the hosts of the routes",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/rules-language-reference"],
    rule: armorKnownHosts,
  },
  {
    id: "armor-readiness-hidden",
    level: LEVELS.recommended,
    fact: "readiness checks are not answered to the internet",
    why: "each one asks the database, so everybody can keep that busy and learn whether it is down",
    fix: "deny the path of the readiness check; health checks of load balancers don't pass Cloud Armor",
    covers: ["C13"],
    references: ["https://cloud.google.com/load-balancing/docs/health-check-concepts"],
    rule: armorReadinessHidden,
  },
  {
    id: "armor-adaptive-protection",
    level: LEVELS.recommended,
    fact: "Cloud Armor learns what is normal and alerts on floods",
    why: "a flood of requests that each look harmless is noticed when the application is down",
    fix: "set adaptive_protection_config.layer_7_ddos_defense_config.enable to true",
    covers: ["C18"],
    references: ["https://cloud.google.com/armor/docs/adaptive-protection-overview"],
    rule: armorAdaptiveProtection,
  },
  {
    id: "armor-logs-no-content",
    level: LEVELS.recommended,
    fact: "Cloud Armor's logs hold no parts of requests",
    why: "passwords and personal data that a signature matched are in the logs",
    fix: "set advanced_options_config.log_level to NORMAL once a problem is found",
    covers: [],
    references: ["https://cloud.google.com/armor/docs/verbose-logging"],
    rule: armorLogsNoContent,
  },
  {
    id: "armor-client-address",
    level: LEVELS.production,
    fact: "clients don't choose the address that rules see",
    why: "whoever writes the header is never limited, and can get others refused",
    fix: "name a header that only your content delivery network sets, such as True-Client-IP behind it",
    covers: [],
    references: ["https://cloud.google.com/armor/docs/advanced-settings#user-ip-addresses"],
    rule: armorClientAddress,
  },
  {
    id: "armor-attached",
    level: LEVELS.production,
    fact: "Cloud Armor policies are in front of something",
    why: "a policy that no backend names protects nothing",
    fix: "name it in security_policy of backend services, or in GCPBackendPolicy",
    covers: ["C18"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_cloud_armor",
      "https://cloud.google.com/armor/docs/configure-security-policies#attach-policies",
    ],
    rule: armorAttached,
  },
  {
    id: "armor-kept",
    level: LEVELS.recommended,
    fact: "Terraform refuses to destroy Cloud Armor policies",
    why: "a change that replaces the policy leaves its backends open, or fails halfway",
    fix: "set lifecycle.prevent_destroy to true",
    covers: [],
    references: ["https://cloud.google.com/armor/docs/security-policy-overview"],
    rule: armorKept,
  },
];
