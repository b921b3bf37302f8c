import { INSTANCE, instanceOf, isReplica } from "../../facts/sql";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

/** A primary that customers rely on, which its standby shows, can be taken over by a replica when its region is lost. */
export const sqlReplicaElsewhere: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: (instance, stack) => {
    const { arguments: block } = instance;
    if (isReplica(block) || valueAt(block, "settings.availability_type") !== "REGIONAL") {
      return NOT_APPLICABLE;
    }
    const regions = stack
      .ofType(INSTANCE)
      .filter((one) => isReplica(one.arguments) && instanceOf(one.arguments, stack)?.address === instance.address)
      .map((one) => one.arguments.region);
    if (isReference(block.region) || regions.some(isReference)) {
      return unknown("region");
    }
    return verdict(
      regions.some((region) => region !== undefined && region !== block.region)
        ? []
        : [`region is "${String(block.region)}", and there is no replica in another one`],
    );
  },
};
