import { TerraformVariable } from "cdktf";
import {
  resolveChartValues,
  type ChartValues,
  type JobValues,
  type PodTemplateValues,
  type WorkloadValues,
} from "../../../constructs/helm/chart-values";
import { parseQuantity } from "../../../constructs/helm/values/quantity";
import { describeProblem } from "../../../constructs/core/validation";
import { cliscaleLikeValues } from "../../support/chart-values";
import { newStack } from "../../support/synth";

/** cliscale's values, with parts that can be written to and that are surely there. */
interface Parts {
  readonly values: ChartValues & { network: NonNullable<ChartValues["network"]> };
  readonly entry: NonNullable<ChartValues["gateway"]>;
  /** How the load balancer treats the controller and the gateway. */
  readonly http: NonNullable<ChartValues["gateway"]>["services"][string];
  readonly socket: NonNullable<ChartValues["gateway"]>["services"][string];
  readonly controller: WorkloadValues;
  readonly gateway: WorkloadValues;
  readonly runner: PodTemplateValues;
  readonly migrate: JobValues;
}

function parts(): Parts {
  const values = cliscaleLikeValues();
  return {
    values,
    entry: values.gateway,
    http: values.gateway?.services.controller,
    socket: values.gateway?.services["ws-gateway"],
    controller: values.workloads?.controller,
    gateway: values.workloads?.["ws-gateway"],
    runner: values.podTemplates?.["cliscale-runner"],
    migrate: values.jobs?.migrate,
  } as Parts;
}

const OPERATOR = { namespace: "external-secrets", serviceAccountName: "external-secrets" };

/** Everything that is wrong with cliscale's values after a change, in words. */
function refused(change: (parts: Parts) => unknown): readonly string[] {
  const changed = parts();
  change(changed);
  return resolveChartValues(changed.values).problems.map((problem) => describeProblem(problem));
}

/** Writes settings that the types refuse, as a caller without types could. */
const set = (target: object | undefined, settings: object): unknown => Object.assign(target ?? {}, settings);

describe("resolveChartValues", () => {
  it("reads through ClusterSecretStores and looks every 15 minutes, unless told otherwise", () => {
    const { values } = resolveChartValues({ secretDelivery: "external-secrets", secretStore: { operator: OPERATOR } });
    expect(values?.secretStore).toEqual({ kind: "ClusterSecretStore", operator: OPERATOR, refreshMinutes: 15 });
  });

  it("accepts cliscale's values and fills in every default", () => {
    const { values, problems } = resolveChartValues(cliscaleLikeValues());
    expect(problems).toEqual([]);
    expect(values?.workloads.controller).toMatchObject({
      replicas: { min: 2, max: 6, targetCpuPercent: 70 },
      singleton: false,
      disruptionBudget: { minAvailable: 1 },
      maxSurge: "25%",
      minReadySeconds: 30,
      drainSeconds: 30,
      terminationGracePeriodSeconds: 70,
      zoneSpread: "DoNotSchedule",
      runAsUser: 10001,
      runAsGroup: 10001,
      metrics: { path: "/metrics", intervalSeconds: 30, sampleLimit: 5000 },
    });
    expect(values?.gateway?.services.controller).toMatchObject({ sessionAffinity: "NONE", cookieTtlSeconds: 0 });
    expect(values?.podTemplates["cliscale-runner"]).toMatchObject({
      activeDeadlineSeconds: 3600,
      backoffLimit: 0,
      ttlSecondsAfterFinished: 300,
      evictable: false,
    });
    expect(values?.secretDelivery).toBe("files");
  });

  it("accepts its own result unchanged", () => {
    const { values } = resolveChartValues(cliscaleLikeValues());
    expect(resolveChartValues(values ?? {}).values).toEqual(values);
  });

  it("leaves the caller's values alone, and two results apart", () => {
    const mine = cliscaleLikeValues();
    const first = resolveChartValues(mine).values;
    expect(mine).toEqual(cliscaleLikeValues());
    first?.workloads.controller?.network.from.workloads.push("changed");
    expect(resolveChartValues(cliscaleLikeValues()).values?.workloads.controller?.network.from.workloads).toEqual([]);
  });

  it("opens both sides of a connection that one side declares", () => {
    const toRunner = resolveChartValues(cliscaleLikeValues()).values;
    expect(toRunner?.podTemplates["cliscale-runner"]?.network.from.workloads).toEqual(["ws-gateway"]);
    const { values, gateway, runner } = parts();
    set(gateway, { network: {} });
    set(runner, { network: { from: { workloads: ["ws-gateway"] } } });
    expect(resolveChartValues(values).values?.workloads["ws-gateway"]?.network.to.workloads).toEqual([
      "cliscale-runner",
    ]);
  });

  it("keeps all but one pod available by default", () => {
    expect(resolveChartValues(cliscaleLikeValues()).values?.workloads["ws-gateway"]?.disruptionBudget).toEqual({
      minAvailable: 2,
    });
  });

  it.each<[string, number | undefined, number, number]>([
    ["20 seconds without a gateway", undefined, 20, 60],
    ["20 seconds for a shorter draining, since load balancers need as long to notice", 5, 20, 60],
    ["as long as the load balancer drains", 300, 300, 340],
    ["and is killed after an hour at the latest", 3590, 3590, 3600],
  ])("lets a pod go on serving %s", (_, draining, drainSeconds, terminationGracePeriodSeconds) => {
    const { values, socket } = parts();
    set(socket, { drainingTimeoutSeconds: draining });
    set(values, draining === undefined ? { gateway: undefined } : {});
    expect(resolveChartValues(values).values?.workloads["ws-gateway"]).toMatchObject({
      drainSeconds,
      terminationGracePeriodSeconds,
    });
  });

  it("grants an hour when only Terraform knows the drain", () => {
    const { values, controller } = parts();
    set(controller, { drainSeconds: new TerraformVariable(newStack(), "drain", {}).numberValue });
    expect(resolveChartValues(values).values?.workloads.controller?.terminationGracePeriodSeconds).toBe(3600);
  });

  it("leaves the drain and the grace period alone that the caller chose", () => {
    const { values, controller } = parts();
    set(controller, { drainSeconds: 40, terminationGracePeriodSeconds: 55 });
    expect(resolveChartValues(values).values?.workloads.controller).toMatchObject({
      drainSeconds: 40,
      terminationGracePeriodSeconds: 55,
    });
  });

  it("lets tokens pass in strings, numbers and lists", () => {
    const variable = new TerraformVariable(newStack(), "variable", {});
    const { values, controller, http } = parts();
    set(controller, {
      image: `${variable.stringValue}/controller:1.0.0`,
      terminationGracePeriodSeconds: variable.numberValue,
    });
    set(http, {
      securityPolicy: variable.stringValue,
      timeoutSeconds: variable.numberValue,
      drainingTimeoutSeconds: variable.numberValue,
    });
    set(controller.cloudSqlProxy, { connectionName: variable.stringValue });
    set(values.network, { databaseRange: variable.stringValue });
    expect(resolveChartValues(values).problems).toEqual([]);
  });
});

describe("resolveChartValues refuses", () => {
  it("everything that is wrong at once, each by its path", () => {
    expect(
      refused(({ values, controller, gateway }) => {
        set(values, { workload: {} });
        set(controller, { image: "controller", replicas: { min: 1 }, env: { DEBUG: true } });
        set(gateway, { probes: { startup: { port: "websocket", pathh: "/" } } });
      }),
    ).toEqual([
      "'workloads.controller.image' must be a complete image reference with a tag other than latest or a sha256 digest, got 'controller'; correct the value",
      "'workloads.controller.env.DEBUG' must be a string; correct the value",
      "'workloads.controller.replicas.min' must be a whole number between 2 and 1000, got 1; correct the value",
      "'workloads.ws-gateway.probes.startup.pathh' must be a setting that the chart knows; correct its spelling or remove it",
      "'workloads.ws-gateway.probes.readiness' must be set to an object; add it",
      "'workloads.ws-gateway.probes.liveness' must be set to an object; add it",
      "'workload' must be a setting that the chart knows; correct its spelling or remove it",
    ]);
  });

  it("a number token where a string belongs, without printing it", () => {
    const variable = new TerraformVariable(newStack(), "variable", {});
    expect(refused(({ controller }) => set(controller, { component: variable.numberValue }))).toEqual([
      "'workloads.controller.component' must be a string; pass a reference of that type, or a literal",
    ]);
  });

  const cases: readonly [string, (parts: Parts) => unknown, string][] = [
    [
      "an image with the tag latest",
      ({ controller }) => set(controller, { image: "europe-docker.pkg.dev/p/r/i:latest" }),
      "'workloads.controller.image' must be a complete image reference",
    ],
    [
      "an image with latest and a digest",
      ({ controller }) => set(controller, { image: `europe-docker.pkg.dev/p/r/i:latest@sha256:${"a".repeat(64)}` }),
      "'workloads.controller.image' must",
    ],
    [
      "an image with a short digest",
      ({ controller }) => set(controller, { image: "europe-docker.pkg.dev/p/r/i@sha256:abc" }),
      "'workloads.controller.image' must",
    ],
    [
      "a name that no Service may have",
      ({ values, controller }) => set(values, { workloads: { "1st": controller } }),
      "'workloads[\"1st\"]' must have 1 to 53 lowercase letters",
    ],
    [
      "a port below 1024",
      ({ controller }) => set(controller.ports, { http: 80 }),
      "'workloads.controller.ports.http' must be a whole number between 1024 and 65535, got 80",
    ],
    [
      "a port name of 16 characters",
      ({ controller }) => set(controller.ports, { abcdefghijklmnop: 8081 }),
      "'workloads.controller.ports.abcdefghijklmnop' must have 1 to 15",
    ],
    [
      "user 10000",
      ({ controller }) => set(controller, { runAsUser: 10000 }),
      "'workloads.controller.runAsUser' must be a whole number between 10001 and",
    ],
    [
      "a WebSocket of more than a day",
      ({ socket }) => set(socket, { timeoutSeconds: 86401 }),
      "'gateway.services.ws-gateway.timeoutSeconds' must be a whole number between 1 and 86400 seconds, got 86401",
    ],
    [
      "a grace period of more than an hour",
      ({ controller }) => set(controller, { terminationGracePeriodSeconds: 3601 }),
      "between 1 and 3600 seconds, got 3601",
    ],
    [
      "access to secrets",
      ({ controller }) =>
        set(controller.serviceAccount, { apiRules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }] }),
      "must be one resource such as jobs",
    ],
    [
      "shells into pods",
      ({ migrate }) =>
        set(migrate.serviceAccount, { apiRules: [{ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }] }),
      "must be one resource such as jobs",
    ],
    [
      "wildcard resources",
      ({ migrate }) =>
        set(migrate.serviceAccount, { apiRules: [{ apiGroups: [""], resources: ["*"], verbs: ["get"] }] }),
      "must be one resource such as jobs",
    ],
    [
      "wildcard API groups",
      ({ migrate }) =>
        set(migrate.serviceAccount, { apiRules: [{ apiGroups: ["*"], resources: ["jobs"], verbs: ["get"] }] }),
      "must be one API group such as batch",
    ],
    [
      "the verb escalate",
      ({ migrate }) =>
        set(migrate.serviceAccount, { apiRules: [{ apiGroups: [""], resources: ["jobs"], verbs: ["escalate"] }] }),
      "must be one of get, list, watch, create",
    ],
    [
      "writing to the whole cluster",
      ({ migrate }) =>
        set(migrate.serviceAccount, {
          clusterReadRules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["patch"] }],
        }),
      "must be one of get, list, watch, got",
    ],
    [
      "a quantity with a unit that Kubernetes doesn't know",
      ({ controller }) => set(controller.resources.limits, { memory: "1GB" }),
      "'workloads.controller.resources.limits.memory' must be a Kubernetes quantity",
    ],
    [
      "a request above its limit",
      ({ controller }) => set(controller.resources.requests, { memory: "513Mi" }),
      "'workloads.controller.resources.requests.memory' must be at most the limit, 512Mi, got '513Mi'",
    ],
    [
      "a request of an init container above its limit",
      ({ controller }) =>
        set(controller, {
          initContainers: [
            {
              name: "wait",
              image: "europe-docker.pkg.dev/p/r/i:1",
              resources: { requests: { cpu: "2", memory: "1Mi" }, limits: { cpu: "1", memory: "1Mi" } },
            },
          ],
        }),
      "'workloads.controller.initContainers[0].resources.requests.cpu' must be at most the limit",
    ],
    [
      "a limit above the namespace's bound",
      ({ controller }) => set(controller.resources.limits, { cpu: "4001m" }),
      "'workloads.controller.resources.limits.cpu' must be at most limitRange.max.cpu, 4, got '4001m'",
    ],
    [
      "a request below the namespace's bound",
      ({ controller }) => set(controller.resources.requests, { cpu: "9m" }),
      "'workloads.controller.resources.requests.cpu' must be at least limitRange.min.cpu, 10m, got '9m'",
    ],
    [
      "a proxy above the namespace's bound",
      ({ values }) => set(values.limitRange?.max, { memory: "511Mi" }),
      "'workloads.controller.cloudSqlProxy.resources.limits.memory' must be at most limitRange.max.memory, 511Mi",
    ],
    [
      "a check that is too rare for the load balancer",
      ({ controller }) => set(controller.probes.readiness, { periodSeconds: 301 }),
      "'workloads.controller.probes.readiness.periodSeconds' must be at most 300 seconds for a workload behind the gateway, got 301",
    ],
    [
      "more failures than the load balancer waits for",
      ({ controller }) => set(controller.probes.readiness, { failureThreshold: 11 }),
      "'workloads.controller.probes.readiness.failureThreshold' must be at most 10 for a workload behind the gateway, got 11",
    ],
    [
      "two containers of the same name",
      ({ controller }) =>
        set(controller, {
          initContainers: [
            {
              name: "controller",
              image: "europe-docker.pkg.dev/p/r/i:1",
              resources: { requests: { cpu: "1", memory: "1Mi" }, limits: { cpu: "1", memory: "1Mi" } },
            },
          ],
        }),
      "'workloads.controller.initContainers' must have container names that differ",
    ],
    [
      "two workloads with one identity",
      ({ gateway }) => set(gateway.serviceAccount, { name: "ws-cli-controller" }),
      "'workloads.ws-gateway.serviceAccount.name' must have an identity of its own",
    ],
    [
      "a name twice",
      ({ values, migrate }) => set(values, { jobs: { controller: migrate } }),
      "'jobs.controller' must have a name that no other workload, job or pod template has",
    ],
    [
      "the name of the policy that denies everything",
      ({ values, migrate }) => set(values, { jobs: { "default-deny": migrate } }),
      "'default-deny' must not be the name of a workload",
    ],
    [
      "an environment variable that is set twice",
      ({ controller }) => set(controller.env, { RUNNER_JOB: "{}" }),
      "'workloads.controller' must have environment variables that are each set once, got 'RUNNER_JOB'",
    ],
    [
      "fewer replicas at most than at least",
      ({ controller }) => set(controller, { replicas: { min: 4, max: 3 } }),
      "'workloads.controller.replicas.max' must be at least replicas.min, 4, got 3",
    ],
    [
      "a budget that lets nothing be drained",
      ({ controller }) => set(controller, { disruptionBudget: { minAvailable: 2 } }),
      "'workloads.controller.disruptionBudget.minAvailable' must be less than replicas.min, 2",
    ],
    [
      "a drain as long as the grace period",
      ({ controller }) => set(controller, { drainSeconds: 60, terminationGracePeriodSeconds: 60 }),
      "'workloads.controller.drainSeconds' must be less than terminationGracePeriodSeconds, 60",
    ],
    [
      "a load balancer that drains longer than the pod lives",
      ({ controller, http }) => {
        set(controller, { drainSeconds: 30, terminationGracePeriodSeconds: 60 });
        set(http, { drainingTimeoutSeconds: 61 });
      },
      "'gateway.services.controller.drainingTimeoutSeconds' must be at most workloads.controller.terminationGracePeriodSeconds, 60, when the pod is killed, got 61; lower it or raise workloads.controller.terminationGracePeriodSeconds (https://cloud.google.com/load-balancing/docs/enabling-connection-draining)",
    ],
    [
      "WebSockets that are cut by their application before they have drained",
      ({ gateway }) => set(gateway, { drainSeconds: 599 }),
      "'gateway.services.ws-gateway.drainingTimeoutSeconds' must be at most workloads.ws-gateway.drainSeconds, 599, when the application is told to stop and closes its WebSockets, got 600; lower it or raise workloads.ws-gateway.drainSeconds",
    ],
    [
      "a drain of an hour, which leaves no time to stop",
      ({ socket }) => set(socket, { drainingTimeoutSeconds: 3600 }),
      "'workloads.ws-gateway.drainSeconds' must be less than terminationGracePeriodSeconds, 3600",
    ],
    [
      "a draining of more than an hour",
      ({ socket }) => set(socket, { drainingTimeoutSeconds: 3601 }),
      "'gateway.services.ws-gateway.drainingTimeoutSeconds' must be a whole number between 0 and 3600 seconds, got 3601",
    ],
    [
      "a cookie of more than two weeks",
      ({ http }) => set(http, { cookieTtlSeconds: 1209601 }),
      "'gateway.services.controller.cookieTtlSeconds' must be a whole number between 0 and 1209600 seconds",
    ],
    [
      "the same check twice",
      ({ controller }) =>
        set(controller.probes, {
          liveness: { port: "http", path: "/readyz", periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
        }),
      "'workloads.controller.probes.liveness' must differ from the readiness probe",
    ],
    [
      "a probe of a port that isn't there",
      ({ controller }) => set(controller.probes.startup, { port: "htpp" }),
      "'workloads.controller.probes.startup.port' must name one of the workload's ports, got 'htpp'; choose one of http, metrics",
    ],
    [
      "a probe without port and command",
      ({ controller }) => set(controller.probes, { startup: {} }),
      "'workloads.controller.probes.startup.port' must be set unless there is a command",
    ],
    [
      "a probe with path and command",
      ({ controller }) => set(controller.probes.startup, { command: ["true"] }),
      "'workloads.controller.probes.startup' must be either a path or a command",
    ],
    [
      "a probe that waits longer than its period",
      ({ controller }) => set(controller.probes.startup, { timeoutSeconds: 11 }),
      "'workloads.controller.probes.startup.timeoutSeconds' must be at most periodSeconds, 10, got 11",
    ],
    [
      "a service of the gateway with a port that its workload lacks",
      ({ http }) => set(http, { port: "https" }),
      "'gateway.services.controller.port' must name one of the workload's ports, got 'https'; choose one of http, metrics",
    ],
    [
      "a service of the gateway that is no workload",
      ({ values, entry, http }) => {
        set(entry.hosts, { "cliscale.dev": { "/": "controler" } });
        set(values, { gateway: { ...entry, services: { ...entry.services, controller: http, controler: http } } });
      },
      "'gateway.services.controler' must be one of the release's workloads; rename it to one of controller, ws-gateway",
    ],
    [
      "a service of the gateway without a word about its firewall",
      ({ http }) => set(http, { securityPolicy: undefined }),
      "'gateway.services.controller.securityPolicy' must be set to a string",
    ],
    [
      "a gateway without hosts",
      ({ entry }) => set(entry, { hosts: {} }),
      "'gateway.hosts' must name at least one host",
    ],
    [
      "a host with a wildcard",
      ({ entry }) => set(entry.hosts, { "*.cliscale.dev": { "/": "controller" } }),
      "'gateway.hosts[\"*.cliscale.dev\"]' must be a fully qualified host name in lowercase, without a trailing dot, as a name",
    ],
    [
      "a host without a service for everything else",
      ({ entry }) => set(entry.hosts, { "cliscale.dev": { "/api": "controller" } }),
      '\'gateway.hosts["cliscale.dev"]\' must have the path "/"',
    ],
    [
      "a path that leads nowhere",
      ({ entry }) => set(entry.hosts, { "cliscale.dev": { "/": "controller", "/ws": "gateway" } }),
      "'gateway.hosts[\"cliscale.dev\"][\"/ws\"]' must name one of the services, got 'gateway'; choose one of controller, ws-gateway",
    ],
    [
      "a service that no host leads to",
      ({ entry }) => set(entry.hosts, { "ws.cliscale.dev": { "/": "controller" } }),
      "'gateway.services.ws-gateway' must be where a host's path leads to",
    ],
    [
      "two answers for other hosts",
      ({ entry }) => set(entry, { unmatched: { redirectTo: "cliscale.dev", service: "controller" } }),
      "'gateway.unmatched' must be either a redirect or a service",
    ],
    [
      "no answer for other hosts",
      ({ entry }) => set(entry, { unmatched: {} }),
      "'gateway.unmatched' must be either a redirect or a service",
    ],
    [
      "a redirect that could come back",
      ({ entry }) => set(entry, { unmatched: { redirectTo: "cliscale.com" } }),
      "'gateway.unmatched.redirectTo' must be one of the hosts",
    ],
    [
      "a workload behind the gateway without a path to check",
      ({ controller }) => set(controller.probes, { readiness: { port: "http" } }),
      "'workloads.controller.probes.readiness.path' must be set for a workload behind the gateway",
    ],
    [
      "metrics on a port that isn't there",
      ({ controller }) => set(controller.metrics, { port: "prom" }),
      "'workloads.controller.metrics.port' must name one of the workload's ports",
    ],
    [
      "pods without facts about the network",
      ({ values }) => set(values, { network: undefined }),
      "'network' must be set as soon as there is a pod",
    ],
    [
      "a proxy without the database's range",
      ({ values }) => set(values.network, { databaseRange: undefined }),
      "'network.databaseRange' must be set, because workloads.controller has a Cloud SQL Auth Proxy",
    ],
    [
      "API access without the control plane's range",
      ({ values }) => set(values.network, { apiServerRanges: [] }),
      "'network.apiServerRanges' must be set, because workloads.controller may use the Kubernetes API",
    ],
    [
      "a peer that isn't there",
      ({ gateway }) => set(gateway, { network: { to: { workloads: ["runner"] } } }),
      "'workloads.ws-gateway.network.to.workloads' must name a workload, job or pod template, got 'runner'",
    ],
    [
      "a peer without ports",
      ({ gateway }) => set(gateway, { network: { to: { workloads: ["migrate"] } } }),
      "'workloads.ws-gateway.network.to.workloads' must lead to pods with ports, got 'migrate'",
    ],
    [
      "a caller of pods without ports",
      ({ migrate }) => set(migrate, { network: { from: { workloads: ["controller"] } } }),
      "'jobs.migrate.network.from.workloads' must lead to pods with ports",
    ],
    [
      "a wildcard that is not the first label",
      ({ runner }) => set(runner, { network: { to: { hosts: ["api.*.com"] } } }),
      "must be a fully qualified host name in lowercase, where only the first label may be *",
    ],
    [
      "launching what isn't there",
      ({ controller }) => set(controller, { launches: { JOB: "runner" } }),
      "'workloads.controller.launches.JOB' must name a pod template, got 'runner'",
    ],
    [
      "launching without the right to",
      ({ gateway }) => set(gateway, { launches: { JOB: "cliscale-runner" } }),
      "'workloads.ws-gateway.serviceAccount.apiRules' must allow to create jobs of batch",
    ],
    [
      "a secret as a variable with delivery by files",
      ({ controller }) => set(controller.secrets?.pg, { env: { DATABASE_URL: "DATABASE_URL" } }),
      "'workloads.controller.secrets.pg.env' must be empty when secretDelivery is \"files\"; let the application read the file below /secrets/pg",
    ],
    [
      "a variable from a file that isn't there",
      ({ values, controller }) => {
        set(values, { secretDelivery: "external-secrets", secretStore: { operator: OPERATOR } });
        set(controller.secrets?.jwt, { env: { KEY: "key.pem" } });
      },
      "'workloads.controller.secrets.jwt.env.KEY' must name one of the mount's files, got 'key.pem'; choose one of private.pem, public.pem",
    ],
    [
      "the operator without its store",
      ({ values }) => set(values, { secretDelivery: "external-secrets" }),
      "'secretStore' must be set when secretDelivery is \"external-secrets\"; pass the secretStore of your ExternalSecretsOperator",
    ],
    [
      "secrets of two projects for one store",
      ({ values, controller }) => {
        set(values, { secretDelivery: "external-secrets", secretStore: { operator: OPERATOR } });
        set(controller.secrets?.pg?.files[0], { resourceName: "projects/other/secrets/pg/versions/1" });
      },
      "'workloads.controller.secrets' must be of one project when secretDelivery is \"external-secrets\", because a store reads one, got 'other, cliscale-test'",
    ],
    [
      "a store without its operator",
      ({ values }) => set(values, { secretDelivery: "external-secrets", secretStore: {} }),
      "'secretStore.operator' must",
    ],
    [
      "an operator by no name of Kubernetes'",
      ({ values }) =>
        set(values, { secretStore: { operator: { namespace: "External", serviceAccountName: "external-secrets" } } }),
      "'secretStore.operator.namespace' must have 1 to 63 lowercase letters",
    ],
    [
      "the chart's own labels",
      ({ controller }) => set(controller, { podLabels: { "app.kubernetes.io/name": "other" } }),
      "'workloads.controller.podLabels[\"app.kubernetes.io/name\"]' must leave the labels alone that the chart sets",
    ],
    [
      "the chart's own labels for every object",
      ({ values }) => set(values, { labels: { "app.kubernetes.io/name": "other" } }),
      "'labels[\"app.kubernetes.io/name\"]' must leave the labels alone",
    ],
    [
      "a secret by something that is no version of it",
      ({ controller }) => set(controller.secrets?.pg?.files[0], { resourceName: "projects/p/secrets/pg" }),
      "must be a secret version, projects/<project>/secrets/<secret>/versions/<version>",
    ],
    [
      "a mount without files",
      ({ controller }) => set(controller.secrets?.pg, { files: [] }),
      "'workloads.controller.secrets.pg.files' must have at least 1 entry",
    ],
    [
      "a quota without one of its four sums",
      ({ values }) =>
        set(values, { quota: { pods: 1, "requests.cpu": "1", "requests.memory": "1Gi", "limits.cpu": "1" } }),
      "'quota[\"limits.memory\"]' must be set to a string",
    ],
  ];

  it.each(cases)("%s", (_, change, message) => {
    const problems = refused(change);
    expect(problems.join("\n")).toContain(message);
  });
});

describe("resolveChartValues accepts", () => {
  it.each<[string, (parts: Parts) => unknown]>([
    [
      "resources at the namespace's bounds",
      ({ controller }) =>
        set(controller, {
          resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "4", memory: "8Gi" } },
        }),
    ],
    [
      "the rarest check that the load balancer knows",
      ({ controller }) => set(controller.probes.readiness, { periodSeconds: 300, failureThreshold: 10 }),
    ],
    ["the lowest user", ({ controller }) => set(controller, { runAsUser: 10001 })],
    ["a WebSocket of a day", ({ socket }) => set(socket, { timeoutSeconds: 86400 })],
    ["a request that equals its limit", ({ controller }) => set(controller.resources.requests, { memory: "512Mi" })],
    [
      "a drain one second shorter than the grace period",
      ({ controller }) => set(controller, { drainSeconds: 59, terminationGracePeriodSeconds: 60 }),
    ],
    [
      "a load balancer that drains until the pod is killed",
      ({ controller, http }) => {
        set(controller, { drainSeconds: 30, terminationGracePeriodSeconds: 60 });
        set(http, { drainingTimeoutSeconds: 60 });
      },
    ],
    [
      "WebSockets that have drained just before their application is told to stop",
      ({ gateway }) => set(gateway, { drainSeconds: 600 }),
    ],
    ["a drain of almost an hour", ({ socket }) => set(socket, { drainingTimeoutSeconds: 3599 })],
    ["a cookie of two weeks", ({ http }) => set(http, { cookieTtlSeconds: 1209600 })],
    [
      "a service for other hosts that no host leads to",
      ({ entry }) => {
        set(entry.hosts, { "ws.cliscale.dev": { "/": "controller" } });
        set(entry, { unmatched: { service: "ws-gateway" } });
      },
    ],
    ["a budget one below the replicas", ({ controller }) => set(controller, { disruptionBudget: { minAvailable: 1 } })],
    [
      "an image with tag and digest",
      ({ controller }) => set(controller, { image: `europe-docker.pkg.dev/p/r/i:1.0@sha256:${"a".repeat(64)}` }),
    ],
    [
      "a tag that begins with latest",
      ({ controller }) => set(controller, { image: "europe-docker.pkg.dev/p/r/i:latest-2" }),
    ],
    ["a port name of 15 characters", ({ controller }) => set(controller.ports, { abcdefghijklmno: 8081 })],
    [
      "the same host on another path",
      ({ entry }) => set(entry, { hosts: { "cliscale.dev": { "/": "controller", "/ws": "ws-gateway" } } }),
    ],
  ])("%s", (_, change) => {
    expect(refused(change)).toEqual([]);
  });
});

describe("parseQuantity", () => {
  it.each<[string, number | undefined]>([
    ["500m", 0.5],
    ["2", 2],
    ["1.5", 1.5],
    ["1Ki", 1024],
    ["1k", 1000],
    ["2Gi", 2147483648],
    ["1GB", undefined],
    ["", undefined],
  ])("reads %s", (quantity, number) => {
    expect(parseQuantity(quantity)).toBe(number);
  });
});
