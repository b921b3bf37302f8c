import { expectAt } from "../../facts/gke-arguments";
import { INSTANCE } from "../../facts/sql";
import { type ResourceRule } from "../../rule";

/** The instance runs. The other policies stop it, and drop every connection. */
export const sqlAlwaysOn: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => expectAt(block, "settings.activation_policy", "ALWAYS", undefined),
};
