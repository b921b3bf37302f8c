import { addressesIn } from "../../facts/terraform-graph";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { COMPLIANT, NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

const LOGS = "logging.log_bucket";

/** Requests are logged into another bucket. A bucket that logs go to isn't logged: each delivery would be logged again. */
export const bucketAccessLogs: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: (bucket, stack) => {
    const target = valueAt(bucket.arguments, LOGS);
    if (target === undefined || target === "") {
      const takesLogs = stack
        .ofType("google_storage_bucket")
        .some((other) => stack.refersTo(valueAt(other.arguments, LOGS), bucket));
      return takesLogs ? NOT_APPLICABLE : verdict([`${LOGS} is ${shown(target)}`]);
    }
    const isItself =
      target === bucket.arguments.name || (isReference(target) && addressesIn(target).includes(bucket.address));
    return isItself ? verdict([`${LOGS} is the bucket itself`]) : COMPLIANT;
  },
};
