import { expectAt } from "../../facts/gke-arguments";
import { every, type ResourceRule } from "../../rule";

/** Terraform destroys neither the bucket nor, on the way, all of its objects. */
export const bucketKept: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: ({ arguments: bucket }) =>
    every(expectAt(bucket, "force_destroy", false, undefined), expectAt(bucket, "lifecycle.prevent_destroy", true)),
};
