import { expectAt } from "../../facts/gke-arguments";
import { BACKUP_PLAN, selectionOf } from "../../facts/gke-backup";
import { blocksAt } from "../../rendered/rendered-stack";
import { every, unknown, verdict, type ResourceRule } from "../../rule";

const VOLUMES = "backup_config.include_volume_data";
const NAMESPACES = "backup_config.selected_namespaces.namespaces";
/** Namespaces of GKE itself, which it makes again. */
const OF_GKE = /^(kube-|gke-|gmp-|config-management-|istio-system$|asm-system$)/;

/** A backup holds the data of volumes, and every namespace in which the stack runs something. */
export const gkeBackupComplete: ResourceRule = {
  appliesTo: [BACKUP_PLAN],
  evaluate: ({ arguments: plan }, stack) => {
    const [config = {}] = blocksAt(plan, "backup_config");
    const selected = selectionOf(config);
    if (selected === "unknown") {
      return unknown(NAMESPACES);
    }
    const needed = new Set(
      stack.cluster
        .withPods()
        .map(({ namespace }) => namespace)
        .filter((one) => !OF_GKE.test(one)),
    );
    const lacking = Array.isArray(selected) ? [...needed].filter((one) => !selected.includes(one)) : [];
    return every(
      expectAt(plan, VOLUMES, true),
      verdict([
        ...(selected === "nothing"
          ? [`${NAMESPACES} is empty, and all_namespaces is not true: nothing is backed up`]
          : []),
        ...lacking.map((one) => `${NAMESPACES} lacks ${one}, in which the stack runs pods`),
      ]),
    );
  },
};
