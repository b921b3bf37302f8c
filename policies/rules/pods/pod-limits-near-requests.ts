import { quantity } from "../../../sandbox/kubernetes/quantities";
import { containerRule } from "../../facts/pods";
import { verdict } from "../../rule";

/**
 * How many times the request a limit may be. What is above the request may not be there when it is needed: a node short of memory
 * kills, one short of disk evicts, one short of CPU only slows down. The kind of limit is a LimitRange's maxLimitRequestRatio.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction
 */
const RATIOS: Readonly<Record<string, number>> = { memory: 4, cpu: 10, "ephemeral-storage": 8 };

/** Limits stay near requests, so that a node isn't promised many times over. */
export const podLimitsNearRequests = containerRule(({ container, path }) => {
  const { requests = {}, limits = {} } = container.resources ?? {};
  return verdict(
    Object.entries(RATIOS).flatMap(([name, most]) =>
      quantity(limits[name]) > most * quantity(requests[name])
        ? [
            `${path}.resources.limits.${name} is ${String(limits[name])}, more than ${most} times the request of ${String(requests[name])}`,
          ]
        : [],
    ),
  );
});
