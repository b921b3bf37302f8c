import { expectAt } from "../../facts/gke-arguments";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** What is replaced or deleted is kept as a version. Under a retention policy nothing is replaced. */
export const bucketVersioning: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: ({ arguments: bucket }) =>
    blocksAt(bucket, "retention_policy").length > 0 ? NOT_APPLICABLE : expectAt(bucket, "versioning.enabled", true),
};
