import { expectAt } from "../../facts/gke-arguments";
import { nodeRule } from "../../facts/gke-cluster";
import { every } from "../../rule";

/** Broken nodes are replaced and old ones upgraded, without anybody. The pool that a cluster begins with takes no such argument. */
export const gkeNodeUpkeep = nodeRule(
  ({ block }) =>
    every(expectAt(block, "management.auto_repair", true), expectAt(block, "management.auto_upgrade", true)),
  ["pool", "auto-provisioned"],
);
