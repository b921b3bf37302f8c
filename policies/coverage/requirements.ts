import { type PublicCheck } from "./check";

/** What the five reviewed systems demand of this project; the ids are those of the review, and `all/` is what it demands of all of them. */
export const REQUIREMENTS: readonly PublicCheck[] = [
  { id: "C1", demands: "each workload has its own identity" },
  { id: "C2", demands: "containers are hardened: user, root file system, privileges, capabilities, seccomp" },
  {
    id: "C3",
    demands: "Workload Identity is granted on the account, per Kubernetes service account, after the cluster exists",
  },
  { id: "C4", demands: "no placeholder survives, and names come from resources" },
  { id: "C5", demands: "TLS 1.2 or later with managed certificates on every host, and HTTP is redirected" },
  { id: "C6", demands: "writable paths are emptyDir volumes, and user and group are above 10000" },
  { id: "C7", demands: "connection pools of all replicas fit into max_connections" },
  { id: "C8", demands: "least privilege in the cluster, and no API token where none is needed" },
  { id: "C9", demands: "network isolation: default deny, and policies that select exactly the pods that they are for" },
  {
    id: "C11",
    demands: "secrets without hands: never in state, read per secret by the workload that needs each, rotated",
  },
  { id: "C12", demands: "Cloud SQL Auth Proxy as a sidecar, with IAM authentication" },
  { id: "C13", demands: "health checks, and roll-outs without loss" },
  { id: "C15", demands: "cost limits: quota, limit range, budget alert" },
  { id: "C16", demands: "monitoring: metrics, alerts, uptime checks, notification channels" },
  { id: "C17", demands: "disaster recovery: backups, point-in-time recovery, a restore plan" },
  { id: "C18", demands: "edge protection: WAF and rate limits" },
  { id: "C19", demands: "the entry point is a Gateway, and an Ingress is one that GKE serves" },
  { id: "C20", demands: "replicas are spread, scaled and protected from disruption" },
  { id: "C21", demands: "allowed code domains are host names" },
  { id: "C26", demands: "the namespace is made outside the chart, with Pod Security labels" },
  { id: "C27", demands: "infrastructure and workload can be deployed as one stack or as two" },
  { id: "C29", demands: "connection pools have a limit and an idle time" },
  { id: "C30", demands: "images are digests in production" },
  { id: "C31", demands: "each ServiceAccount is made once and annotated with its Google account" },
  { id: "C32", demands: "the chart is the single source of Kubernetes configuration" },
  { id: "C33", demands: "roll-outs wait for health, with time to start" },
  {
    id: "C33/test-what-you-deploy",
    demands: "images are started and probed before a deploy may use them",
    notApplicable: "what an image does is not in what a stack renders, and no rule can start it",
  },
  {
    id: "all/fail-fast",
    demands: "a bad setting is refused at synth, all problems in one message",
    notApplicable:
      "a setting is refused before anything is rendered; it is shown by a test of the settings: test/environments/settings.test.ts",
  },
  { id: "all/no-default-credentials", demands: "no default credentials anywhere" },
  { id: "all/tls-for-datastores", demands: "TLS for every datastore outside dev" },
  { id: "all/bounded-labels", demands: "metrics have bounded label sets" },
  { id: "all/no-secrets-in-values", demands: "no secret in labels, logs, ConfigMaps, Helm values, outputs or state" },
  {
    id: "all/written-exceptions",
    demands: "every exception is in code, with a reason, and shows in a report",
    notApplicable:
      "is how exceptions work, and no rule about a resource; it is shown by a test of the pack: test/policies/production-readiness.test.ts",
  },
];
