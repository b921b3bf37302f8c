import { clusterRule } from "../../facts/gke-cluster";
import { BACKUP_PLAN } from "../../facts/gke-backup";
import { COMPLIANT, verdict } from "../../rule";

/** Somebody backs up what the cluster holds: its objects and volumes are nowhere else. */
export const gkeBackedUp = clusterRule((cluster, stack) =>
  stack.ofType(BACKUP_PLAN).some((plan) => stack.refersTo(plan.arguments.cluster, cluster))
    ? COMPLIANT
    : verdict([`${cluster.address} is the cluster of no ${BACKUP_PLAN}`]),
);
