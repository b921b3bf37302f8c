import { readAt } from "../../facts/gke-arguments";
import { blocksAt, valueAt, type Block } from "../../rendered/rendered-stack";
import { COMPLIANT, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";
import { SECRETS } from "../../facts/secrets";

const KEY = "customer_managed_encryption.kms_key_name";
const REPLICAS = "replication.user_managed.replicas";

/** Values are encrypted with a key of ours, in each place that they are kept. */
export const secretEncrypted: ResourceRule = {
  appliesTo: SECRETS,
  evaluate: ({ type, arguments: secret }) => {
    if (type.includes("regional")) {
      return present(secret, KEY);
    }
    const replication = readAt(secret, REPLICAS);
    if ("computed" in replication) {
      return unknown(replication.computed);
    }
    const replicas = blocksAt(secret, REPLICAS);
    if (replicas.length === 0) {
      return present(secret, `replication.auto.${KEY}`);
    }
    const bare = replicas.filter((replica) => !isThere(valueAt(replica, KEY)));
    return verdict(bare.map(({ location }) => `${REPLICAS}.${KEY} is absent for ${String(location)}`));
  },
};

const isThere = (value: unknown): boolean => value !== undefined && value !== "";

function present(block: Block, path: string): Verdict {
  const reading = readAt(block, path);
  return "computed" in reading || isThere(reading.value) ? COMPLIANT : verdict([`${path} is absent`]);
}
