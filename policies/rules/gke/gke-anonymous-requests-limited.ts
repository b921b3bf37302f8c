import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** Requests without an identity reach health checks and nothing else, whatever RBAC says of anonymous users. */
export const gkeAnonymousRequestsLimited = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "anonymous_authentication_config.mode", "LIMITED"),
);
