import { isOn, readAt } from "../../facts/gke-arguments";
import { DAY, secondsOf } from "../../facts/secrets";
import { COMPLIANT, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** What Cloud KMS waits by itself: https://cloud.google.com/kms/docs/destroy-restore#schedule_destruction */
const LEAST_DAYS = 30;

/** A version that was scheduled for destruction can be restored for a month. */
export const kmsDestroyDelay: ResourceRule = {
  appliesTo: ["google_kms_crypto_key"],
  evaluate: ({ arguments: key }) => {
    const reading = readAt(key, "destroy_scheduled_duration");
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    // an import-only key has a day by default, and its material is somewhere else
    if (reading.value === undefined) {
      return isOn(key.import_only) ? NOT_APPLICABLE : COMPLIANT;
    }
    const seconds = secondsOf(reading.value);
    return verdict(
      seconds !== undefined && seconds >= LEAST_DAYS * DAY
        ? []
        : [`destroy_scheduled_duration is ${shown(reading.value)}, not "${LEAST_DAYS * DAY}s" or more`],
    );
  },
};
