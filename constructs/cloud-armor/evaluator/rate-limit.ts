import { type ReadRequest, firstAddress } from "./web-request";
import { excerpt, fromBytes, ordinal, toBytes } from "./text";

/** So many requests in so many seconds. */
export interface Threshold {
  readonly count: number;
  readonly seconds: number;
}

/** What requests are counted by. */
export interface Key {
  readonly type: string;
  /** The header or cookie, for the types that have one. */
  readonly name?: string;
}

/** The rate limit of a rule. */
export interface RateLimit {
  readonly threshold: Threshold;
  readonly keys: readonly Key[];
  /** What happens to a client that goes over the limit; absent in a throttle. */
  readonly ban?: {
    /** Seconds for which it stays refused when the interval is over. */
    readonly seconds: number;
    /**
     * Bans only above this threshold, over all requests, refused ones too.
     * @default - the limit itself
     */
    readonly threshold?: Threshold;
  };
}

/** What a rate limit says about a request. */
export interface RateJudgment {
  readonly exceeded: boolean;
  readonly why: string;
  readonly notes: readonly string[];
}

interface Window {
  readonly start: number;
  count: number;
}

interface Client {
  limited: Window;
  banned: Window;
  /** The end of the ban, if there is one. */
  bannedUntil?: number;
}

/** https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting */
const KEY_BYTES = 128;

/**
 * Counts the requests of one rule, by key. An interval begins with the first request of a key and ends exactly
 * `interval_sec` later; then the next one begins with the next request. Google's own counting is approximate:
 * https://cloud.google.com/armor/docs/rate-limiting-overview#threshold_enforcement
 */
export class RateCounter {
  private readonly clients = new Map<string, Client>();

  public constructor(private readonly limit: RateLimit) {}

  /** Counts the request. */
  public judge(request: ReadRequest): RateJudgment {
    const { threshold, ban, keys } = this.limit;
    const parts = keys.map((key) => readKey(key, request));
    const notes = parts.flatMap(({ note }) => (note === undefined ? [] : [note]));
    const who = joinWords(parts.map(({ label }) => label));
    const client = this.clientOf(JSON.stringify(parts.map(({ value }) => value)), request.at);

    if (client.bannedUntil !== undefined) {
      return { exceeded: true, why: `${who} is banned until second ${client.bannedUntil}`, notes };
    }
    const rank = `the ${ordinal(client.limited.count)} request in ${threshold.seconds} seconds`;
    const exceeded = client.limited.count > threshold.count;
    const above = ban?.threshold === undefined ? exceeded : client.banned.count > ban.threshold.count;
    if (ban !== undefined && above) {
      client.bannedUntil = client.limited.start + threshold.seconds + ban.seconds;
      const total =
        ban.threshold === undefined
          ? `${rank} from ${who}, limit ${threshold.count}`
          : `the ${ordinal(client.banned.count)} request in ${ban.threshold.seconds} seconds from ${who}, ban threshold ${ban.threshold.count}`;
      return { exceeded: true, why: `${total}: banned until second ${client.bannedUntil}`, notes };
    }
    return { exceeded, why: `${rank} from ${who}, limit ${threshold.count}`, notes };
  }

  /** Forgets every count and ban. */
  public reset(): void {
    this.clients.clear();
  }

  private clientOf(key: string, now: number): Client {
    const { threshold, ban } = this.limit;
    const known = this.clients.get(key);
    const begin = (): Window => ({ start: now, count: 0 });
    if (known === undefined || (known.bannedUntil !== undefined && now >= known.bannedUntil)) {
      const client = { limited: { ...begin(), count: 1 }, banned: { ...begin(), count: 1 } };
      this.clients.set(key, client);
      return client;
    }
    if (now >= known.limited.start + threshold.seconds) {
      known.limited = begin();
    }
    if (now >= known.banned.start + (ban?.threshold?.seconds ?? threshold.seconds)) {
      known.banned = begin();
    }
    known.limited.count += 1;
    known.banned.count += 1;
    return known;
  }
}

interface KeyPart {
  /** What tells clients apart; `null` when the key type falls back to ALL. */
  readonly value: readonly string[] | null;
  /** For people, behind "from". */
  readonly label: string;
  readonly note?: string;
}

const EVERYBODY = { value: null, label: "everybody" } as const;

/** https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting */
function readKey({ type, name = "" }: Key, request: ReadRequest): KeyPart {
  const { given } = request;
  const named = (value: string | undefined, what: string): KeyPart => {
    if (value === undefined || value === "") {
      return {
        ...EVERYBODY,
        label: `everybody without ${what}`,
        note: `the request has no ${what}: ${type} counts it with all others that have none`,
      };
    }
    const cut = firstBytes(value);
    return { value: [type, name, cut], label: `${what} ${excerpt(fromBytes(cut))}` };
  };
  switch (type) {
    case "IP":
      return { value: [type, request.address], label: request.address };
    case "USER_IP":
      return { value: [type, request.userAddress], label: request.userAddress };
    case "XFF_IP": {
      const address = firstAddress(request.headers.get("x-forwarded-for")) ?? request.address;
      return { value: [type, address], label: address };
    }
    case "HTTP_HEADER":
      return named(request.headers.get(name.toLowerCase()), `header ${name}`);
    case "HTTP_COOKIE":
      return named(request.cookies.get(name), `cookie ${name}`);
    case "HTTP_PATH":
      return named(request.path, "path");
    case "SNI":
      return named(request.sni, "SNI");
    case "REGION_CODE":
      return named(given.region, "region");
    case "TLS_JA3_FINGERPRINT":
      return named(given.ja3, "JA3 fingerprint");
    case "TLS_JA4_FINGERPRINT":
      return named(given.ja4, "JA4 fingerprint");
    default:
      return EVERYBODY;
  }
}

function firstBytes(value: string): string {
  return toBytes(value).slice(0, KEY_BYTES);
}

function joinWords(words: readonly string[]): string {
  return words.length === 0 ? EVERYBODY.label : words.join(" and ");
}
