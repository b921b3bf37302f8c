import { deepFreeze, type EnvironmentPreset } from "./settings";

/** What users see: a standby in a second zone, nothing can be destroyed, images by digest only. */
export const prod: EnvironmentPreset = deepFreeze({
  name: "prod",
  stage: "production",
  network: { nodes: "10.48.0.0/22", services: "10.48.16.0/20", privateServices: "10.48.32.0/20", pods: "10.52.0.0/16" },
  cluster: {
    mode: "autopilot",
    releaseChannel: "STABLE",
    expectedNodes: 60,
    expectedPods: 1200,
  },
  database: {
    edition: "ENTERPRISE",
    tier: "db-custom-4-16384",
    availability: "REGIONAL",
    diskSizeGb: 50,
    diskLimitGb: 500,
    maxConnections: 500,
    backups: { retained: 30, transactionLogRetentionDays: 7 },
    maintenanceWindow: { day: 7, hour: 3, track: "week5" },
  },
  registry: { keptVersions: 50, untaggedDays: 30 },
  workloads: {
    controller: {
      minReplicas: 3,
      maxReplicas: 8,
      resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    },
    gateway: {
      minReplicas: 3,
      maxReplicas: 8,
      targetCpuPercent: 60,
      resources: { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
      drainSeconds: 600,
      terminationGraceSeconds: 660,
    },
  },
  runner: {
    concurrentSessions: 60,
    allowedCodeDomains: ["github.com", "api.github.com", "codeload.github.com", "gitlab.com"],
  },
  firewall: {
    previewNewRules: true,
    // every rule of today; one that is added tomorrow only logs until it is added here, too
    enforcedRules: [
      "unknown-host",
      "readiness-from-outside",
      "body-too-long",
      "body-of-unknown-length",
      "malformed-bearer-token",
      "waf-sqli",
      "waf-xss",
      "waf-lfi",
      "waf-rfi",
      "waf-rce",
      "waf-protocolattack",
      "waf-scannerdetection",
      "waf-sessionfixation",
      "waf-generic",
      "waf-cve",
      "limit-api-sessions-per-user",
      "limit-api-sessions-per-address",
      "limit-websocket-connects",
      "limit-other-requests",
    ],
  },
  monitoring: { availabilityTargetPercent: 99.9 },
  recovery: { rpoMinutes: 5, rtoMinutes: 15, backupRetentionDays: 30, clusterBackupIntervalMinutes: 720 },
});
