import { isIP } from "node:net";
import { IPv6, parse as parseAddress } from "ipaddr.js";
import { isProblem, ValidationError, type Finding } from "../../core/validation";

/** What reCAPTCHA said about a token that came with a request; an invalid token is one that is left out. */
export interface RecaptchaResult {
  /**
   * The action-token.
   * @default - the request has none, or an invalid one
   */
  readonly action?: {
    /** 0.0, very likely no person, to 1.0, very likely one. */
    readonly score: number;
    /**
     * What came out of a challenge.
     * @default "NONE"
     */
    readonly captchaStatus?: "NONE" | "PASS" | "FAIL";
    /**
     * The action's name.
     * @default ""
     */
    readonly action?: string;
  };
  /**
   * The session-token.
   * @default - the request has none, or an invalid one
   */
  readonly session?: { readonly score: number };
  /**
   * A valid exemption cookie came with the request.
   * @default false
   */
  readonly exemption?: boolean;
}

/** A request as it arrives at the load balancer, with what Google knows about its sender. */
export interface WebRequest {
  /** @default "GET" */
  readonly method?: string;
  /** Absolute: `https://host/path?query`. Path and query stay as they are written, dot segments are not removed. */
  readonly url: string;
  /**
   * Names in any case.
   * @default - `host` from the URL, `content-length` from the body
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - no body */
  readonly body?: string;
  /** The address that the connection comes from, IPv4 or IPv6. */
  readonly address: string;
  /**
   * Seconds on the evaluator's clock, which may not run backwards.
   * @default - the time of the request before, 0 for the first
   */
  readonly at?: number;
  /**
   * The country of the address, such as `DE`.
   * @default - unknown: an empty string
   */
  readonly region?: string;
  /**
   * The autonomous system of the address.
   * @default - unknown: 0
   */
  readonly asn?: number;
  /**
   * The JA3 fingerprint of the TLS client.
   * @default - unknown: an empty string
   */
  readonly ja3?: string;
  /**
   * The JA4 fingerprint of the TLS client.
   * @default - unknown: an empty string
   */
  readonly ja4?: string;
  /**
   * The server name of the TLS session.
   * @default - the URL's host name over https, none over http
   */
  readonly sni?: string;
  /**
   * What reCAPTCHA says about the request's tokens.
   * @default - it has none
   */
  readonly recaptcha?: RecaptchaResult;
}

/** A request in the form that rules look at. */
export interface ReadRequest {
  readonly method: string;
  readonly scheme: string;
  /** In lowercase, without a port. */
  readonly hostName: string;
  /** As it was written. */
  readonly path: string;
  /** As it was written, without the question mark. */
  readonly query: string;
  /** Names in lowercase. */
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: ReadonlyMap<string, string>;
  /** Empty when the request has none. */
  readonly body: string;
  readonly address: string;
  /** The address that `userIpRequestHeaders` gives, or else `address`. */
  readonly userAddress: string;
  readonly at: number;
  readonly sni: string | undefined;
  /** What the caller gave, for what needs no reading. */
  readonly given: WebRequest;
}

/**
 * Reads a request, or refuses it with everything that is wrong with it.
 *
 * @param now the time of the request before
 * @param userIpRequestHeaders the policy's, in order of preference
 */
export function readRequest(given: WebRequest, now: number, userIpRequestHeaders: readonly string[]): ReadRequest {
  const url = /^(https?):\/\/([^/?#\s]+)([^?#\s]*)(?:\?([^#\s]*))?(?:#.*)?$/i.exec(given.url);
  const at = given.at ?? now;
  const findings: readonly Finding[] = [
    url === null && {
      setting: "url",
      value: given.url,
      must: "be absolute and without spaces",
      fix: "write it as https://app.example.com/path?query, with spaces as %20",
    },
    isIP(given.address) === 0 && {
      setting: "address",
      value: given.address,
      must: "be an IPv4 or IPv6 address",
      fix: "write it as 203.0.113.7 or 2001:db8::7",
    },
    (!Number.isFinite(at) || at < now) && {
      setting: "at",
      value: at,
      must: `be ${now} or later, the time of the request before`,
      fix: "send requests in order of time, or call reset() to begin again",
    },
  ];
  const problems = findings.filter(isProblem);
  if (problems.length > 0 || url === null) {
    throw new ValidationError("the request", "FirewallEvaluator", problems);
  }
  const [, scheme = "", host = "", path = "", query = ""] = url;
  const headers = readHeaders(given, host);
  const hostName = host.toLowerCase().replace(/:\d+$/, "");
  const address = canonicalAddress(given.address);
  return {
    method: given.method ?? "GET",
    scheme: scheme.toLowerCase(),
    hostName,
    path: path === "" ? "/" : path,
    query,
    headers,
    cookies: readCookies(headers.get("cookie")),
    body: given.body ?? "",
    address,
    userAddress: userAddress(headers, userIpRequestHeaders) ?? address,
    at,
    sni: given.sni ?? (scheme.toLowerCase() === "https" ? hostName : undefined),
    given,
  };
}

/** One spelling for each address, so that `2001:DB8::0:7` and `2001:db8::7` are one client, and so is `::ffff:192.0.2.1`. */
export function canonicalAddress(address: string): string {
  return clientOf(address).toString();
}

/** An IPv4 client that comes through an IPv6 socket is an IPv4 client. */
function clientOf(address: string): ReturnType<typeof parseAddress> {
  const parsed = parseAddress(address);
  return parsed instanceof IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
}

/** True when the address lies in the range; an address without a prefix is a range of one. */
export function inRange(address: string, range: string): boolean {
  const [first = "", prefix] = range.split("/");
  const client = clientOf(address);
  const network = parseAddress(first);
  return client.kind() === network.kind() && client.match(network, Number(prefix ?? (isIP(first) === 4 ? 32 : 128)));
}

/** True for `203.0.113.0/24`, `2001:db8::/32`, and for an address without a prefix. */
export function isRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  return (
    version !== 0 &&
    rest.length === 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128)))
  );
}

/** The first address in a header that lists addresses, such as X-Forwarded-For. */
export function firstAddress(header: string | undefined): string | undefined {
  const first = header?.split(",")[0]?.trim() ?? "";
  return isIP(first) === 0 ? undefined : canonicalAddress(first);
}

function userAddress(headers: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  return names.map((name) => firstAddress(headers.get(name.toLowerCase()))).find((address) => address !== undefined);
}

function readHeaders({ headers = {}, body }: WebRequest, host: string): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    const before = read.get(key);
    read.set(key, before === undefined ? value : `${before},${value}`);
  }
  if (!read.has("host")) {
    read.set("host", host);
  }
  if (body !== undefined && !read.has("content-length") && !read.has("transfer-encoding")) {
    read.set("content-length", String(Buffer.byteLength(body)));
  }
  return read;
}

function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "").split(";").flatMap((pair): [string, string][] => {
    const [name = "", ...value] = pair.split("=");
    return name.trim() === "" ? [] : [[name.trim(), value.join("=").trim()]];
  });
  // the first of two cookies of the same name counts
  return new Map(pairs.reverse());
}
