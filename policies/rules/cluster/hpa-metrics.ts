import { numberAt } from "../../facts/cluster-objects";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** More, and pods are full before new ones are ready. */
const MOST_PERCENT = 90;

/** Less, and most of what is paid for idles. */
const LEAST_PERCENT = 20;

/** An autoscaler says what it goes by, and leaves room for what comes until new pods are ready. */
export const hpaMetrics: ObjectRule = {
  kinds: ["HorizontalPodAutoscaler"],
  evaluate: ({ object }) => {
    // autoscaling/v1 knows CPU alone
    const old = numberAt(object, "spec.targetCPUUtilizationPercentage");
    const metrics = blocksAt(object, "spec.metrics");
    const shares = [
      ...(old === undefined ? [] : [{ path: "spec.targetCPUUtilizationPercentage", share: old }]),
      ...metrics.flatMap((metric, index) =>
        ["resource", "containerResource"].flatMap((kind) => {
          const share = numberAt(metric, `${kind}.target.averageUtilization`);
          return share === undefined
            ? []
            : [{ path: `spec.metrics[${index}].${kind}.target.averageUtilization`, share }];
        }),
      ),
    ];
    return verdict([
      ...(metrics.length === 0 && old === undefined ? ["spec.metrics are absent"] : []),
      ...metrics
        .filter(({ type }) => type === "Resource" || type === "ContainerResource")
        .flatMap((metric, index) => {
          const kind = metric.type === "Resource" ? "resource" : "containerResource";
          const target = valueAt(metric, `${kind}.target`);
          const isSet = ["averageUtilization", "averageValue"].some(
            (one) => valueAt(metric, `${kind}.target.${one}`) !== undefined,
          );
          return target === undefined || !isSet || valueAt(metric, `${kind}.name`) === undefined
            ? [`spec.metrics[${index}].${kind} has no name or no target`]
            : [];
        }),
      ...metrics
        .filter(({ type, ...rest }) => typeof type === "string" && !(type[0]?.toLowerCase() + type.slice(1) in rest))
        .map(({ type }) => `spec.metrics have one of type ${String(type)}, and nothing of that type in it`),
      ...shares
        .filter(({ share }) => share > MOST_PERCENT || share < LEAST_PERCENT)
        .map(({ path, share }) => `${path} is ${share}, not between ${LEAST_PERCENT} and ${MOST_PERCENT}`),
    ]);
  },
};
