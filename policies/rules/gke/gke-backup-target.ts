import { expectAt } from "../../facts/gke-arguments";
import { BACKUP_PLAN, RESTORE_PLAN } from "../../facts/gke-backup";
import { clusterOf } from "../../facts/gke-cluster";
import { missingIn } from "../../facts/gke-dependencies";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule, type Verdict } from "../../rule";

const AGENT = "addons_config.gke_backup_agent_config.enabled";

/** The cluster of a plan is there and runs the agent that makes backups and restores them. The agent is off unless switched on. */
export const gkeBackupTarget: ResourceRule = {
  appliesTo: [BACKUP_PLAN, RESTORE_PLAN],
  evaluate: ({ arguments: { cluster: reference } }, stack) => {
    if (typeof reference !== "string" || reference === "") {
      return verdict([`cluster is ${shown(reference)}`]);
    }
    const missing = missingIn(reference, stack);
    if (missing !== undefined) {
      return verdict([`cluster is ${missing}, which the stack does not have`]);
    }
    const cluster = clusterOf(reference, stack);
    return cluster === undefined ? NOT_APPLICABLE : ofCluster(expectAt(cluster.arguments, AGENT, true));
  },
};

function ofCluster(said: Verdict): Verdict {
  return said.status === "non-compliant"
    ? verdict(said.findings.map((finding) => `cluster has no agent: ${finding}`))
    : said;
}
