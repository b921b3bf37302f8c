import { numberAt } from "../../facts/cluster-objects";
import { shown, verdict, type ObjectRule } from "../../rule";

/** An autoscaler keeps two pods at least, so that one may go, and has room above them. */
export const hpaRange: ObjectRule = {
  kinds: ["HorizontalPodAutoscaler"],
  evaluate: ({ object }) => {
    const least = numberAt(object, "spec.minReplicas");
    const most = numberAt(object, "spec.maxReplicas") ?? 0;
    return verdict([
      ...((least ?? 1) >= 2 ? [] : [`spec.minReplicas is ${shown(least)}, less than 2`]),
      ...(most > (least ?? 1) ? [] : [`spec.maxReplicas is ${most}, not above minReplicas, so that nothing is scaled`]),
    ]);
  },
};
