import { isKnown, outOfRange, type Finding } from "../core/validation";
import { When, type Condition } from "./condition";

/**
 * What requests are counted by. `IP` is the address of the client; when the firewall reads it from a header that a
 * content delivery network sets, it becomes `USER_IP`. `XFF_IP` is not offered: a client writes the first entry of
 * X-Forwarded-For itself, so it could choose its bucket, another client's too.
 * https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting
 */
export type RateLimitKey =
  | {
      readonly type: "ALL" | "IP" | "HTTP_PATH" | "REGION_CODE" | "SNI" | "TLS_JA3_FINGERPRINT" | "TLS_JA4_FINGERPRINT";
    }
  | { readonly type: "HTTP_HEADER" | "HTTP_COOKIE"; readonly name: string };

/** How many requests are let through. */
export interface RateLimit {
  /** Requests in each interval: 1 to 1000000, in a ban 1 to 10000. */
  readonly requests: number;
  /**
   * Seconds over which requests are counted: one of 10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600.
   * @default 60
   */
  readonly intervalSeconds?: number;
}

/** How the firewall tells one user from another; see the README for what each can and can't do. */
export interface UserKey {
  /** Which requests have a user at all: one without the key would fall into a bucket that everybody shares. */
  readonly present: Condition;
  readonly keys: readonly RateLimitKey[];
  /** The header that is counted by, when there is one, in lowercase. */
  readonly header?: string;
}

/**
 * Ways to count by user. Cloud Armor verifies nothing: it sees headers. So a key must be something that nobody else
 * can guess, and only its first 128 bytes count.
 * https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting
 */
export const UserKey = {
  /** A session cookie with a random value that the application issued: the best choice. */
  cookie: (name: string): UserKey => ({ present: When.cookie(name), keys: [{ type: "HTTP_COOKIE", name }] }),
  /** A header with a random value that the application issued, for example an API key. */
  header: (name: string): UserKey => ({
    present: When.header(name),
    keys: [{ type: "HTTP_HEADER", name }],
    header: name,
  }),
  /** `Authorization: Bearer …` with a random token. Never with a JWT: see {@link UserKey.signedBearerToken}. */
  opaqueBearerToken: (): UserKey => ({
    present: When.header("authorization"),
    keys: [{ type: "HTTP_HEADER", name: "authorization" }],
  }),
  /**
   * `Authorization: Bearer …` with a JWT, such as Firebase issues. Its first 128 bytes name the algorithm and the
   * signing key, the same for everybody, so by themselves they would put all users into one bucket that a forged
   * token can fill. Address and TLS client are added: nobody fills the bucket of somebody at another address.
   */
  signedBearerToken: (): UserKey => ({
    present: When.header("authorization"),
    keys: [{ type: "HTTP_HEADER", name: "authorization" }, { type: "IP" }, { type: "TLS_JA4_FINGERPRINT" }],
  }),
} as const;

/** https://cloud.google.com/armor/docs/configure-rate-limiting: the API refuses every other interval. */
export const INTERVALS: readonly number[] = [10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600];

/** Requests per interval: https://cloud.google.com/armor/docs/rate-limiting-overview#throttle-traffic */
export const MAX_REQUESTS = { throttle: 1_000_000, ban: 10_000 } as const;

/** https://cloud.google.com/armor/docs/rate-limiting-overview: values of up to three keys form the bucket. */
export const MAX_KEYS = 3;

/** The interval that holds when none is written, in seconds. */
export const DEFAULT_INTERVAL = 60;

/** Headers that say nothing about who sends them, or that the sender chooses. */
const NOT_A_USER: ReadonlySet<string> = new Set([
  "host",
  "user-agent",
  "x-forwarded-for",
  "x-real-ip",
  "forwarded",
  "origin",
  "referer",
]);

const SOURCE = "https://cloud.google.com/armor/docs/configure-rate-limiting";

/** What is wrong with a number of requests per interval. */
export function rateLimitProblems(setting: string, limit: RateLimit, action: "throttle" | "ban"): readonly Finding[] {
  const interval = limit.intervalSeconds ?? DEFAULT_INTERVAL;
  return [
    outOfRange(`${setting}.requests`, limit.requests, 1, MAX_REQUESTS[action], { unit: "requests", source: SOURCE }),
    isKnown(interval) &&
      !INTERVALS.includes(interval) && {
        setting: `${setting}.intervalSeconds`,
        value: interval,
        must: `be one of ${INTERVALS.join(", ")}`,
        fix: "choose one of these and scale the number of requests",
        source: SOURCE,
      },
  ];
}

/** What is wrong with the keys of a rate limit. */
export function keyProblems(setting: string, keys: readonly RateLimitKey[]): readonly Finding[] {
  const texts = keys.map((key) => ("name" in key ? `${key.type} ${key.name}` : key.type));
  return [
    (keys.length === 0 || keys.length > MAX_KEYS) && {
      setting,
      value: keys.length,
      must: `name 1 to ${MAX_KEYS} keys`,
      fix: 'use { type: "ALL" } for one bucket, or fewer keys',
      source: SOURCE,
    },
    new Set(texts).size !== texts.length && { setting, value: texts, must: "be different keys", fix: "name each once" },
    keys.length > 1 &&
      keys.some((key) => key.type === "ALL") && {
        setting,
        value: texts,
        must: "be ALL or other keys, not both",
        fix: "leave ALL out: it doesn't narrow a bucket",
      },
    ...keys.map(
      (key): Finding =>
        "name" in key &&
        isKnown(key.name) &&
        !/^[A-Za-z0-9_.-]+$/.test(key.name) && {
          setting,
          value: key.name,
          must: `be the name of a ${key.type === "HTTP_COOKIE" ? "cookie" : "header"}`,
          fix: "write it as it stands in the request",
          source: SOURCE,
        },
    ),
  ];
}

/** What is wrong with the way users are told apart. */
export function userKeyProblems(setting: string, user: UserKey): readonly Finding[] {
  const header = user.header?.toLowerCase();
  return [
    header === "authorization" && {
      setting,
      value: header,
      must: "say which kind of token it carries",
      fix: "use UserKey.opaqueBearerToken() or UserKey.signedBearerToken(): a JWT's first 128 bytes are the same for all users",
      source: SOURCE,
    },
    header !== undefined &&
      NOT_A_USER.has(header) && {
        setting,
        value: header,
        must: "be a header that belongs to one user",
        fix: "use a session cookie or a token: anybody can write this header",
        source: SOURCE,
      },
  ];
}
