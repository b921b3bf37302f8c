import { isSame, referred } from "../../facts/ranges-network";
import { textsAt } from "../../facts/tls-hosts";
import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Where Cloud SQL, Memorystore and Filestore are: https://cloud.google.com/vpc/docs/configure-private-services-access */
const GOOGLE = "servicenetworking.googleapis.com";

/** A connection for private services has ranges of its network, and can be made again after it was left behind. */
export const privateServicesConnected: ResourceRule = {
  appliesTo: ["google_service_networking_connection"],
  evaluate: ({ arguments: block }, stack) => {
    const ranges = textsAt(block, "reserved_peering_ranges");
    const known = ranges.flatMap((range) => referred(range, "google_compute_global_address", stack) ?? []);
    const needed = stack
      .ofType("google_sql_database_instance")
      .some(({ arguments: sql }) =>
        isSame(valueAt(sql, "settings.ip_configuration.private_network"), block.network, stack),
      );
    return verdict([
      ...(ranges.length === 0 ? ["reserved_peering_ranges is empty"] : []),
      ...known
        .filter(
          (range) => range.arguments.network !== undefined && !isSame(range.arguments.network, block.network, stack),
        )
        .map((range) => `network is not that of ${range.address}`),
      ...(needed && block.service !== GOOGLE
        ? [`service is ${shown(block.service)}, not "${GOOGLE}", where Cloud SQL is`]
        : []),
      ...(block.deletion_policy === "ABANDON" && block.update_on_creation_fail !== true
        ? [
            "update_on_creation_fail is not true, so that the connection that ABANDON leaves behind stops the next deploy",
          ]
        : []),
    ]);
  },
};
