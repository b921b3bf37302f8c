import { asNumber, isOff, readAt } from "../../facts/gke-arguments";
import { INSTANCE } from "../../facts/sql";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const LIMIT = "settings.disk_autoresize_limit";

/** Growing ends somewhere: space that was added is paid for until the instance is gone. */
export const sqlDiskLimited: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const limit = readAt(block, LIMIT);
    if (isOff(valueAt(block, "settings.disk_autoresize"))) {
      return NOT_APPLICABLE;
    }
    return "computed" in limit
      ? unknown(limit.computed)
      : verdict((asNumber(limit.value) ?? 0) > 0 ? [] : [`${LIMIT} is ${shown(limit.value)}, which is no limit`]);
  },
};
