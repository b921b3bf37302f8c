import { readAt } from "../../facts/gke-arguments";
import { INSTANCE, SHARED_CORE } from "../../facts/sql";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** The instance has cores of its own, so that a service level agreement covers it. */
export const sqlDedicatedCores: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const tier = readAt(block, "settings.tier");
    return "computed" in tier
      ? unknown(tier.computed)
      : verdict(SHARED_CORE.has(tier.value) ? [`settings.tier is ${shown(tier.value)}, which shares its core`] : []);
  },
};
