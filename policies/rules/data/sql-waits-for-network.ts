import { INSTANCE } from "../../facts/sql";
import { dependenciesOf } from "../../facts/terraform-graph";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** An instance with a private address is made after the connection to Google's network, without which it is refused. */
export const sqlWaitsForNetwork: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: (instance, stack) => {
    const network = valueAt(instance.arguments, "settings.ip_configuration.private_network");
    const connections = stack
      .ofType("google_service_networking_connection")
      .filter((one) => network !== undefined && sameNetwork(one.arguments.network, network));
    if (connections.length === 0) {
      return NOT_APPLICABLE;
    }
    const before = dependenciesOf(stack).of(instance);
    return verdict(
      connections.some(({ address }) => before.has(address))
        ? []
        : [
            `depends_on lacks ${connections.map(({ address }) => address).join(" or ")}, without which there is no private address`,
          ],
    );
  },
};

/** A network is named by its id, its name or its link. */
function sameNetwork(one: unknown, other: unknown): boolean {
  const [left, right] = [one, other].map((name) => String(name).replace(/\.(id|name|self_link)\}$/, ""));
  return left === right;
}
