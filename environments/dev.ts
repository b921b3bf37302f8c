import { deepFreeze, type EnvironmentPreset } from "./settings";

/** Shared by developers: cheap, without a standby, may be destroyed, and images may be tags. */
export const dev: EnvironmentPreset = deepFreeze({
  name: "dev",
  stage: "development",
  allowDestroys: true,
  network: {
    nodes: "10.16.0.0/24",
    services: "10.16.16.0/20",
    privateServices: "10.16.32.0/20",
    pods: "10.20.0.0/18",
    natAddresses: 1,
  },
  cluster: { mode: "autopilot", releaseChannel: "REGULAR", expectedNodes: 20, expectedPods: 400 },
  database: {
    edition: "ENTERPRISE",
    tier: "db-custom-2-7680",
    availability: "ZONAL",
    diskLimitGb: 50,
    maxConnections: 400,
    backups: { retained: 7, transactionLogRetentionDays: 3 },
    maintenanceWindow: { day: 1, hour: 3, track: "canary" },
  },
  registry: { keptVersions: 10, untaggedDays: 7 },
  workloads: {
    controller: {
      maxReplicas: 3,
      resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    },
    gateway: {
      maxReplicas: 3,
      resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    },
  },
  runner: { concurrentSessions: 20 },
  recovery: { rpoMinutes: 60, rtoMinutes: 480, backupRetentionDays: 7 },
});
