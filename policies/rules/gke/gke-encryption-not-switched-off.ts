import { expectAt, readAt } from "../../facts/gke-arguments";
import { CLUSTER, NODE_POOL } from "../../facts/gke-cluster";
import { every, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/**
 * Nobody switches off encryption between nodes, or of their memory, in so many words. Neither is demanded: the VPC encrypts between
 * machines (https://cloud.google.com/docs/security/encryption-in-transit), and confidential nodes need machines of their own.
 */
export const gkeEncryptionNotSwitchedOff: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: ({ type, arguments: block }) => {
    const wanted = [
      ["in_transit_encryption_config", "IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT"],
      [type === CLUSTER ? "confidential_nodes.enabled" : "node_config.confidential_nodes.enabled", true],
    ] as const;
    const written = wanted.filter(([path]) => {
      const reading = readAt(block, path);
      return "computed" in reading || reading.value !== undefined;
    });
    return written.length === 0
      ? NOT_APPLICABLE
      : every(...written.map(([path, right]) => expectAt(block, path, right, undefined)));
  },
};
