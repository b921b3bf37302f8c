import { readAt } from "../../facts/gke-arguments";
import { DAY, secondsOf } from "../../facts/secrets";
import { isOn } from "../../facts/gke-arguments";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** CIS Google Cloud Platform Foundation Benchmark 1.10, and what Cloud KMS takes at least: https://cloud.google.com/kms/docs/key-rotation */
const MOST_DAYS = 90;

/** A symmetric key gets a new version every 90 days. Cloud KMS rotates no other kind, and no key that is only imported. */
export const kmsRotation: ResourceRule = {
  appliesTo: ["google_kms_crypto_key"],
  evaluate: ({ arguments: key }) => {
    const [purpose, period] = [readAt(key, "purpose"), readAt(key, "rotation_period")];
    if ("computed" in purpose || "computed" in period) {
      return unknown("computed" in purpose ? purpose.computed : "rotation_period");
    }
    if (![undefined, "ENCRYPT_DECRYPT"].includes(purpose.value as string | undefined) || isOn(key.import_only)) {
      return NOT_APPLICABLE;
    }
    const seconds = secondsOf(period.value);
    return verdict(
      seconds !== undefined && seconds >= DAY && seconds <= MOST_DAYS * DAY
        ? []
        : [`rotation_period is ${shown(period.value)}, not from "${DAY}s" to "${MOST_DAYS * DAY}s"`],
    );
  },
};
