import { isOn, readAt } from "../../facts/gke-arguments";
import { INSTANCE } from "../../facts/sql";
import { blocksAt } from "../../rendered/rendered-stack";
import { COMPLIANT, every, expectArgument, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

const IP = "settings.ip_configuration";

/** Cloud SQL has no public address: neither switched on, nor left to the provider's default, which is on. */
export const sqlPrivateOnly: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: (instance) => {
    const { arguments: block } = instance;
    const network = readAt(block, `${IP}.private_network`);
    const psc = readAt(block, `${IP}.psc_config.psc_enabled`);
    const reachable: Verdict =
      "computed" in network || network.value !== undefined
        ? COMPLIANT
        : "computed" in psc
          ? unknown(psc.computed)
          : verdict(isOn(psc.value) ? [] : [`${IP}.private_network is absent, and so is Private Service Connect`]);
    return every(expectArgument(instance, `${IP}.ipv4_enabled`, false), reachable, ...openNetworks(block));
  },
};

function openNetworks(block: Parameters<typeof readAt>[0]): readonly Verdict[] {
  const path = `${IP}.authorized_networks`;
  const reading = readAt(block, path);
  return "computed" in reading
    ? [unknown(reading.computed)]
    : blocksAt(block, path).map(({ value }) => verdict([`${path} lets public addresses in: ${shown(value)}`]));
}
