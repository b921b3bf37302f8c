import { asNumber, readAt } from "../../facts/gke-arguments";
import { DAY } from "../../facts/secrets";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

const DURATION = "soft_delete_policy.retention_duration_seconds";

/** What Cloud Storage keeps by itself: https://cloud.google.com/storage/docs/soft-delete */
const LEAST_DAYS = 7;

/** Deleted objects, and those of a deleted bucket, can be restored for a week. */
export const bucketSoftDelete: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: ({ arguments: bucket }) => {
    const reading = readAt(bucket, DURATION);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    return verdict(
      reading.value === undefined || (asNumber(reading.value) ?? 0) >= LEAST_DAYS * DAY
        ? []
        : [`${DURATION} is ${shown(reading.value)}, not ${LEAST_DAYS * DAY} or more`],
    );
  },
};
