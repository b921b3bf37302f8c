import { blocksAt, isReference, valueAt } from "../../rendered/rendered-stack";
import { every, expectArgument, verdict, unknown, type ResourceRule } from "../../rule";

/** Cloud SQL has no public address: neither switched on, nor left to the provider's default, which is on. */
export const sqlPrivateOnly: ResourceRule = {
  appliesTo: ["google_sql_database_instance"],
  evaluate: (instance) => {
    const network = valueAt(instance.arguments, "settings.ip_configuration.private_network");
    const psc = valueAt(instance.arguments, "settings.ip_configuration.psc_config.psc_enabled");
    const open = blocksAt(instance.arguments, "settings.ip_configuration.authorized_networks");
    return every(
      expectArgument(instance, "settings.ip_configuration.ipv4_enabled", false),
      isReference(psc)
        ? unknown("settings.ip_configuration.psc_config.psc_enabled")
        : verdict(network === undefined && psc !== true ? ["settings.ip_configuration.private_network is absent"] : []),
      verdict(open.length > 0 ? ["settings.ip_configuration.authorized_networks lets public addresses in"] : []),
    );
  },
};
