import { isOn, readAt } from "../../facts/gke-arguments";
import { planOf, RESTORE_PLAN, selectionOf } from "../../facts/gke-backup";
import { blocksAt, valueAt, type Block } from "../../rendered/rendered-stack";
import { every, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

const MODE = "restore_config.namespaced_resource_restore_mode";
const VOLUMES = "restore_config.volume_data_restore_policy";
const NAMESPACES = "restore_config.selected_namespaces.namespaces";

/** A restore brings back what the backup holds, volumes too, and deletes nothing that is there. */
export const gkeRestoreWhole: ResourceRule = {
  appliesTo: [RESTORE_PLAN],
  evaluate: (restore, stack) => {
    const { arguments: block } = restore;
    const [config = {}] = blocksAt(block, "restore_config");
    const plan = planOf(restore, stack)?.arguments;
    return every(mode(block), volumes(block, plan), namespaces(config, plan));
  },
};

function mode(restore: Block): Verdict {
  const reading = readAt(restore, MODE);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  const selected = selectionOf(blocksAt(restore, "restore_config")[0] ?? {});
  return verdict(
    reading.value === "DELETE_AND_RESTORE"
      ? [`${MODE} is "DELETE_AND_RESTORE", which deletes what is there before it knows that the backup is good`]
      : reading.value === undefined && selected !== "nothing"
        ? [`${MODE} is absent, and namespaces are restored`]
        : [],
  );
}

function volumes(restore: Block, plan: Block | undefined): Verdict {
  const reading = readAt(restore, VOLUMES);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  const single = blocksAt(restore, "restore_config.volume_data_restore_policy_bindings").length > 0;
  const held = plan === undefined || isOn(valueAt(plan, "backup_config.include_volume_data"));
  const restored = ["RESTORE_VOLUME_DATA_FROM_BACKUP", "REUSE_VOLUME_HANDLE_FROM_BACKUP"].includes(
    String(reading.value),
  );
  return verdict(
    restored || single || !held ? [] : [`${VOLUMES} is ${shown(reading.value)}, not "RESTORE_VOLUME_DATA_FROM_BACKUP"`],
  );
}

function namespaces(config: Block, plan: Block | undefined): Verdict {
  const restored = selectionOf(config);
  const held = plan === undefined ? "unknown" : selectionOf(blocksAt(plan, "backup_config")[0] ?? {});
  if (restored === "unknown") {
    return unknown(NAMESPACES);
  }
  if (restored === "nothing") {
    return verdict(isOn(config.no_namespaces) ? [] : [`${NAMESPACES} is empty: nothing is restored`]);
  }
  const lacking = Array.isArray(held) && Array.isArray(restored) ? held.filter((one) => !restored.includes(one)) : [];
  return verdict(lacking.map((one) => `${NAMESPACES} lacks ${one}, which the backup holds`));
}
