import { runningContainers, type PodObject } from "../../facts/cluster-pods";
import { textsIn } from "../../facts/cluster-objects";
import { clusterRanges } from "../../reachability/cluster-ranges";
import { podEndpoints, type HostsEndpoint, type RangesEndpoint } from "../../reachability/endpoints";
import { Reachability } from "../../reachability/graph";
import { difference, port, type PortSet } from "../../reachability/ports";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Where the server-side proxy listens. https://cloud.google.com/sql/docs/postgres/sql-proxy#troubleshooting */
const SERVER_PORT = 3307;

/** For credentials on Dataplane V2. https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
const CREDENTIALS: RangesEndpoint = { kind: "ranges", name: "metadata server", ranges: ["169.254.169.254/32"] };

/** Whence the proxy gets its certificate. */
const API: HostsEndpoint = { kind: "hosts", name: "sqladmin", hosts: ["sqladmin.googleapis.com"] };

/** What `*.googleapis.com` may resolve to. https://cloud.google.com/vpc/docs/configure-private-google-access */
const PRIVATE_API: RangesEndpoint = { kind: "ranges", name: "private.googleapis.com", ranges: ["199.36.153.8/30"] };
const RESTRICTED_API: RangesEndpoint = {
  kind: "ranges",
  name: "restricted.googleapis.com",
  ranges: ["199.36.153.4/30"],
};

/** A Cloud SQL Auth Proxy is let through to credentials, to the API and to the instance. */
export const cloudSqlProxyReaches: ObjectRule = {
  kinds: "pods",
  evaluate: (one, stack) => {
    const { cluster } = stack;
    const endpoint = podEndpoints(cluster).find(
      ({ name, namespace }) => name === one.name && namespace === one.namespace,
    );
    const proxy =
      one.pod === undefined
        ? undefined
        : runningContainers(one as PodObject).find(({ image }) => /cloud-sql-proxy|gce-proxy/.test(String(image)));
    if (endpoint === undefined || proxy === undefined) {
      return NOT_APPLICABLE;
    }
    const graph = Reachability.of(cluster);
    const closed = (to: RangesEndpoint | HostsEndpoint, ports: PortSet): boolean =>
      difference(ports, graph.reach(endpoint, to).all).length > 0;
    const { managedServices } = clusterRanges(stack);
    const database: RangesEndpoint = { kind: "ranges", name: "database", ranges: managedServices };
    const isPrivate = textsIn(proxy.args).some((argument) => argument.startsWith("--private-ip"));
    const path = `${one.pod?.path} has a Cloud SQL Auth Proxy, and its pods can't reach`;
    return verdict([
      ...(closed(CREDENTIALS, port(80)) ? [`${path} the metadata server on TCP 80`] : []),
      ...([API, PRIVATE_API, RESTRICTED_API].every((api) => closed(api, port(443)))
        ? [`${path} sqladmin.googleapis.com on TCP 443`]
        : []),
      ...(isPrivate && managedServices.length > 0 && closed(database, port(SERVER_PORT))
        ? [`${path} ${managedServices.join(", ")} on TCP ${SERVER_PORT}`]
        : []),
    ]);
  },
};
