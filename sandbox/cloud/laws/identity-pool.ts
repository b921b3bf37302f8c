import { isList, text } from "../../plugin/values";
import { type Law } from "../law";
import { valuesAt } from "../references";

const POOL_MEMBER =
  /^(?:serviceAccount:|principal(?:Set)?:\/\/.*\/workloadIdentityPools\/)([a-z0-9:.-]+)\.svc\.id\.goog/;

/**
 * A project's Workload Identity pool comes into being with its first cluster that uses it; until then no role can be given to its members.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export const law: Law = ({ action, after }, cloud) => {
  if (action === "delete" || after === null) return undefined;
  for (const member of [...valuesAt(after, "member"), ...valuesAt(after, "members")]) {
    const pool = POOL_MEMBER.exec(member)?.[1];
    if (pool === undefined) continue;
    const exists = cloud
      .list("google_container_cluster")
      .some(({ attributes }) => text(attributes, "project") === pool && hasPool(attributes));
    if (!exists) {
      return {
        message:
          `Error applying IAM policy: googleapi: Error 400: Identity Pool does not exist (${pool}.svc.id.goog). Please check that you ` +
          "specified a valid resource name as returned in the `name` attribute in the configuration API., badRequest",
        advice: "The binding must depend on the cluster: its first cluster with Workload Identity makes the pool.",
        attribute: "member",
      };
    }
  }
  return undefined;
};

function hasPool(cluster: Readonly<Record<string, unknown>>): boolean {
  const config = cluster["workload_identity_config"];
  return cluster["enable_autopilot"] === true || (isList(config as never) && (config as unknown[]).length > 0);
}
