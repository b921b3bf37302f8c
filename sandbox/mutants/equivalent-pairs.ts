/** Two types whose order makes no difference, and why. */
interface Pair {
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

/** Orders that nothing depends on although they can be taken out; each one is a decision, so there are few. */
const PAIRS: readonly Pair[] = [
  {
    from: "google_monitoring_alert_policy",
    to: "google_pubsub_subscription",
    because: "a filter is text to Cloud Monitoring: it takes points of a subscription whenever there is one",
  },
  {
    from: "google_secret_manager_secret_version",
    to: "google_sql_database",
    because: "a payload is text to Secret Manager: whoever connects with it waits for the database itself",
  },
];

/** Why an order between two types makes no difference; undefined when it may make one. */
export function equivalentPair(from: string, to: string): string | undefined {
  return PAIRS.find((pair) => pair.from === from && pair.to === to)?.because;
}
