import { LEVELS } from "../levels";
import { cloudSqlProxySidecar } from "../rules/pods/cloud-sql-proxy-sidecar";
import { cloudSqlProxyPrivate } from "../rules/pods/cloud-sql-proxy-private";
import { cloudSqlProxyHealth } from "../rules/pods/cloud-sql-proxy-health";
import { cloudSqlProxyFlags } from "../rules/pods/cloud-sql-proxy-flags";
import { cloudSqlProxyInstance } from "../rules/pods/cloud-sql-proxy-instance";
import { cloudSqlProxyPresent } from "../rules/pods/cloud-sql-proxy-present";
import { cloudSqlProxyIamLogin } from "../rules/pods/cloud-sql-proxy-iam-login";
import { type PolicyRow } from "./row";

/** The Cloud SQL Auth Proxy beside a container. */
export const POD_PROXY_ROWS: readonly PolicyRow[] = [
  {
    id: "cloud-sql-proxy-sidecar",
    level: LEVELS.production,
    fact: "The Cloud SQL Auth Proxy is a native sidecar",
    why: "queries fail at the start and at the end, and Jobs never finish",
    fix: "put it into initContainers with restartPolicy: Always",
    covers: ["C12"],
    references: [
      "https://github.com/GoogleCloudPlatform/cloud-sql-proxy/tree/main/examples/k8s-sidecar",
      "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/",
    ],
    rule: cloudSqlProxySidecar,
  },
  {
    id: "cloud-sql-proxy-private",
    level: LEVELS.everywhere,
    fact: "The Cloud SQL Auth Proxy uses the private address, serves its own pod only and logs in as the pod",
    why: "the database is reached over the internet, by other pods, or with a key that somebody copies",
    fix: "set --private-ip, and leave --address and credentials out",
    covers: ["C12"],
    references: ["https://github.com/GoogleCloudPlatform/cloud-sql-proxy"],
    rule: cloudSqlProxyPrivate,
  },
  {
    id: "cloud-sql-proxy-health",
    level: LEVELS.production,
    fact: "The Cloud SQL Auth Proxy says how it is",
    why: "containers start before it, and nobody restarts it",
    fix: "set --health-check, --http-address=0.0.0.0 and --http-port, and ask /startup and /liveness there",
    covers: ["C12"],
    references: ["https://github.com/GoogleCloudPlatform/cloud-sql-proxy#configuring-health-checks"],
    rule: cloudSqlProxyHealth,
  },
  {
    id: "cloud-sql-proxy-flags",
    level: LEVELS.recommended,
    fact: "The Cloud SQL Auth Proxy is bounded, and ends in order",
    why: "one pod takes all connections, and a stop breaks queries or fails a Job",
    fix: "set --port, --max-connections, --max-sigterm-delay, --exit-zero-on-sigterm and --structured-logs",
    covers: ["C12"],
    references: ["https://github.com/GoogleCloudPlatform/cloud-sql-proxy"],
    rule: cloudSqlProxyFlags,
  },
  {
    id: "cloud-sql-proxy-instance",
    level: LEVELS.production,
    fact: "The Cloud SQL Auth Proxy connects to an instance of the stack",
    why: "the pod talks to another environment's database, or to nobody",
    fix: "name the instance by its connection name",
    covers: ["C12"],
    references: ["https://github.com/GoogleCloudPlatform/cloud-sql-proxy"],
    rule: cloudSqlProxyInstance,
  },
  {
    id: "cloud-sql-proxy-present",
    level: LEVELS.recommended,
    fact: "A container that needs a proxy for its database has one in its pod",
    why: "nobody answers at its own address, or a Google account can't log in",
    fix: "add the Cloud SQL Auth Proxy as a sidecar, with --auto-iam-authn where the user ends in .iam",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/iam-logins"],
    rule: cloudSqlProxyPresent,
  },
  {
    id: "cloud-sql-proxy-iam-login",
    level: LEVELS.recommended,
    fact: "What runs all the time logs in to the database with its identity",
    why: "a password is copied to every pod, and outlives it",
    fix: "set --auto-iam-authn, and make the user one of type CLOUD_IAM_SERVICE_ACCOUNT",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/iam-authentication"],
    rule: cloudSqlProxyIamLogin,
  },
];
