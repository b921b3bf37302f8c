import { deepFreeze, type EnvironmentPreset } from "./settings";

/** Production's rehearsal: the same shape with a smaller machine, protected as production is. */
export const staging: EnvironmentPreset = deepFreeze({
  name: "staging",
  stage: "staging",
  network: { nodes: "10.32.0.0/23", services: "10.32.16.0/20", privateServices: "10.32.32.0/20", pods: "10.36.0.0/17" },
  cluster: { mode: "autopilot", releaseChannel: "REGULAR", expectedNodes: 40, expectedPods: 800 },
  database: {
    edition: "ENTERPRISE",
    tier: "db-custom-2-7680",
    availability: "REGIONAL",
    diskSizeGb: 20,
    diskLimitGb: 100,
    maxConnections: 400,
    backups: { retained: 14 },
    maintenanceWindow: { day: 3, hour: 3, track: "stable" },
  },
  workloads: {
    controller: {
      maxReplicas: 4,
      resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    },
    gateway: {
      maxReplicas: 4,
      resources: { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
    },
  },
  runner: {
    concurrentSessions: 40,
    allowedCodeDomains: ["github.com", "api.github.com", "codeload.github.com", "gitlab.com"],
  },
  recovery: { rpoMinutes: 15, rtoMinutes: 60, backupRetentionDays: 14 },
});
