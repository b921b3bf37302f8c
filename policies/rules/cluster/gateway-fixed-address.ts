import { isGkeGateway } from "../../facts/cluster-gateway";
import { textAt } from "../../facts/cluster-objects";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ObjectRule } from "../../rule";

/** A public Gateway has an address that outlives it, since DNS points there. A global one takes addresses by name alone. */
export const gatewayFixedAddress: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway) => {
    const { object } = gateway;
    if (!isGkeGateway(gateway) || !/external|gxlb/.test(textAt(object, "spec.gatewayClassName") ?? "")) {
      return NOT_APPLICABLE;
    }
    const addresses = blocksAt(object, "spec.addresses");
    return verdict([
      ...(addresses.length === 0 ? ["spec.addresses are none, so that a new Gateway gets another address"] : []),
      ...addresses
        .filter(({ type }) => type !== "NamedAddress")
        .map(({ type }) => `spec.addresses have the type ${shown(type)}, not "NamedAddress"`),
    ]);
  },
};
