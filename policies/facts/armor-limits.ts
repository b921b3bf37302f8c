import { blocksAt, valueAt, type Block } from "../rendered/rendered-stack";
import { type ArmorRule } from "./armor-policy";
import { textAt } from "./tls-hosts";

/** What a rate limit counts by, and how much it lets through. */
export interface Limit {
  readonly rule: ArmorRule;
  /** Requests of one client in a minute. */
  readonly perMinute: number;
  /** `IP`, `HTTP_HEADER` and so on, with the name of the header or cookie in lowercase. */
  readonly keys: readonly { readonly type: string; readonly name: string }[];
}

/** Keys that are one for each client, or nearly: the others are shared by strangers or written by the client itself. */
const ADDRESS: ReadonlySet<string> = new Set(["IP", "USER_IP"]);

/** Reads the rate limit of a rule; undefined without literal numbers. */
export function limitOf(rule: ArmorRule): Limit | undefined {
  const options = optionsOf(rule);
  const count = Number(valueAt(options, "rate_limit_threshold.count"));
  const seconds = Number(valueAt(options, "rate_limit_threshold.interval_sec"));
  if (options === undefined || !(count > 0) || !(seconds > 0)) {
    return undefined;
  }
  return { rule, perMinute: (count * 60) / seconds, keys: keysOf(options) };
}

/** The `rate_limit_options` of a rule. */
export const optionsOf = ({ block }: ArmorRule): Block | undefined => blocksAt(block, "rate_limit_options")[0];

/** What `rate_limit_options` count by: `ALL` when nothing is written. */
export function keysOf(options: Block): Limit["keys"] {
  const several = blocksAt(options, "enforce_on_key_configs").map((key) => ({
    type: textAt(key, "enforce_on_key_type") || "ALL",
    name: textAt(key, "enforce_on_key_name").toLowerCase(),
  }));
  const single = {
    type: textAt(options, "enforce_on_key") || "ALL",
    name: textAt(options, "enforce_on_key_name").toLowerCase(),
  };
  return several.length > 0 ? several : [single];
}

/** Counts by the address of the client and by nothing that the client chooses. */
export const isPerAddress = ({ keys }: Limit): boolean =>
  keys.length > 0 && keys.every(({ type }) => ADDRESS.has(type));

/** Counts by a header or cookie, or by one together with others. */
export const isPerUser = ({ keys }: Limit): boolean =>
  keys.some(({ type }) => type === "HTTP_HEADER" || type === "HTTP_COOKIE");
