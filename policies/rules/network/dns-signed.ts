import { blocksAt } from "../../rendered/rendered-stack";
import { every, expectArgument, NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A public zone is signed, with nothing that is broken, so that nobody on the way can answer for it. */
export const dnsSigned: ResourceRule = {
  appliesTo: ["google_dns_managed_zone"],
  evaluate: (zone) => {
    if (zone.arguments.visibility === "private") {
      return NOT_APPLICABLE;
    }
    const weak = blocksAt(zone.arguments, "dnssec_config")
      .flatMap((config) => blocksAt(config, "default_key_specs"))
      .filter(({ algorithm }) => algorithm === "rsasha1");
    return every(
      expectArgument(zone, "dnssec_config.state", "on"),
      verdict(weak.map(() => "dnssec_config.default_key_specs.algorithm is rsasha1, whose hash is broken")),
    );
  },
};
