import { addressesIn } from "../../facts/terraform-graph";
import { expectAt } from "../../facts/gke-arguments";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

const SINKS = ["project", "folder", "organization", "billing_account"].map((level) => `google_logging_${level}_sink`);

/** Logs that a sink brings into a bucket can't be deleted before their time, whoever tries. */
export const bucketLogsLocked: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: (bucket, stack) => {
    const { name } = bucket.arguments;
    const isTarget = SINKS.flatMap((type) => stack.ofType(type)).some(
      ({ arguments: { destination } }) =>
        addressesIn(destination).includes(bucket.address) || destination === `storage.googleapis.com/${String(name)}`,
    );
    return isTarget ? expectAt(bucket.arguments, "retention_policy.is_locked", true) : NOT_APPLICABLE;
  },
};
