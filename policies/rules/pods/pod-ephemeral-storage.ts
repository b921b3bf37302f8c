import { containerRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** Every container says how much of the node's disk it needs and may fill with its logs, its files and its emptyDir volumes. */
export const podEphemeralStorage = containerRule(({ container, path }) => {
  const { requests = {}, limits = {} } = container.resources ?? {};
  return verdict([
    ...(requests["ephemeral-storage"] === undefined ? [`${path}.resources.requests.ephemeral-storage is absent`] : []),
    ...(limits["ephemeral-storage"] === undefined ? [`${path}.resources.limits.ephemeral-storage is absent`] : []),
  ]);
});
