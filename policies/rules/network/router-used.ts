import { isSame } from "../../facts/ranges-network";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const USERS = [
  "google_compute_router_nat",
  "google_compute_router_interface",
  "google_compute_router_peer",
  "google_compute_vpn_tunnel",
  "google_compute_interconnect_attachment",
];

/** A router does something: by itself it lets nothing out. */
export const routerUsed: ResourceRule = {
  appliesTo: ["google_compute_router"],
  evaluate: (router, stack) => {
    if (blocksAt(router.arguments, "bgp").length > 0) {
      return NOT_APPLICABLE;
    }
    const used = USERS.flatMap((type) => stack.ofType(type)).some((user) =>
      isSame(user.arguments.router, `\${${router.address}.name}`, stack),
    );
    return verdict(
      used ? [] : ["name is in no google_compute_router_nat, tunnel or attachment, so that nothing gets out by it"],
    );
  },
};
