import { asNumber } from "../../facts/gke-arguments";
import { flagOf } from "../../facts/sql-flags";
import { engineOf, INSTANCE, instanceOf, isReplica, machineOf } from "../../facts/sql";
import { isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/**
 * PostgreSQL refuses to start a standby on which these are lower than on its primary:
 * https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN
 */
const NOT_LOWER = [
  "max_connections",
  "max_worker_processes",
  "max_wal_senders",
  "max_prepared_transactions",
  "max_locks_per_transaction",
];

/** A replica can follow its primary and stand in for it. */
export const sqlReplicaFitsPrimary: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: replica }, stack) => {
    const primary = isReplica(replica) ? instanceOf(replica, stack)?.arguments : undefined;
    return primary === undefined
      ? NOT_APPLICABLE
      : verdict([
          ...flagFindings(replica, primary),
          ...machineFindings(replica, primary),
          ...versionFindings(replica, primary),
        ]);
  },
};

function flagFindings(replica: Block, primary: Block): readonly string[] {
  const names = engineOf(primary) === "postgres" ? NOT_LOWER : [];
  return names.flatMap((name) => {
    const [own, theirs] = [flagOf(replica, name), flagOf(primary, name)];
    const isLower =
      theirs !== undefined &&
      (own === undefined || (!isReference(own) && (asNumber(own) ?? 0) < (asNumber(theirs) ?? 0)));
    return isLower ? [`settings.database_flags.${name} is ${own ?? "absent"}, and the primary has ${theirs}`] : [];
  });
}

function machineFindings(replica: Block, primary: Block): readonly string[] {
  const tier = valueAt(replica, "settings.tier");
  const [own, theirs] = [machineOf(tier), machineOf(valueAt(primary, "settings.tier"))];
  return own !== undefined && theirs !== undefined && (own.cpus < theirs.cpus || own.mib < theirs.mib)
    ? [`settings.tier is "${String(tier)}", smaller than the primary's, so that the replica falls behind`]
    : [];
}

function versionFindings(replica: Block, primary: Block): readonly string[] {
  const [own, theirs] = [replica.database_version, primary.database_version];
  return own === theirs || isReference(own) || isReference(theirs)
    ? []
    : [`database_version is "${String(own)}", and the primary's is "${String(theirs)}"`];
}
