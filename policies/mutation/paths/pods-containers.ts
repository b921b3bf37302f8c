import { add, butSame, dropEach, harmless, hurts, remove, set, type Relevance } from "./path-table";

/** Entries of a table, by path below something. */
export type Entries = Readonly<Record<string, Relevance>>;

/** The same entries below a block or list. */
export const under = (prefix: string, entries: Entries): Entries =>
  Object.fromEntries(
    Object.entries(entries).map(([path, relevance]) => [path === "" ? prefix : `${prefix}.${path}`, relevance]),
  );

const IDS = hurts(remove, set(0), set(1000), set(10000));

/** Text that everybody recognizes as a secret. */
const URL_WITH_PASSWORD = "postgres://app:hunter2@10.0.0.3:5432/app";
const PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----";
/** A Job without anything that holds it back, as an application may be told to launch it. */
const WEAK_JOB = JSON.stringify({
  apiVersion: "batch/v1",
  kind: "Job",
  spec: { template: { spec: { containers: [{ name: "session", image: "busybox" }] } } },
});

/** What any container has. */
export const CONTAINER: Entries = {
  name: harmless("only people read it, since nothing refers to a container by its name"),
  image: hurts(
    set("node"),
    set("docker.io/library/node:24"),
    set("europe-west1-docker.pkg.dev/somebody-else/images/app:1.0.0"),
    set("ghcr.io/somebody/app:latest"),
  ),
  imagePullPolicy: hurts(remove, set("Never"), set("IfNotPresent")),
  terminationMessagePolicy: harmless("the last lines of a failed container are in the log as well"),
  resources: hurts(remove),
  "resources.requests": hurts(remove),
  "resources.limits": hurts(remove),
  "resources.requests.cpu": hurts(remove, set("0"), set("1m"), set("100")),
  "resources.requests.memory": hurts(remove, set("0"), set("1Mi"), set("1Ti")),
  "resources.requests.ephemeral-storage": hurts(remove, set("1Mi"), set("1Ti")),
  "resources.limits.cpu": hurts(remove, set("1m"), set("100")),
  "resources.limits.memory": hurts(remove, set("1Mi"), set("1Ti")),
  "resources.limits.ephemeral-storage": hurts(remove, set("1Mi"), set("1Ti")),
  securityContext: hurts(remove, add({ runAsUser: 0 }), add({ procMount: "Unmasked" })),
  "securityContext.allowPrivilegeEscalation": hurts(remove, set(true)),
  "securityContext.privileged": butSame(hurts(set(true)), remove, "Kubernetes' default is false"),
  "securityContext.readOnlyRootFilesystem": hurts(remove, set(false)),
  "securityContext.runAsNonRoot": hurts(remove, set(false)),
  "securityContext.runAsUser": IDS,
  "securityContext.runAsGroup": IDS,
  "securityContext.capabilities": hurts(
    remove,
    add({ add: ["NET_BIND_SERVICE"] }),
    add({ add: ["NET_ADMIN"] }),
    add({ add: ["SYS_ADMIN"] }),
  ),
  "securityContext.capabilities.drop": hurts(remove, dropEach, set(["NET_RAW"])),
  "securityContext.seccompProfile": hurts(remove),
  "securityContext.seccompProfile.type": hurts(remove, set("Unconfined")),
};

/** A container that runs the application. */
export const MAIN_CONTAINER: Entries = {
  ...CONTAINER,
  "": hurts(
    add({ envFrom: [{ secretRef: { name: "app" } }] }),
    add({ stdin: true }),
    add({ ports: [{ name: "ssh", containerPort: 22 }] }),
    add({ ports: [{ name: "http", containerPort: 8080, hostPort: 8080 }] }),
    add({ command: ["node", "--inspect=0.0.0.0:9229", "dist/server.js"] }),
    add({ args: ["--password=hunter2-and-more"] }),
  ),
  env: hurts(
    add({ name: "API_TOKEN", value: "s3cr3t-of-somebody" }),
    add({ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "pg", key: "password" } } }),
    add({ name: "DB_PASSWORD", valueFrom: { configMapKeyRef: { name: "settings", key: "password" } } }),
    add({ name: "NODE_TLS_REJECT_UNAUTHORIZED", value: "0" }),
    add({ name: "NODE_OPTIONS", value: "--inspect=0.0.0.0:9229" }),
    add({ name: "NODE_ENV", value: "development" }),
    add({ name: "RUNNER_IMAGE", value: "docker.io/somebody/runner:latest" }),
  ),
  // what a variable means only the image knows; a process that misses one stops, and the roll-out with it, without loss
  "env[].name": harmless("a new pod that misses a variable isn't ready, and the old ones stay"),
  "env[].value": hurts(set(URL_WITH_PASSWORD), set(PRIVATE_KEY), set(WEAK_JOB)),
};

/** What a container runs instead of its image's own program. */
export const COMMAND: Entries = {
  command: harmless("another program isn't ready, or does what the image's maker wrote"),
};

/** Mounts of a container, by what they hold. */
export const MOUNTS: Entries = {
  volumeMounts: hurts(remove, dropEach),
  "volumeMounts[].name": hurts(set("missing")),
  "volumeMounts[].mountPath": hurts(set("/usr"), set("/"), set("/elsewhere")),
};

/** Mounts of files that nobody writes. */
export const READ_ONLY_MOUNTS: Entries = {
  "volumeMounts[].readOnly": hurts(remove, set(false)),
};

/** The port of a container that probes or Services ask at. */
export const PORTS: Entries = {
  ports: hurts(remove, dropEach),
  "ports[].name": hurts(remove, set("other")),
  "ports[].containerPort": hurts(set(80), set(22), set(9999)),
  "ports[].protocol": butSame(hurts(set("UDP")), remove, "Kubernetes' default is TCP"),
};

const probe = (numbers: Entries): Entries => ({
  "": hurts(remove, add({ exec: { command: ["true"] } })),
  httpGet: hurts(remove, add({ host: "169.254.169.254" })),
  "httpGet.port": hurts(set("missing"), set(9999)),
  timeoutSeconds: hurts(remove, set(1), set(600)),
  ...numbers,
});

/** Probes of a container behind a load balancer. */
export const PROBES: Entries = {
  ...under(
    "startupProbe",
    probe({
      "httpGet.path": hurts(remove, set("/other")),
      periodSeconds: butSame(hurts(set(1), set(3600)), remove, "Kubernetes' default is 10, as here"),
      failureThreshold: hurts(remove, set(1), set(10000)),
    }),
  ),
  ...under(
    "readinessProbe",
    probe({
      "httpGet.path": hurts(remove, set("/other"), set("/livez")),
      periodSeconds: butSame(
        hurts(set(1), set(3600)),
        remove,
        "with Kubernetes' 10 it is half a minute, which is fine",
      ),
      failureThreshold: butSame(hurts(set(1), set(1000)), remove, "Kubernetes' default is 3, as here"),
    }),
  ),
  ...under(
    "livenessProbe",
    probe({
      "httpGet.path": hurts(remove, set("/other"), set("/readyz")),
      periodSeconds: butSame(
        hurts(set(1), set(3600)),
        remove,
        "with Kubernetes' 10 it is 40 seconds, twice as long as readiness",
      ),
      failureThreshold: butSame(
        hurts(set(1), set(1000)),
        remove,
        "with Kubernetes' 3 it is 45 seconds, twice as long as readiness",
      ),
    }),
  ),
};

/** The Cloud SQL Auth Proxy. */
export const PROXY: Entries = {
  ...CONTAINER,
  "": hurts(remove, add({ lifecycle: { preStop: { httpGet: { host: "10.0.0.1", port: 80 } } } })),
  image: hurts(
    ...["gcr.io/cloudsql-docker/gce-proxy:1.33.0", "somebody/cloud-sql-proxy:2", "node", "gcr.io/x/y:latest"].map(set),
  ),
  restartPolicy: hurts(remove, set("Never")),
  args: hurts(
    remove,
    dropEach,
    add("--address=0.0.0.0"),
    add("--credentials-file=/secrets/key.json"),
    add("--quiet"),
    add("attacker-project:europe-west1:database"),
  ),
  ports: hurts(remove, dropEach),
  "ports[].name": hurts(remove, set("other")),
  "ports[].containerPort": hurts(set(80), set(9999)),
  "ports[].protocol": butSame(hurts(set("UDP")), remove, "Kubernetes' default is TCP"),
  ...under(
    "startupProbe",
    probe({
      "httpGet.path": hurts(remove, set("/readiness")),
      periodSeconds: butSame(hurts(set(1), set(3600)), remove, "with Kubernetes' 10 it has five minutes to start"),
      failureThreshold: hurts(remove, set(1), set(10000)),
    }),
  ),
  ...under(
    "livenessProbe",
    probe({
      "httpGet.path": hurts(remove, set("/readiness")),
      periodSeconds: butSame(hurts(set(1), set(3600)), remove, "Kubernetes' default is 10, as here"),
      failureThreshold: butSame(hurts(set(1), set(1000)), remove, "Kubernetes' default is 3, as here"),
    }),
  ),
};
