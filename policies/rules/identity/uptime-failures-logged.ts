import { UPTIME } from "../../facts/monitoring";
import { expectArgument, type ResourceRule } from "../../rule";

/** Why a check failed stands in the logs, where the incident only says that it did. */
export const uptimeFailuresLogged: ResourceRule = {
  appliesTo: [UPTIME],
  evaluate: (check) => expectArgument(check, "log_check_failures", true),
};
