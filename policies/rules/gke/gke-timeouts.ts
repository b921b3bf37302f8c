import { readAt } from "../../facts/gke-arguments";
import { CLUSTER, NODE_POOL } from "../../facts/gke-cluster";
import { verdict, type ResourceRule } from "../../rule";

/**
 * Minutes below which a time limit cuts off work that goes well: making and upgrading a regional cluster takes up to half an
 * hour. The provider's defaults are 40 and 60: https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/container_cluster#timeouts
 */
const LEAST = 30;

/** Terraform waits long enough for GKE: an operation that it gave up on goes on, and the next apply meets a cluster in the middle of it. */
export const gkeTimeouts: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: ({ arguments: block }) =>
    verdict(
      ["create", "update", "delete"].flatMap((operation) => {
        const path = `timeouts.${operation}`;
        const reading = readAt(block, path);
        const minutes = "value" in reading ? minutesOf(reading.value) : undefined;
        return minutes !== undefined && minutes < LEAST ? [`${path} is ${minutes} minutes, not at least ${LEAST}`] : [];
      }),
    ),
};

/** The duration of Go that Terraform reads, such as `1h30m`. */
function minutesOf(duration: unknown): number | undefined {
  const parts = typeof duration === "string" ? [...duration.matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)] : [];
  const units = { h: 60, m: 1, s: 1 / 60 };
  return parts.length === 0
    ? undefined
    : parts.reduce(
        (sum, [, count, unit]) => sum + Number(count) * (unit === "h" ? units.h : unit === "m" ? units.m : units.s),
        0,
      );
}
