import { type Finding } from "../../core/validation";
import { readAction, type Action } from "./action";
import { type Key, type RateLimit, type Threshold } from "./rate-limit";
import { asBlocks, asText, type Block } from "./terraform-json";

/** A rate limit, what becomes of requests above it, and what is wrong with it. */
export interface LimitReading {
  readonly limit: RateLimit | undefined;
  readonly exceed: Action | undefined;
  readonly findings: readonly Finding[];
}

/** https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting */
const KEY_TYPES: readonly string[] = [
  "ALL",
  "IP",
  "HTTP_HEADER",
  "XFF_IP",
  "HTTP_COOKIE",
  "HTTP_PATH",
  "SNI",
  "REGION_CODE",
  "TLS_JA3_FINGERPRINT",
  "TLS_JA4_FINGERPRINT",
  "USER_IP",
];

/** Reads the block `rate_limit_options`. */
export function readRateLimit(
  setting: string,
  action: "throttle" | "rate_based_ban",
  options: Block | undefined,
): LimitReading {
  if (options === undefined) {
    const fix = `fill rate_limit_options, which ${action} needs`;
    return { limit: undefined, exceed: undefined, findings: [{ setting, must: "have a rate limit", fix }] };
  }
  const keys = readKeys(options);
  const threshold = readThreshold(options.rate_limit_threshold);
  const ban = readBan(action, options);
  const [redirect] = asBlocks(options.exceed_redirect_options);
  const exceed = readAction(asText(options.exceed_action), redirect);
  return {
    limit: threshold === undefined ? undefined : { threshold, keys, ban },
    exceed,
    findings: [
      (exceed === undefined || exceed.outcome === "allow") && {
        setting: `${setting}.exceed_action`,
        value: options.exceed_action,
        must: "be deny(<status>) or redirect",
        fix: "write one of these",
      },
      threshold === undefined && {
        setting: `${setting}.rate_limit_threshold`,
        must: "have a count and an interval in seconds",
        fix: "write both as numbers, not as references",
      },
      action === "rate_based_ban" &&
        ban === undefined && {
          setting: `${setting}.ban_duration_sec`,
          value: options.ban_duration_sec,
          must: "be a number of seconds",
          fix: "write the number, not a reference",
        },
      ...keys
        .filter(({ type }) => !KEY_TYPES.includes(type))
        .map(({ type }) => ({
          setting: `${setting}.enforce_on_key`,
          value: type,
          must: `be one of ${KEY_TYPES.join(", ")}`,
          fix: "write one of these",
        })),
    ],
  };
}

/** Several keys stand in blocks of their own; without any, everybody is counted together. */
function readKeys(options: Block): readonly Key[] {
  const configs = asBlocks(options.enforce_on_key_configs).map((config) => ({
    type: asText(config.enforce_on_key_type),
    name: asText(config.enforce_on_key_name),
  }));
  const type = asText(options.enforce_on_key);
  const single = { type: type === "" ? "ALL" : type, name: asText(options.enforce_on_key_name) };
  return configs.length > 0 ? configs : [single];
}

function readThreshold(value: unknown): Threshold | undefined {
  const [block = {}] = asBlocks(value);
  const threshold = { count: Number(block.count), seconds: Number(block.interval_sec) };
  return threshold.count >= 0 && threshold.seconds > 0 ? threshold : undefined;
}

function readBan(action: string, options: Block): RateLimit["ban"] {
  const seconds = Number(options.ban_duration_sec);
  return action === "rate_based_ban" && seconds >= 0
    ? { seconds, threshold: readThreshold(options.ban_threshold) }
    : undefined;
}
