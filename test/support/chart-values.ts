import { type ChartValues } from "../../constructs/helm/chart-values";

/** A digest that no image has, for tests. */
export const digestOf = (character: string): string => `sha256:${character.repeat(64)}`;

const REGISTRY = "europe-west1-docker.pkg.dev/cliscale-test/cliscale";
const secretVersion = (secret: string): string => `projects/cliscale-test/secrets/${secret}/versions/latest`;
const googleAccount = (name: string): Record<string, string> => ({
  "iam.gke.io/gcp-service-account": `${name}@cliscale-test.iam.gserviceaccount.com`,
});
const proxy = { connectionName: "cliscale-test:europe-west1:cliscale", maxConnections: 20 };
const pool = { DB_MAX_CONNECTIONS: "20", DB_IDLE_TIMEOUT_MILLIS: "30000", NODE_ENV: "production" };

/** Values like cliscale's: a controller that creates runner Jobs, and a gateway that proxies WebSockets to them. */
export function cliscaleLikeValues(): ChartValues {
  return {
    partOf: "cliscale",
    labels: { environment: "test" },
    network: {
      serviceRange: "10.20.0.0/20",
      databaseRange: "10.60.0.0/16",
      apiServerRanges: ["10.0.0.2/32"],
    },
    gateway: entryPoint(),
    quota: {
      pods: 100,
      "requests.cpu": "50",
      "requests.memory": "50Gi",
      "limits.cpu": "100",
      "limits.memory": "100Gi",
    },
    limitRange: {
      max: { cpu: "4", memory: "8Gi" },
      min: { cpu: "10m", memory: "16Mi" },
      default: { cpu: "500m", memory: "512Mi" },
      defaultRequest: { cpu: "100m", memory: "128Mi" },
    },
    workloads: { controller: controller(), "ws-gateway": gateway() },
    podTemplates: { "cliscale-runner": runner() },
    jobs: { migrate: migration() },
  };
}

function entryPoint(): NonNullable<ChartValues["gateway"]> {
  const common = { securityPolicy: "cliscale-web" };
  return {
    addressName: "cliscale",
    certificateMapName: "cliscale",
    sslPolicyName: "cliscale-tls12",
    hosts: { "cliscale.dev": { "/": "controller" }, "ws.cliscale.dev": { "/": "ws-gateway" } },
    unmatched: { redirectTo: "cliscale.dev" },
    services: {
      controller: {
        ...common,
        protocol: "http",
        port: "http",
        timeoutSeconds: 30,
        drainingTimeoutSeconds: 30,
        loggedRequestsPerMillion: 1_000_000,
      },
      "ws-gateway": {
        ...common,
        protocol: "websocket",
        port: "websocket",
        timeoutSeconds: 86_400,
        drainingTimeoutSeconds: 600,
        loggedRequestsPerMillion: 0,
      },
    },
  };
}

function controller(): NonNullable<ChartValues["workloads"]>[string] {
  return {
    component: "controller",
    image: `${REGISTRY}/controller@${digestOf("a")}`,
    env: { ...pool, PORT: "8080", RUNNER_IMAGE: `${REGISTRY}/runner@${digestOf("c")}` },
    ports: { http: 8080, metrics: 9090 },
    probes: {
      startup: { port: "http", path: "/healthz" },
      readiness: { port: "http", path: "/readyz" },
      liveness: { port: "http", path: "/healthz" },
    },
    resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    serviceAccount: {
      name: "ws-cli-controller",
      annotations: googleAccount("ws-cli-controller"),
      apiRules: [
        { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "list", "watch"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      ],
    },
    secrets: {
      pg: { mountPath: "/secrets/pg", files: [{ resourceName: secretVersion("pg"), fileName: "DATABASE_URL" }] },
      jwt: {
        mountPath: "/secrets/jwt",
        files: [
          { resourceName: secretVersion("jwt-private"), fileName: "private.pem" },
          { resourceName: secretVersion("jwt-public"), fileName: "public.pem" },
        ],
      },
    },
    writablePaths: { "/tmp": "64Mi" },
    cloudSqlProxy: proxy,
    network: { to: { internetPorts: [443] } },
    metrics: { port: "metrics" },
    launches: { RUNNER_JOB: "cliscale-runner" },
  };
}

function gateway(): NonNullable<ChartValues["workloads"]>[string] {
  return {
    component: "gateway",
    image: `${REGISTRY}/gateway@${digestOf("b")}`,
    env: { ...pool, PORT: "8080" },
    ports: { websocket: 8080, metrics: 9090 },
    probes: {
      startup: { port: "websocket", path: "/healthz" },
      readiness: { port: "websocket", path: "/healthz" },
      liveness: { port: "websocket", path: "/healthz" },
    },
    replicas: { min: 3, max: 12, targetCpuPercent: 60 },
    resources: { requests: { cpu: "500m", memory: "256Mi" }, limits: { cpu: "2", memory: "1Gi" } },
    serviceAccount: { name: "ws-cli-gateway", annotations: googleAccount("ws-cli-gateway") },
    secrets: {
      pg: { mountPath: "/secrets/pg", files: [{ resourceName: secretVersion("pg"), fileName: "DATABASE_URL" }] },
      jwt: {
        mountPath: "/secrets/jwt",
        files: [{ resourceName: secretVersion("jwt-public"), fileName: "public.pem" }],
      },
    },
    writablePaths: { "/tmp": "64Mi" },
    cloudSqlProxy: proxy,
    network: { to: { workloads: ["cliscale-runner"] } },
    metrics: { port: "metrics" },
  };
}

function runner(): NonNullable<ChartValues["podTemplates"]>[string] {
  return {
    component: "runner",
    image: `${REGISTRY}/runner@${digestOf("c")}`,
    ports: { session: 8080 },
    resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
    serviceAccount: { name: "cliscale-runner", annotations: googleAccount("cliscale-runner") },
    sessionLabels: ["app.kubernetes.io/instance", "session"],
    writablePaths: { "/tmp": "256Mi", "/workspace": "2Gi" },
    runtimeClassName: "gvisor",
    network: { to: { hosts: ["github.com", "gitlab.com", "*.github.com"] } },
  };
}

function migration(): NonNullable<ChartValues["jobs"]>[string] {
  return {
    component: "migration",
    image: `${REGISTRY}/controller@${digestOf("a")}`,
    command: ["node", "dist/migrate.js"],
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
    serviceAccount: { name: "ws-cli-migration", annotations: googleAccount("ws-cli-migration") },
    cloudSqlProxy: proxy,
  };
}
