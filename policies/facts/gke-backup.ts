import {
  blocksAt,
  isReference,
  valueAt,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../rendered/rendered-stack";
import { isOn } from "./gke-arguments";
import { referredTo } from "./gke-dependencies";

/** The types of Backup for GKE. */
export const BACKUP_PLAN = "google_gke_backup_backup_plan";
export const RESTORE_PLAN = "google_gke_backup_restore_plan";

/** What is selected by `backup_config` or `restore_config`: some namespaces, more than that, or what nobody knows yet. */
export type Selection = readonly string[] | "everything" | "applications" | "nothing" | "unknown";

/** Reads the arguments that plans share. */
export function selectionOf(config: Block): Selection {
  if (isReference(config.all_namespaces) || config.dynamic !== undefined) {
    return "unknown";
  }
  if (isOn(config.all_namespaces) || blocksAt(config, "excluded_namespaces").length > 0) {
    return "everything";
  }
  if (blocksAt(config, "selected_applications").length > 0) {
    return "applications";
  }
  const namespaces = valueAt(config, "selected_namespaces.namespaces");
  if (isReference(namespaces)) {
    return "unknown";
  }
  const names: readonly unknown[] = Array.isArray(namespaces) ? namespaces : [];
  if (names.some(isReference)) {
    return "unknown";
  }
  return names.length === 0 ? "nothing" : names.map(String);
}

/** The backup plan of a restore plan, when it is in the same stack. */
export function planOf(restore: RenderedResource, stack: RenderedStack): RenderedResource | undefined {
  return referredTo(restore.arguments.backup_plan, BACKUP_PLAN, stack);
}
