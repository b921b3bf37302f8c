/** What a firewall does with a request. */
export type Outcome = "allow" | "deny" | "redirect";

/** What one rule does with a request, or would do if it were not in preview. */
export interface RuleVerdict {
  /** The rule's description, `rule <priority>` when it has none, `default rule` for the last one. */
  readonly rule: string;
  readonly priority: number;
  readonly outcome: Outcome;
  /** The status of a denial, 302 for a redirect to a URL. */
  readonly status?: number;
  /** Where a redirect goes: a URL, or `reCAPTCHA`. */
  readonly target?: string;
  /** One sentence, for example "the 101st request in 60 seconds from 203.0.113.7, limit 100". */
  readonly why: string;
}

/** What the firewall does with a request, by which rule, and how sure that is. */
export interface Verdict extends RuleVerdict {
  /**
   * What rules in preview would have done, in their order, each as if it alone were enforced: Cloud Armor logs it and
   * goes on to the next rule.
   */
  readonly previewed: readonly RuleVerdict[];
  /** True when the outcome would be another if a signature set that only Google knows exactly judged differently. */
  readonly approximate: boolean;
  /** What could not be judged, and what was assumed instead. */
  readonly notes: readonly string[];
}

/**
 * What only Google knows and no request says. A list that is asked for and not given here matches nothing, with a
 * note.
 */
export interface Knowledge {
  /**
   * Ranges of Google Threat Intelligence feeds, by name, for example `iplist-known-malicious-ips`.
   * @default - none
   */
  readonly threatFeeds?: Readonly<Record<string, readonly string[]>>;
  /**
   * Ranges of address groups, by name, those of the organization too.
   * @default - none
   */
  readonly addressGroups?: Readonly<Record<string, readonly string[]>>;
  /**
   * Addresses and ranges that Adaptive Protection takes for attackers.
   * @default - none
   */
  readonly attackers?: readonly string[];
}
