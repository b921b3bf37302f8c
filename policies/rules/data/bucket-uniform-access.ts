import { expectAt } from "../../facts/gke-arguments";
import { type ResourceRule } from "../../rule";

/** Access is what IAM says of the bucket. No object has a list of its own. */
export const bucketUniformAccess: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: ({ arguments: bucket }) => expectAt(bucket, "uniform_bucket_level_access", true),
};
