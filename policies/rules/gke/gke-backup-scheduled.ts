import { asNumber, expectAt, readAt } from "../../facts/gke-arguments";
import { BACKUP_PLAN } from "../../facts/gke-backup";
import { every, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";
import { type Block } from "../../rendered/rendered-stack";

/** A day. What is lost at most is what changed since the last backup; other stores of a stack are backed up daily as well. */
const MOST_MINUTES = 1440;
const SCHEDULE = "backup_schedule";

/** Backups are made by themselves, once a day at least, and the plan isn't switched off for ever. */
export const gkeBackupScheduled: ResourceRule = {
  appliesTo: [BACKUP_PLAN],
  evaluate: ({ arguments: plan }) =>
    every(
      expectAt(plan, "deactivated", false, undefined),
      expectAt(plan, `${SCHEDULE}.paused`, false, undefined),
      often(plan),
    ),
};

function often(plan: Block): Verdict {
  const [rpo, cron] = [`${SCHEDULE}.rpo_config.target_rpo_minutes`, `${SCHEDULE}.cron_schedule`];
  const [minutes, times] = [readAt(plan, rpo), readAt(plan, cron)];
  if ("computed" in minutes || "computed" in times) {
    return unknown(SCHEDULE);
  }
  if (minutes.value !== undefined) {
    const most = asNumber(minutes.value) ?? Number.NaN;
    return verdict(
      most > 0 && most <= MOST_MINUTES ? [] : [`${rpo} is ${shown(minutes.value)}, not at most ${MOST_MINUTES}`],
    );
  }
  if (typeof times.value !== "string" || times.value === "") {
    return verdict([`${rpo} is absent, and so is cron_schedule: no backup is made by itself`]);
  }
  const days = times.value.trim().split(/\s+/).slice(2);
  const daily = days.every((field) => /^(\*|\*\/1|\?)$/.test(field));
  return verdict(daily ? [] : [`${cron} is ${shown(times.value)}, not every day`]);
}
