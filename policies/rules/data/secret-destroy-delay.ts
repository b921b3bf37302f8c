import { readAt } from "../../facts/gke-arguments";
import { DAY, SECRETS, secondsOf } from "../../facts/secrets";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

const TTL = "version_destroy_ttl";

/** Long enough to notice. Secret Manager takes a day at least: https://cloud.google.com/secret-manager/docs/delay-destruction-of-secret-versions */
const LEAST_DAYS = 7;

/** A version that is destroyed is disabled first, and can be enabled again for a while. */
export const secretDestroyDelay: ResourceRule = {
  appliesTo: SECRETS,
  evaluate: ({ arguments: secret }) => {
    const reading = readAt(secret, TTL);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const seconds = secondsOf(reading.value);
    return verdict(
      seconds !== undefined && seconds >= LEAST_DAYS * DAY
        ? []
        : [`${TTL} is ${shown(reading.value)}, not "${LEAST_DAYS * DAY}s" or more`],
    );
  },
};
