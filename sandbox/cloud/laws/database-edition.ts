import { at, type ObjectValue, text } from "../../plugin/values";
import { type Law, type Violation } from "../law";
import { CUSTOM_TIER, DATABASE_EDITIONS, defaultEdition, postgresMajor } from "../tables/database-editions";

const FAILED = "Error, failed to create instance: googleapi: Error 400: Invalid request: ";

/**
 * Edition, version, tier, log retention and availability of a PostgreSQL instance have to fit together.
 * https://cloud.google.com/sql/docs/postgres/editions-intro, words of the errors:
 * https://github.com/GoogleCloudPlatform/cloud-foundation-fabric/issues/2946,
 * https://github.com/langfuse/langfuse-terraform-gcp/issues/8
 */
export const law: Law = ({ action, type, after }) => {
  if (action === "delete" || type !== "google_sql_database_instance" || after === null) return undefined;
  const version = text(after, "database_version") ?? "";
  const major = postgresMajor(version);
  if (major === undefined) return undefined;
  const edition = stringAt(after, "settings.0.edition") ?? defaultEdition(version);
  return tierProblem(edition, major, after) ?? retentionProblem(edition, after) ?? availabilityProblem(after);
};

function tierProblem(edition: string, major: number, instance: ObjectValue): Violation | undefined {
  const rules = DATABASE_EDITIONS[edition];
  const tier = stringAt(instance, "settings.0.tier");
  if (rules === undefined || tier === undefined) return undefined;
  if (major < rules.sinceVersion) {
    return {
      message: `${FAILED}Edition ${edition} is not supported for database version ${text(instance, "database_version") ?? ""}., invalid`,
      advice: `${edition} begins with PostgreSQL ${rules.sinceVersion}.`,
      attribute: "database_version",
    };
  }
  if (!rules.tiers.test(tier)) {
    return {
      message:
        `${FAILED}Invalid Tier (${tier}) for (${edition}) Edition. Use a predefined Tier like ${rules.proposal} instead. ` +
        "Learn more at https://cloud.google.com/sql/docs/postgres/create-instance#machine-types., invalid",
      advice:
        "Set settings.edition to the one that has this tier: without it, PostgreSQL 16 and later get ENTERPRISE_PLUS.",
      attribute: "settings",
    };
  }
  return customProblem(tier);
}

function customProblem(tier: string): Violation | undefined {
  const [, cpus = "", mib = ""] = /^db-custom-(\d+)-(\d+)$/.exec(tier) ?? [];
  if (cpus === "") return undefined;
  const [count, memory] = [Number(cpus), Number(mib)];
  const { stepMib, leastMib, leastMibPerCpu, mostMibPerCpu, mostCpus } = CUSTOM_TIER;
  const fits =
    (count === 1 || count % 2 === 0) &&
    count >= 1 &&
    count <= mostCpus &&
    memory % stepMib === 0 &&
    memory >= Math.max(leastMib, count * leastMibPerCpu) &&
    memory <= count * mostMibPerCpu;
  if (fits) return undefined;
  return {
    message: `${FAILED}Invalid Tier (${tier})., invalid`,
    advice:
      `A custom tier has 1 or an even number of vCPUs up to ${mostCpus}, and 0.9 to 6.5 GiB for each, at least ${leastMib} MiB, ` +
      `in steps of ${stepMib} MiB.`,
    attribute: "settings",
  };
}

function retentionProblem(edition: string, instance: ObjectValue): Violation | undefined {
  const days = at(instance, "settings.0.backup_configuration.0.transaction_log_retention_days");
  const most = DATABASE_EDITIONS[edition]?.logDays;
  if (typeof days !== "number" || most === undefined || (days >= 1 && days <= most)) return undefined;
  return {
    message: `${FAILED}The number of transaction log retention days must be between 1 and ${most}., invalid`,
    advice: `${edition} keeps at most ${most} days of write-ahead logs; here are ${days}.`,
    attribute: "settings",
  };
}

/** A standby follows from backups. https://cloud.google.com/sql/docs/postgres/high-availability#backups-and-restores */
function availabilityProblem(instance: ObjectValue): Violation | undefined {
  const isReplica = (text(instance, "master_instance_name") ?? "") !== "";
  if (isReplica || stringAt(instance, "settings.0.availability_type") !== "REGIONAL") return undefined;
  if (at(instance, "settings.0.backup_configuration.0.enabled") === true) return undefined;
  return {
    message:
      "Error, failed to create instance: googleapi: Error 400: The incoming request contained invalid data., invalidRequest",
    advice: "availability_type REGIONAL needs backup_configuration.enabled.",
    attribute: "settings",
  };
}

function stringAt(object: ObjectValue, path: string): string | undefined {
  const value = at(object, path);
  return typeof value === "string" && value !== "" ? value : undefined;
}
