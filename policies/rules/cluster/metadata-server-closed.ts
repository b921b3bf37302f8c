import { accountOf, googleAccountOf } from "../../facts/cluster-identity";
import { type PodObject } from "../../facts/cluster-pods";
import { CREDENTIAL_PORTS, METADATA_SERVER, podEndpoints } from "../../reachability/endpoints";
import { Reachability } from "../../reachability/graph";
import { describePorts, intersection, port, union } from "../../reachability/ports";
import { NOT_APPLICABLE, unknown, verdict, type ObjectRule } from "../../rule";

/** What DNS knows the metadata server as. */
const NAME = "metadata.google.internal";

/** Only pods that have a Google identity reach the ports on which credentials are given out. */
export const metadataServerClosed: ObjectRule = {
  kinds: "pods",
  evaluate: (one, { cluster }) => {
    const account = one.pod === undefined ? undefined : accountOf(one as PodObject, cluster);
    const endpoint = podEndpoints(cluster).find(
      ({ name, namespace }) => name === one.name && namespace === one.namespace,
    );
    if (endpoint === undefined || (account !== undefined && googleAccountOf(account) !== undefined)) {
      return NOT_APPLICABLE;
    }
    const graph = Reachability.of(cluster);
    const credentials = union(...CREDENTIAL_PORTS.map((number) => port(number)));
    const open = intersection(
      union(graph.reach(endpoint, METADATA_SERVER).some, graph.byName(endpoint, NAME)),
      credentials,
    );
    const path = `${one.pod?.path}.serviceAccountName`;
    if (open.length > 0 && account === undefined && cluster.unknown.length > 0) {
      return unknown(path);
    }
    return verdict(
      open.length === 0
        ? []
        : [`${path} has no Google identity, and its pods reach the metadata server on ${describePorts(open)}`],
    );
  },
};
