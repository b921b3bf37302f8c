import { type EnvironmentInput } from "../../../environments";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

/**
 * The nearest settings that the policy pack takes without an error in any environment. The settings leave more freedom than the
 * pack, which judges what was rendered whoever asked for it; each line below is one of these differences, with the rule that makes it.
 */
export function fit(input: EnvironmentInput): EnvironmentInput {
  const { cluster, database, firewall = {}, images, recovery, stage, workloads } = input;
  const backupRetentionDays = Math.max(7, recovery.backupRetentionDays);
  return {
    ...input,
    // images-pinned
    images: stage === "staging" ? { ...images, cloudSqlProxy: DIGEST, ...digests(images) } : images,
    cluster: {
      ...cluster,
      // gke-release-channel, gke-control-plane-access
      releaseChannel: cluster.releaseChannel === "RAPID" ? "REGULAR" : cluster.releaseChannel,
      authorizedNetworks: cluster.authorizedNetworks?.filter(({ cidr }) => Number(cidr.split("/")[1]) >= 16),
    },
    database: fitDatabase(database, stage, backupRetentionDays),
    recovery: {
      ...recovery,
      // backup-plan
      backupRetentionDays,
      clusterBackupIntervalMinutes: Math.min(1440, Math.max(240, recovery.clusterBackupIntervalMinutes ?? 1440)),
    },
    firewall: fitFirewall(firewall),
    workloads: {
      ...workloads,
      controller: fitController(workloads.controller),
      gateway: fitGateway(workloads.gateway),
    },
  };
}

function digests(images: EnvironmentInput["images"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(images).map(([name, version]) => [name, version.startsWith("sha256:") ? version : DIGEST]),
  );
}

function fitDatabase(
  database: EnvironmentInput["database"],
  stage: EnvironmentInput["stage"],
  retention: number,
): EnvironmentInput["database"] {
  const { tier, backups, diskSizeGb = 10, diskLimitGb } = database;
  const transactionLogRetentionDays = Math.max(7, backups.transactionLogRetentionDays ?? 7);
  const size = Math.min(diskSizeGb, 60000);
  return {
    ...database,
    // sql-machine
    tier: stage === "staging" && /^db-[fg]1/.test(tier) ? "db-custom-2-7680" : tier,
    // sql-disk
    diskSizeGb: size,
    diskLimitGb: Math.max(diskLimitGb, size + 1),
    // sql-point-in-time-recovery
    backups: {
      ...backups,
      transactionLogRetentionDays,
      retained: Math.max(backups.retained, transactionLogRetentionDays, retention),
    },
  };
}

type Firewall = NonNullable<EnvironmentInput["firewall"]>;

/** armor-rate-limits: the wider limit is the larger one, and none is so large that it limits nothing. */
function fitFirewall(firewall: Firewall): Firewall {
  const other = Math.min(3000, Math.max(60, firewall.otherRequests?.perAddressPerMinute ?? 1000));
  const address = Math.min(other, firewall.sessions?.perAddressPerMinute ?? 100);
  return {
    ...firewall,
    otherRequests: { perAddressPerMinute: other },
    sessions: {
      perAddressPerMinute: address,
      perUserPerMinute: Math.min(address, firewall.sessions?.perUserPerMinute ?? 20),
    },
    connects: { perAddressPerMinute: Math.min(other, firewall.connects?.perAddressPerMinute ?? 120) },
  };
}

type Workloads = EnvironmentInput["workloads"];

/** A request may take as long as the drain, or the load balancer cuts it. */
function fitController(workload: Workloads["controller"]): Workloads["controller"] {
  const fitted = { ...workload, ...fitService(workload) };
  return { ...fitted, timeoutSeconds: Math.max(fitted.timeoutSeconds ?? 60, fitted.drainSeconds) };
}

function fitGateway(workload: Workloads["gateway"]): Workloads["gateway"] {
  const fitted = { ...workload, ...fitService(workload) };
  return { ...fitted, sessionTimeoutSeconds: Math.max(fitted.sessionTimeoutSeconds ?? 14400, fitted.drainSeconds) };
}

/** The drain outlasts the 20 seconds in which the load balancer learns that a pod goes, and the pod outlasts the drain. */
function fitService({
  drainSeconds = 30,
  terminationGraceSeconds = 60,
  targetCpuPercent = 70,
  minReplicas = 2,
  maxReplicas,
}: Workloads["controller"] | Workloads["gateway"]): {
  drainSeconds: number;
  terminationGraceSeconds: number;
  targetCpuPercent: number;
  minReplicas: number;
  maxReplicas: number;
} {
  const drain = Math.min(3500, Math.max(20, drainSeconds));
  return {
    drainSeconds: drain,
    terminationGraceSeconds: Math.max(terminationGraceSeconds, drain + 40),
    targetCpuPercent: Math.min(90, Math.max(20, targetCpuPercent)),
    // hpa-range: room above the least, below the most where that is possible, since connections are counted by it
    minReplicas: Math.min(minReplicas, Math.max(2, maxReplicas - 1)),
    maxReplicas: Math.max(maxReplicas, 3),
  };
}
