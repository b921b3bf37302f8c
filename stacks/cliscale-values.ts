import { type EnvironmentSettings } from "../environments/settings";
import { actAsSchemaOwner } from "../constructs/cloud-sql";
import { cloudSqlProxyImage, type ChartValues, type PodTemplateValues, type WorkloadValues } from "../constructs/helm";
import { type SecretMount } from "../constructs/secret-manager";
import { FIRST_GRANTS, firstGrantsJob, SCHEMA } from "./cliscale-first-grants";
import { SERVICE_ACCOUNTS } from "./cliscale-identities";
import { type CliscalePlatform } from "./cliscale-platform";

/** The ports of the containers. */
const PORTS = { http: 8080, metrics: 9090 } as const;
/** Where a runner's terminal listens. */
const RUNNER_PORT = 7681;
const RUNNER = "cliscale-runner";

/**
 * The chart's values for cliscale: what the settings say and what the platform gave, as references.
 *
 * @param secretStore how the External Secrets Operator reads; undefined without it
 */
export function cliscaleValues(
  settings: EnvironmentSettings,
  platform: CliscalePlatform,
  secretStore: ChartValues["secretStore"],
): ChartValues {
  const { network, edge } = platform;
  const { quota } = settings;
  return {
    labels: settings.labels,
    partOf: "cliscale",
    secretDelivery: settings.secrets.delivery,
    secretStore,
    network: {
      serviceRange: network.serviceRange,
      databaseRange: network.privateServiceRange,
      apiServerRanges: [network.nodeRange],
    },
    gateway: edge.gateway,
    quota: {
      pods: quota.pods,
      "requests.cpu": quota.requests.cpu,
      "requests.memory": quota.requests.memory,
      "limits.cpu": quota.limits.cpu,
      "limits.memory": quota.limits.memory,
    },
    limitRange: settings.limitRange,
    workloads: { controller: controller(settings, platform), "ws-gateway": gateway(settings, platform) },
    jobs: { [FIRST_GRANTS]: firstGrantsJob(settings, platform) },
    podTemplates: { [RUNNER]: runner(settings, platform) },
  };
}

/** Creates one runner Job per session; users sign in with Firebase, so it needs HTTPS to the internet. */
function controller(settings: EnvironmentSettings, platform: CliscalePlatform): WorkloadValues {
  const { workloads, runner, images } = settings;
  const own = workloads.controller;
  const { identities, secrets, registry } = platform;
  return {
    ...common(settings, platform, own),
    component: "controller",
    image: registry.imageReference("controller", images.controller),
    serviceAccount: {
      name: SERVICE_ACCOUNTS.controller,
      annotations: identities.controller.annotations,
      apiRules: [
        { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "list", "watch"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      ],
    },
    env: {
      ...commonEnvironment(settings, platform, "controller"),
      // it creates the tables
      PGOPTIONS: actAsSchemaOwner(SCHEMA),
      JWT_PRIVATE_KEY_FILE: "/secrets/jwt/private.pem",
      ALLOWED_CODE_DOMAINS: runner.allowedCodeDomains.join(","),
      RUNNER_IMAGE: registry.imageReference("runner", images.runner),
      RUNNER_CPU_REQUEST: runner.resources.requests.cpu,
      RUNNER_MEMORY_REQUEST: runner.resources.requests.memory,
      RUNNER_CPU_LIMIT: runner.resources.limits.cpu,
      RUNNER_MEMORY_LIMIT: runner.resources.limits.memory,
      RUNNER_MAX_SESSION_SECONDS: String(runner.maxSessionSeconds),
    },
    secrets: {
      pg: databaseUrl(settings, platform),
      jwt: {
        mountPath: "/secrets/jwt",
        files: [secrets.sessionKeys.privateKey.mount("private.pem"), ...publicKeys(platform)],
      },
    },
    network: { to: { internetPorts: [443] } },
    probes: probes("/readyz"),
    launches: { RUNNER_JOB_TEMPLATE: RUNNER },
  };
}

/** Holds the WebSockets and proxies each to its runner. */
function gateway(settings: EnvironmentSettings, platform: CliscalePlatform): WorkloadValues {
  const { images, workloads } = settings;
  const own = workloads.gateway;
  const { identities, registry } = platform;
  return {
    ...common(settings, platform, own),
    component: "gateway",
    image: registry.imageReference("gateway", images.gateway),
    serviceAccount: { name: SERVICE_ACCOUNTS.gateway, annotations: identities.gateway.annotations },
    env: { ...commonEnvironment(settings, platform, "gateway"), RUNNER_PORT: String(RUNNER_PORT) },
    secrets: {
      pg: databaseUrl(settings, platform),
      jwt: { mountPath: "/secrets/jwt", files: publicKeys(platform) },
    },
    network: { to: { workloads: [RUNNER] } },
    probes: probes("/healthz"),
  };
}

/** The pod of the Jobs that the controller creates: runs code of users and reaches code hosts only. */
function runner(settings: EnvironmentSettings, platform: CliscalePlatform): PodTemplateValues {
  const { runner: own, images } = settings;
  return {
    component: "runner",
    image: platform.registry.imageReference("runner", images.runner),
    serviceAccount: { name: SERVICE_ACCOUNTS.runner, annotations: platform.identities.runner.annotations },
    env: { NODE_ENV: "production", PORT: String(RUNNER_PORT) },
    ports: { terminal: RUNNER_PORT },
    // more than the writable paths together, or a full one would have the pod evicted
    resources: {
      requests: { ...own.resources.requests, "ephemeral-storage": "256Mi" },
      limits: { ...own.resources.limits, "ephemeral-storage": "2Gi" },
    },
    writablePaths: { "/tmp": "512Mi", "/workspace": "1Gi" },
    sessionLabels: ["session"],
    activeDeadlineSeconds: own.maxSessionSeconds,
    runtimeClassName: "gvisor",
    network: { to: { hosts: [...own.allowedCodeDomains] } },
  };
}

type ServiceSettings = EnvironmentSettings["workloads"]["controller" | "gateway"];

/** What both services have in common. */
function common(settings: EnvironmentSettings, platform: CliscalePlatform, own: ServiceSettings) {
  return {
    command: ["node", "dist/server.js"],
    ports: PORTS,
    resources: own.resources,
    replicas: { min: own.minReplicas, max: own.maxReplicas, targetCpuPercent: own.targetCpuPercent },
    terminationGracePeriodSeconds: own.terminationGraceSeconds,
    writablePaths: { "/tmp": "128Mi" },
    metrics: { port: "metrics" },
    cloudSqlProxy: {
      connectionName: platform.database.connectionName,
      image: cloudSqlProxyImage(settings.images.cloudSqlProxy),
      resources: settings.workloads.proxy,
    },
  } satisfies Partial<WorkloadValues>;
}

function commonEnvironment(
  settings: EnvironmentSettings,
  platform: CliscalePlatform,
  part: "controller" | "gateway",
): Record<string, string> {
  const own = settings.workloads[part];
  return {
    NODE_ENV: "production",
    PORT: String(PORTS.http),
    METRICS_PORT: String(PORTS.metrics),
    DB_MAX_CONNECTIONS: String(own.databaseMaxConnections),
    DB_IDLE_TIMEOUT_MILLIS: String(own.databaseIdleTimeoutMillis),
    DATABASE_URL_FILE: "/secrets/pg/DATABASE_URL",
    PGUSER: platform.databaseUsers[part],
    JWT_PUBLIC_KEY_FILE: "/secrets/jwt/public.pem",
    JWT_PREVIOUS_PUBLIC_KEY_FILE: "/secrets/jwt/public-previous.pem",
  };
}

/** As a file, and as the environment variable that the applications know where secrets are Kubernetes Secrets. */
function databaseUrl(settings: EnvironmentSettings, platform: CliscalePlatform) {
  return {
    mountPath: "/secrets/pg",
    files: [platform.secrets.databaseUrl.mount("DATABASE_URL")],
    ...(settings.secrets.delivery === "external-secrets" ? { env: { DATABASE_URL: "DATABASE_URL" } } : {}),
  };
}

/** Sessions that were signed before a rotation go on: both files are always there, and hold one key outside an overlap. */
function publicKeys({ secrets }: CliscalePlatform): SecretMount[] {
  const { publicKey } = secrets.sessionKeys;
  return [publicKey.mount("public.pem"), publicKey.mountPrevious("public-previous.pem")];
}

/** Readiness may look at the database; liveness never does, since a restart repairs no database. */
function probes(readinessPath: string) {
  return {
    startup: { port: "http", path: "/healthz" },
    readiness: { port: "http", path: readinessPath },
    liveness: { port: "http", path: "/healthz" },
  };
}
