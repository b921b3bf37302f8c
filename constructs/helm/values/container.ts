import * as z from "zod";
import {
  absolutePath,
  imageReference,
  integer,
  port,
  portName,
  quantity,
  remotePort,
  requestPath,
  text,
  variableName,
  workloadName,
} from "./scalars";

/**
 * The release of the Cloud SQL Auth Proxy that pods get unless they name another.
 * https://github.com/GoogleCloudPlatform/cloud-sql-proxy/releases
 */
export const CLOUD_SQL_PROXY_VERSION = "2.18.0";

/** The Cloud SQL Auth Proxy in Google's registry, by a tag or by a digest, which production asks for. */
export function cloudSqlProxyImage(tagOrDigest: string): string {
  return `gcr.io/cloud-sql-connectors/cloud-sql-proxy${tagOrDigest.startsWith("sha256:") ? "@" : ":"}${tagOrDigest}`;
}

/** The image of that release. */
export const CLOUD_SQL_PROXY_IMAGE = cloudSqlProxyImage(CLOUD_SQL_PROXY_VERSION);

/** What one container asks for and may use at most. Kubernetes' own words. */
export const resourcesSchema = z.strictObject({
  /** What the scheduler keeps free. Autopilot bills it. */
  requests: z.strictObject({
    /** Cores, for example `250m`. */
    cpu: quantity(),
    /** Bytes, for example `256Mi`. */
    memory: quantity(),
    /** Disk for logs and emptyDir volumes. @default `128Mi` */
    "ephemeral-storage": quantity().default("128Mi"),
  }),
  /** What the kernel enforces. */
  limits: z.strictObject({
    /** Cores, for example `1`. */
    cpu: quantity(),
    /** Bytes, for example `512Mi`. */
    memory: quantity(),
    /** Disk; the pod is evicted above it. @default `1Gi` */
    "ephemeral-storage": quantity().default("1Gi"),
  }),
});

const proxyResources = {
  requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "16Mi" },
  limits: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "128Mi" },
};

/** The Cloud SQL Auth Proxy as a native sidecar: the application connects to `127.0.0.1`. */
export const cloudSqlProxySchema = z.strictObject({
  /** `project:region:instance`. */
  connectionName: text(
    /^[a-z0-9.:-]+:[a-z0-9-]+:[a-z][a-z0-9-]*$/,
    "be an instance connection name, project:region:instance",
  ),
  /** @default {@link CLOUD_SQL_PROXY_IMAGE} */
  image: imageReference().default(CLOUD_SQL_PROXY_IMAGE),
  /** Where the proxy listens on `127.0.0.1`. @default 5432 */
  port: port().default(5432),
  /** Sign in to the database as the pod's Google service account, without a password. @default true */
  iamAuthentication: z.boolean().default(true),
  /** Connections that the proxy lets through; more are refused at once. @default 100 */
  maxConnections: integer(1, 10000).default(100),
  /** Seconds that open connections get when the pod ends, within its grace period. @default 30 */
  maxSigtermDelaySeconds: integer(0, 3600, "seconds").default(30),
  /** Where the proxy answers health checks. @default 9801 */
  healthCheckPort: port().default(9801),
  /** @default - requests 100m and 128Mi, limits 500m and 512Mi */
  resources: resourcesSchema.prefault(proxyResources),
});

/** One check of a container. With neither `path` nor `command` it opens a TCP connection. */
export const probeSchema = z.strictObject({
  /** The name of one of the workload's ports. Not used with `command`. */
  port: portName().optional(),
  /** The HTTP path that answers 200 to 399 when all is well. */
  path: requestPath().optional(),
  /** A command that ends with 0 when all is well. */
  command: z.array(z.string()).min(1).optional(),
  /** Seconds between two checks. @default - startup 10, readiness 5, liveness 15 */
  periodSeconds: integer(1, 3600, "seconds"),
  /** Seconds after which a check has failed. @default - startup 5, readiness 3, liveness 5 */
  timeoutSeconds: integer(1, 300, "seconds"),
  /** Failures in a row before Kubernetes acts. @default - startup 30, readiness 3, liveness 4 */
  failureThreshold: integer(1, 100),
});

const probeWith = (periodSeconds: number, timeoutSeconds: number, failureThreshold: number) =>
  probeSchema.extend({
    periodSeconds: probeSchema.shape.periodSeconds.default(periodSeconds),
    timeoutSeconds: probeSchema.shape.timeoutSeconds.default(timeoutSeconds),
    failureThreshold: probeSchema.shape.failureThreshold.default(failureThreshold),
  });

/** The three checks of a workload's container. Each has another task, so no two may be the same. */
export const probesSchema = z.strictObject({
  /** Keeps the other two waiting until the application is up, up to 5 minutes by default. */
  startup: probeWith(10, 5, 30),
  /** Takes the pod out of the Service while it fails, so it may look at the database. */
  readiness: probeWith(5, 3, 3),
  /** Restarts the container, so it must not look at anything that a restart can't repair. */
  liveness: probeWith(15, 5, 4),
});

/** Fields of the pod that may be handed to the application as environment variables. */
export const podFieldSchema = z.enum([
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.podIP",
]);

/** What every container of ours has, with the same hardening for all of them. */
export const containerShape = {
  /** The complete reference, with a digest or a tag. */
  image: imageReference(),
  /** Replaces the image's entrypoint. @default - the image's own */
  command: z.array(z.string()).default([]),
  /** Replaces the image's arguments. @default - the image's own */
  args: z.array(z.string()).default([]),
  /** Plain environment variables. A value that looks like a secret is refused. @default - none */
  env: z.record(variableName(), z.string()).default({}),
  /** Environment variables that take a field of the pod. @default - none */
  podFieldEnv: z.record(variableName(), podFieldSchema).default({}),
  /** Requests and limits. */
  resources: resourcesSchema,
};

/** A container that runs to its end before the application starts. */
export const initContainerSchema = z.strictObject({
  /** Its name, unlike that of any other container of the pod. */
  name: workloadName(),
  ...containerShape,
});

/** A group of secrets that one pod reads, mounted as one directory. */
export const secretMountSchema = z.strictObject({
  /** The directory, for example `/secrets/jwt`. */
  mountPath: absolutePath(),
  /** Its files. */
  files: z
    .array(
      z.strictObject({
        /** The version in Secret Manager, `projects/<project>/secrets/<secret>/versions/<version>`. */
        resourceName: text(
          /^projects\/[^/]+\/secrets\/[A-Za-z0-9_-]+\/versions\/[a-z0-9_-]+$/,
          "be a secret version, projects/<project>/secrets/<secret>/versions/<version>",
        ),
        /** The file's name in the directory, for example `private.pem`. */
        fileName: text(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, "be a plain file name such as private.pem"),
        /** True for a version before the current one: a change of it restarts no pod. @default false */
        previous: z.boolean().default(false),
      }),
    )
    .min(1),
  /**
   * Environment variables that take a file's content; only with delivery "external-secrets". A file is safer: it
   * does not show in crash reports, and child processes don't inherit it. @default - none
   */
  env: z.record(variableName(), z.string()).default({}),
});

/** A port of somebody else's, for network policies. */
export const remotePorts = () => z.array(remotePort()).min(1);
