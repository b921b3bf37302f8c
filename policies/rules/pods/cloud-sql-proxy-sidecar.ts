import { containerRule } from "../../facts/pods";
import { isCloudSqlProxy } from "../../facts/pods-proxy";
import { verdict } from "../../rule";

/** The Cloud SQL Auth Proxy is a native sidecar: it is there before the first query and after the last, and no Job waits for its end. */
export const cloudSqlProxySidecar = containerRule(
  ({ isSidecar, path, container }) =>
    verdict(
      isSidecar
        ? []
        : [
            path.includes(".initContainers[")
              ? `${path}.restartPolicy is ${container.restartPolicy ?? "absent"}, not Always: the pod waits for the proxy to end`
              : `${path} is an ordinary container, not one of initContainers with restartPolicy Always`,
          ],
    ),
  isCloudSqlProxy,
);
