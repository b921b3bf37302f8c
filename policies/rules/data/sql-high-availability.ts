import { expectAt, readAt } from "../../facts/gke-arguments";
import { INSTANCE, isReplica } from "../../facts/sql";
import { isReference } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

const PLACE = "settings.location_preference";

/** A primary instance has a standby, and not in its own zone. */
export const sqlHighAvailability: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    if (isReplica(block)) {
      return NOT_APPLICABLE;
    }
    const [zone, second] = ["zone", "secondary_zone"].map((name) => {
      const reading = readAt(block, `${PLACE}.${name}`);
      return "computed" in reading ? undefined : reading.value;
    });
    const isSame = second !== undefined && second === zone && !isReference(second);
    return every(
      expectAt(block, "settings.availability_type", "REGIONAL"),
      verdict(isSame ? [`${PLACE}.secondary_zone is ${shown(second)}, which is the zone of the primary`] : []),
    );
  },
};
