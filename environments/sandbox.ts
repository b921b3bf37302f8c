import { deepFreeze, type EnvironmentInput } from "./settings";

/**
 * The embedded default: complete by itself, it deploys to a simulated cloud on a laptop. Its project and hosts exist
 * nowhere (`.test` is reserved, RFC 6761), and everything in it can be destroyed.
 */
export const sandbox: EnvironmentInput = deepFreeze({
  name: "sandbox",
  stage: "sandbox",
  project: "cliscale-sandbox",
  region: "europe-west1",
  allowDestroys: true,
  domain: "cliscale.test",
  wsDomain: "ws.cliscale.test",
  dns: { kind: "managed-zone", zoneName: "cliscale-sandbox", domain: "cliscale.test" },
  labels: { owner: "you", "cost-center": "none" },
  network: {
    nodes: "10.0.0.0/24",
    services: "10.0.16.0/20",
    privateServices: "10.0.32.0/20",
    pods: "10.4.0.0/18",
    natAddresses: 1,
  },
  cluster: { mode: "autopilot", expectedNodes: 20, expectedPods: 400 },
  database: {
    edition: "ENTERPRISE",
    tier: "db-custom-2-7680",
    availability: "ZONAL",
    diskLimitGb: 20,
    maxConnections: 400,
    backups: { retained: 7 },
  },
  images: { controller: "0.1.0", gateway: "0.1.0", runner: "0.1.0", migrate: "17.6-alpine" },
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
  monitoring: { emails: ["oncall@cliscale.test"] },
  recovery: { rpoMinutes: 60, rtoMinutes: 240, backupRetentionDays: 7 },
});
