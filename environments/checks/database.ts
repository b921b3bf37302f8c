import { logRetentionProblem, tierProblems } from "../../constructs/cloud-sql/tier";
import { type Finding } from "../../constructs/core/validation";
import { type EnvironmentSettings } from "../settings";
import { type Check } from "./check";

type Database = EnvironmentSettings["database"];

/** Edition, tier, logs, backups, disk and protection of the database. */
export const database: Check = {
  reads: ["database", "allowDestroys"],
  find: ({ database: settings, allowDestroys }) => [
    ...fittingTier(settings),
    retentionProblem(settings),
    settings.diskLimitGb < settings.diskSizeGb && {
      setting: "database.diskLimitGb",
      value: settings.diskLimitGb,
      must: `be at least 'database.diskSizeGb' (${settings.diskSizeGb})`,
      fix: `raise it to ${settings.diskSizeGb} or more`,
    },
    settings.deletionProtection &&
      allowDestroys && {
        setting: "database.deletionProtection",
        value: true,
        must: "not contradict 'allowDestroys' (true)",
        fix: "leave it out: it follows from 'allowDestroys'",
      },
  ],
};

function fittingTier({ edition, tier, version, backups, replicas }: Database): readonly Finding[] {
  return [
    ...tierProblems({ edition, tier, version, prefix: "database." }),
    ...replicas.flatMap((replica, index) =>
      replica.tier === undefined
        ? []
        : tierProblems({ edition, tier: replica.tier, prefix: `database.replicas[${index}].` }),
    ),
    logRetentionProblem(edition, backups.transactionLogRetentionDays, "database.backups.transactionLogRetentionDays"),
  ];
}

function retentionProblem({ backups: { retained, transactionLogRetentionDays: days } }: Database): Finding {
  return (
    retained < days && {
      setting: "database.backups.retained",
      value: retained,
      must: `be at least 'database.backups.transactionLogRetentionDays' (${days}): logs are of use behind a backup only`,
      fix: `raise it to ${days} or more`,
      source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
    }
  );
}
