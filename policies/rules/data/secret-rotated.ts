import { readAt } from "../../facts/gke-arguments";
import { DAY, SECRETS, secondsOf } from "../../facts/secrets";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

const PERIOD = "rotation.rotation_period";

/** How often PCI DSS 4.0 (8.3.9) has passwords changed: https://www.pcisecuritystandards.org/document_library/ */
const MOST_DAYS = 90;

/** Somebody is reminded to change the secret. */
export const secretRotated: ResourceRule = {
  appliesTo: SECRETS,
  evaluate: ({ arguments: secret }) => {
    const reading = readAt(secret, PERIOD);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const seconds = secondsOf(reading.value);
    return verdict(
      seconds !== undefined && seconds > 0 && seconds <= MOST_DAYS * DAY
        ? []
        : [`${PERIOD} is ${shown(reading.value)}, not "${MOST_DAYS * DAY}s" or less`],
    );
  },
};
