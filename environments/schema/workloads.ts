import * as z from "zod";
import { CLOUD_SQL_PROXY_VERSION } from "../../constructs/helm/values/container";
import { computeResources, containerResources, list, section, text, whole } from "./fields";

const BACKEND_TIMEOUT =
  "https://cloud.google.com/load-balancing/docs/https/request-distribution#backend-service-timeout";

/** A tag such as `1.4.2`, or a digest: `sha256:` and 64 hexadecimal digits. Which of them, the checks decide. */
const imageVersion = z.string();

/** One version per image, so that each can be rolled out and back alone. */
export const imageSettings = section({
  /** Session controller. */
  controller: imageVersion,
  /** WebSocket gateway. */
  gateway: imageVersion,
  /** What a session's Job runs. */
  runner: imageVersion,
  /** `sh` and `psql` 16 or later, such as a copy of the official `postgres` image: gives database users their privileges. */
  migrate: imageVersion,
  /**
   * The Cloud SQL Auth Proxy in Google's registry. Production needs a digest:
   * `gcloud artifacts docker images describe gcr.io/cloud-sql-connectors/cloud-sql-proxy:<version>`.
   * @default "2.18.0"
   */
  cloudSqlProxy: imageVersion.default(CLOUD_SQL_PROXY_VERSION),
});

const commonWorkload = {
  /**
   * Fewest pods. At least 2 outside the sandbox.
   * @default 2
   */
  minReplicas: whole(1, 1000, { unit: "pods" }).default(2),
  /** Most pods. */
  maxReplicas: whole(1, 1000, { unit: "pods" }),
  /**
   * CPU use in percent of the request that the autoscaler aims at.
   * @default 70
   */
  targetCpuPercent: whole(10, 95, { unit: "percent" }).default(70),
  /**
   * Largest number of database connections per pod, `DB_MAX_CONNECTIONS`.
   * @default 20
   */
  databaseMaxConnections: whole(1, 1000, { unit: "connections" }).default(20),
  /**
   * After how many milliseconds an idle connection is closed, `DB_IDLE_TIMEOUT_MILLIS`.
   * @default 30000
   */
  databaseIdleTimeoutMillis: whole(1000, 3600000, { unit: "milliseconds" }).default(30000),
};

const drainSeconds = whole(1, 3600, {
  unit: "seconds",
  source: "https://cloud.google.com/load-balancing/docs/enabling-connection-draining",
});

const graceSeconds = whole(1, 3600, {
  unit: "seconds",
  source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
});

/** The services that always run. */
export const workloadSettings = section({
  /** `POST /api/sessions` and the browser's pages. */
  controller: section({
    ...commonWorkload,
    /** The container's resources, without the proxy's. */
    resources: containerResources,
    /**
     * After how many seconds the load balancer gives up on a request.
     * @default 60
     */
    timeoutSeconds: whole(1, 86400, { unit: "seconds", source: BACKEND_TIMEOUT }).default(60),
    /**
     * How long the load balancer lets open requests end when a pod stops, in seconds.
     * @default 30
     */
    drainSeconds: drainSeconds.default(30),
    /**
     * After how many seconds a stopping pod is killed. At least the drain.
     * @default 60
     */
    terminationGraceSeconds: graceSeconds.default(60),
  }),
  /** Holds the WebSockets. */
  gateway: section({
    ...commonWorkload,
    /** The container's resources, without the proxy's. */
    resources: containerResources,
    /**
     * Longest life of one WebSocket in seconds: the load balancer cuts it then, active or not. At most 86400, since
     * Google's front ends restart.
     * @default 14400
     */
    sessionTimeoutSeconds: whole(60, 86400, { unit: "seconds", source: BACKEND_TIMEOUT }).default(14400),
    /**
     * How long open sockets may go on when a pod stops, in seconds.
     * @default 300
     */
    drainSeconds: drainSeconds.default(300),
    /**
     * After how many seconds a stopping pod is killed. At least the drain.
     * @default 360
     */
    terminationGraceSeconds: graceSeconds.default(360),
  }),
  /** The Cloud SQL Auth Proxy beside each pod that uses the database. */
  proxy: containerResources.prefault({
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "500m", memory: "512Mi" },
  }),
});

/** What a session runs in. */
export const runnerSettings = section({
  /**
   * What the Job's container is promised and may use.
   * @default - 250m and 512Mi, up to 1 core and 1Gi
   */
  resources: containerResources.prefault({
    requests: { cpu: "250m", memory: "512Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  }),
  /** How many sessions have to fit beside the workloads; the quota is checked against it. */
  concurrentSessions: whole(1, 10000, { unit: "sessions" }),
  /**
   * After how many seconds a session's Job is ended.
   * @default 14400
   */
  maxSessionSeconds: whole(60, 86400, { unit: "seconds" }).default(14400),
  /**
   * Hosts that a runner may fetch code from; `*.github.com` stands for every host below github.com.
   * @default ["github.com", "gitlab.com", "*.github.com"]
   */
  allowedCodeDomains: list(z.string()).default(["github.com", "gitlab.com", "*.github.com"]),
  /**
   * Wildcards of the list above that production accepts, each with the reason.
   * @default - none
   */
  acknowledgedWildcards: list(
    section({
      /** The wildcard as it stands in `allowedCodeDomains`. */
      domain: z.string(),
      /** Why it can't be a list of hosts, in 20 characters or more. */
      reason: text({ pattern: /\S(.*\S)?/s, must: "be text", fix: "write down why" }),
    }),
  ).default([]),
});

/** The most that the namespace may take. */
export const quotaSettings = section({
  /**
   * Pods of any kind.
   * @default 100
   */
  pods: whole(1, 100000, { unit: "pods" }).default(100),
  /**
   * Sum of all requests.
   * @default - 50 cores and 50Gi
   */
  requests: computeResources.prefault({ cpu: "50", memory: "50Gi" }),
  /**
   * Sum of all limits.
   * @default - 100 cores and 100Gi
   */
  limits: computeResources.prefault({ cpu: "100", memory: "100Gi" }),
});

/** What a container gets that asks for nothing, and the least and most that one may ask for. */
export const limitRangeSettings = section({
  /** @default - 10m and 16Mi */
  min: computeResources.prefault({ cpu: "10m", memory: "16Mi" }),
  /** @default - 100m and 128Mi */
  defaultRequest: computeResources.prefault({ cpu: "100m", memory: "128Mi" }),
  /** @default - 500m and 512Mi */
  default: computeResources.prefault({ cpu: "500m", memory: "512Mi" }),
  /** @default - 4 cores and 8Gi */
  max: computeResources.prefault({ cpu: "4", memory: "8Gi" }),
});
