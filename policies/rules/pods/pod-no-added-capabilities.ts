import { containerRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** No container adds a capability, not even NET_BIND_SERVICE, which level "restricted" allows: ports above 1023 need none. */
export const podNoAddedCapabilities = containerRule(({ container, path }) =>
  verdict(
    (container.securityContext?.capabilities?.add ?? []).map(
      (capability) => `${path}.securityContext.capabilities.add has ${capability}`,
    ),
  ),
);
