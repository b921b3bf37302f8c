import { every, expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** NAT writes down the connections that it couldn't make: nothing else says that its ports have run out. */
export const natLogged: ResourceRule = {
  appliesTo: ["google_compute_router_nat"],
  evaluate: (nat) =>
    nat.arguments.type === "PRIVATE"
      ? NOT_APPLICABLE
      : every(
          expectArgument(nat, "log_config.enable", true),
          expectArgument(nat, "log_config.filter", "ERRORS_ONLY", "ALL"),
        ),
};
