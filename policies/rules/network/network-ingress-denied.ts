import { firewallsOf, isEveryProtocol } from "../../facts/ranges-network";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const POLICIES = [
  "google_compute_network_firewall_policy_association",
  "google_compute_region_network_firewall_policy_association",
];

/** What nobody allowed is refused and written down: the rule that every network has by itself writes nothing. */
export const networkIngressDenied: ResourceRule = {
  appliesTo: ["google_compute_network"],
  evaluate: (network, stack) => {
    if (POLICIES.some((type) => stack.ofType(type).length > 0)) {
      return NOT_APPLICABLE;
    }
    const rules = firewallsOf(`\${${network.address}.id}`, stack);
    const denying = rules.filter(
      ({ direction, deny, disabled, world, targeted }) =>
        direction === "INGRESS" && deny.some(isEveryProtocol) && world && !targeted && !disabled,
    );
    const logged = denying.filter(
      ({ resource }) =>
        blocksAt(resource.arguments, "log_config").length > 0 &&
        valueAt(resource.arguments, "log_config.metadata") !== "EXCLUDE_ALL_METADATA",
    );
    return verdict([
      ...(rules.length === 0 ? ["network: no google_compute_firewall is for it"] : []),
      ...(rules.length > 0 && denying.length === 0
        ? ["network: no google_compute_firewall refuses all ingress that no other allows"]
        : []),
      ...(denying.length > 0 && logged.length === 0
        ? ["log_config: what is refused is not logged with its metadata"]
        : []),
    ]);
  },
};
