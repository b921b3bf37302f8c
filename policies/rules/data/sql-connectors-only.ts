import { expectAt } from "../../facts/gke-arguments";
import { INSTANCE } from "../../facts/sql";
import { type ResourceRule } from "../../rule";

/** Whoever connects does so through the Auth Proxy or a connector, which ask IAM first. */
export const sqlConnectorsOnly: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => expectAt(block, "settings.connector_enforcement", "REQUIRED"),
};
