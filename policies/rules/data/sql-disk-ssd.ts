import { expectAt } from "../../facts/gke-arguments";
import { INSTANCE } from "../../facts/sql";
import { type ResourceRule } from "../../rule";

/** The disk is no hard disk, whose reads and writes a second are a fraction of an SSD's. */
export const sqlDiskSsd: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => expectAt(block, "settings.disk_type", "PD_SSD", "HYPERDISK_BALANCED", undefined),
};
