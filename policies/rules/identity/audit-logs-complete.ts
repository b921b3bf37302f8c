import { blocksAt, isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const ALL = "allServices";

/** What can be logged besides changes, which always are: https://cloud.google.com/logging/docs/audit/configure-data-access */
const KINDS = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];

/** Where all services are logged, all kinds of access are, of everybody. */
export const auditLogsComplete: ResourceRule = {
  appliesTo: [
    "google_project_iam_audit_config",
    "google_folder_iam_audit_config",
    "google_organization_iam_audit_config",
  ],
  evaluate: ({ arguments: block }) => {
    const logs = blocksAt(block, "audit_log_config");
    if (isReference(block.service) || logs.some(({ log_type: kind }) => isReference(kind))) {
      return unknown("service");
    }
    const exempted = logs.flatMap(({ log_type: kind, exempted_members: members }) =>
      Array.isArray(members) && members.length > 0
        ? [`audit_log_config.exempted_members of ${String(kind)} is ${shown(members)}`]
        : [],
    );
    if (block.service !== ALL) {
      return exempted.length === 0 ? NOT_APPLICABLE : verdict(exempted);
    }
    const missing = KINDS.filter((kind) => !logs.some(({ log_type: one }) => one === kind));
    return verdict([...missing.map((kind) => `audit_log_config has no ${kind} for ${ALL}`), ...exempted]);
  },
};
