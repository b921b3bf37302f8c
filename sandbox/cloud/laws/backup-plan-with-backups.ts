import { at, type ObjectValue } from "../../plugin/values";
import { type Law } from "../law";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/**
 * A backup plan that has backups is not deleted. The sandbox has no clockwork that makes backups: one exists as soon as the
 * plan's schedule had time for it, and none of a deactivated plan, whose backups its owner has deleted.
 * https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan#delete,
 * https://github.com/hashicorp/terraform-provider-google/issues/15309; the words are those of every Google API for a parent
 * with children, as in https://github.com/goblet/goblet/issues/201
 */
export const law: Law = ({ action, type, key, before, now }, cloud) => {
  if (action !== "delete" || type !== "google_gke_backup_backup_plan" || before === null) return undefined;
  const created = cloud.get(type, key)?.created;
  const hours = firstBackupAfter(before);
  if (created === undefined || hours === undefined || before["deactivated"] === true) return undefined;
  if (Date.parse(now) - Date.parse(created) < hours * HOUR_MS) return undefined;
  return {
    message:
      `Error when reading or editing BackupPlan: googleapi: Error 400: Resource '"${key}"' has nested resources. ` +
      "If the API supports cascading delete, set 'force' to true to delete it and its nested resources., failedPrecondition",
    advice:
      `The plan of ${created} has made backups. Set deactivated = true, delete them ` +
      "(gcloud beta container backup-restore backups delete), then the plan.",
  };
};

/** Hours until the schedule has made a backup at the latest; undefined without a schedule. */
function firstBackupAfter(plan: ObjectValue): number | undefined {
  const minutes = at(plan, "backup_schedule.0.rpo_config.0.target_rpo_minutes");
  if (typeof minutes === "number" && minutes > 0) return minutes / 60;
  const cron = at(plan, "backup_schedule.0.cron_schedule");
  if (typeof cron !== "string" || cron === "") return undefined;
  const [, , dayOfMonth = "*", month = "*", dayOfWeek = "*"] = cron.trim().split(/\s+/);
  if (month !== "*") return DAY_HOURS * 366;
  if (dayOfMonth !== "*") return DAY_HOURS * 31;
  return dayOfWeek === "*" ? DAY_HOURS : DAY_HOURS * 7;
}
