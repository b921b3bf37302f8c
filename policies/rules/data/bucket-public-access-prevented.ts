import { expectAt } from "../../facts/gke-arguments";
import { type ResourceRule } from "../../rule";

/** Nobody can make the bucket public, not even by granting it. */
export const bucketPublicAccessPrevented: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: ({ arguments: bucket }) => expectAt(bucket, "public_access_prevention", "enforced"),
};
