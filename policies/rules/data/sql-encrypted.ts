import { INSTANCE, instanceOf, isReplica } from "../../facts/sql";
import { expectPresent, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** The data is encrypted with a key of ours. A replica in its primary's region has the primary's key. */
export const sqlEncrypted: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: (instance, stack) => {
    if (!isReplica(instance.arguments)) {
      return expectPresent(instance, "encryption_key_name");
    }
    const primary = instanceOf(instance.arguments, stack);
    const isElsewhere = primary !== undefined && primary.arguments.region !== instance.arguments.region;
    return isElsewhere && primary.arguments.encryption_key_name !== undefined
      ? expectPresent(instance, "encryption_key_name")
      : NOT_APPLICABLE;
  },
};
