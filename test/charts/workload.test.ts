import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { workloadChartDirectory } from "../../constructs/helm/chart-directory";
import {
  chartValuesJsonSchema,
  resolveChartValues,
  type ChartValues,
  type ResolvedChartValues,
} from "../../constructs/helm/chart-values";
import { CLOUD_SQL_PROXY_IMAGE } from "../../constructs/helm/values/container";
import { cliscaleLikeValues, digestOf } from "../support/chart-values";
import { renderChart, runHelmTemplate, type KubernetesObject } from "../support/helm";

interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly restartPolicy?: string;
  readonly args?: readonly string[];
  readonly env?: readonly { name: string; value?: string; valueFrom?: unknown }[];
  readonly resources: unknown;
  readonly securityContext: unknown;
  readonly volumeMounts?: readonly { name: string; mountPath: string; readOnly?: boolean }[];
  readonly [probe: string]: unknown;
}
interface PodSpec {
  readonly automountServiceAccountToken: boolean;
  readonly serviceAccountName: string;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly { name: string; [source: string]: unknown }[];
  readonly [field: string]: unknown;
}
interface PodTemplate {
  readonly metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
  readonly spec: PodSpec;
}
type Spec = Readonly<Record<string, unknown>>;

const objects = renderChart(cliscaleLikeValues());

const all = (kind: string, of = objects): readonly KubernetesObject[] => of.filter((object) => object.kind === kind);

function one(kind: string, name: string, of = objects): KubernetesObject {
  const found = all(kind, of).filter((object) => object.metadata.name === name);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`expected exactly one ${kind} ${name}, found ${found.length}`);
  }
  return found[0];
}

const spec = (kind: string, name: string, of = objects): Spec => one(kind, name, of).spec as Spec;
const names = (kind: string, of = objects): readonly string[] => all(kind, of).map((object) => object.metadata.name);

function podTemplateOf(object: KubernetesObject): PodTemplate {
  return (object.kind === "PodTemplate" ? object.template : (object.spec as Spec).template) as PodTemplate;
}

/** Every pod that can come out of the release, also that of Jobs which the controller creates. */
function podsOf(of = objects): readonly PodTemplate[] {
  const launched = variable(pod("Deployment", "controller", of).containers[0], "RUNNER_JOB");
  return [
    ...["Deployment", "Job", "PodTemplate"].flatMap((kind) => all(kind, of)).map(podTemplateOf),
    ...(launched === undefined ? [] : [(JSON.parse(launched) as { spec: { template: PodTemplate } }).spec.template]),
  ];
}

const pod = (kind: string, name: string, of = objects): PodSpec => podTemplateOf(one(kind, name, of)).spec;
const containersOf = (of: PodSpec): readonly Container[] => [...(of.initContainers ?? []), ...of.containers];
const variable = (container: Container | undefined, name: string): string | undefined =>
  container?.env?.find((entry) => entry.name === name)?.value;

function main(kind: string, name: string, of = objects): Container {
  const container = pod(kind, name, of).containers[0];
  if (container === undefined) {
    throw new Error(`${name} has no container`);
  }
  return container;
}

/** The Kubernetes Secret that an ExternalSecret makes. */
const syncedName = (name: string, of: readonly KubernetesObject[]): string =>
  (spec("ExternalSecret", name, of).target as { name: string }).name;

/** Values with one change. */
function changed(change: (values: ResolvedChartValues) => void): readonly KubernetesObject[] {
  return renderChart(altered(change));
}

function altered(change: (values: ResolvedChartValues) => void): ChartValues {
  const values = resolved(cliscaleLikeValues());
  change(values);
  return values;
}

function resolved(values: ChartValues): ResolvedChartValues {
  const result = resolveChartValues(values);
  if (result.values === undefined) {
    throw new Error(JSON.stringify(result.problems));
  }
  return result.values;
}

const DNS_RULE = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: {
        matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns", "node-local-dns"] }],
      },
    },
    { ipBlock: { cidr: "169.254.20.10/32" } },
    { ipBlock: { cidr: "169.254.169.254/32" } },
    { ipBlock: { cidr: "10.20.0.0/20" } },
  ],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};
const RUNNER_SELECTOR = {
  matchLabels: { "app.kubernetes.io/name": "cliscale-runner", "app.kubernetes.io/component": "runner" },
  matchExpressions: [
    { key: "app.kubernetes.io/instance", operator: "Exists" },
    { key: "session", operator: "Exists" },
  ],
};
const selectorOf = (name: string): unknown => ({
  matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": "cliscale" },
});
const tcp = (...ports: readonly number[]): unknown => ports.map((port) => ({ protocol: "TCP", port }));
const block = (cidr: string): unknown => ({ ipBlock: { cidr } });

describe("C1, C31: identities", () => {
  it("creates each ServiceAccount once, in one template, annotated with its Google service account", () => {
    expect(names("ServiceAccount").toSorted()).toEqual([
      "cliscale-runner",
      "ws-cli-controller",
      "ws-cli-gateway",
      "ws-cli-migration",
    ]);
    for (const account of all("ServiceAccount")) {
      expect(account.metadata.annotations).toEqual({
        "iam.gke.io/gcp-service-account": `${account.metadata.name}@cliscale-test.iam.gserviceaccount.com`,
      });
    }
    const sources = [
      ...runHelmTemplate(resolved(cliscaleLikeValues())).stdout.matchAll(
        /# Source: (\S+)\n(?:#.*\n)*apiVersion: v1\nkind: ServiceAccount\n/g,
      ),
    ].map((match) => match[1]);
    expect(sources).toEqual(Array(4).fill("workload/templates/serviceaccounts.yaml"));
  });

  it("runs each workload as its own ServiceAccount", () => {
    expect(pod("Deployment", "controller").serviceAccountName).toBe("ws-cli-controller");
    expect(pod("Deployment", "ws-gateway").serviceAccountName).toBe("ws-cli-gateway");
    expect(pod("PodTemplate", "cliscale-runner").serviceAccountName).toBe("cliscale-runner");
  });
});

describe("C2, C6: hardening", () => {
  it("hardens every container of every pod, sidecars and init containers too", () => {
    const pods = podsOf();
    expect(pods).toHaveLength(5);
    for (const container of pods.flatMap((template) => containersOf(template.spec))) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 10001,
        runAsGroup: 10001,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      });
    }
  });

  it("hardens the pods themselves", () => {
    for (const template of podsOf()) {
      expect(template.spec.securityContext).toEqual({
        runAsNonRoot: true,
        runAsUser: 10001,
        runAsGroup: 10001,
        fsGroup: 10001,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(template.spec).not.toHaveProperty("hostNetwork");
      expect(template.spec.enableServiceLinks).toBe(false);
    }
  });

  it("gives init containers the same, with their own image", () => {
    const of = changed((values) => {
      values.workloads["ws-gateway"]?.initContainers.push({
        name: "warm-up",
        image: "europe-west1-docker.pkg.dev/p/r/warm-up:1.0.0",
        command: ["/warm-up"],
        args: [],
        env: {},
        podFieldEnv: { POD_NAME: "metadata.name" },
        resources: {
          requests: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "16Mi" },
          limits: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "16Mi" },
        },
      });
    });
    const [proxy, warmUp] = pod("Deployment", "ws-gateway", of).initContainers ?? [];
    expect(proxy?.name).toBe("cloud-sql-proxy");
    expect(warmUp).toMatchObject({
      name: "warm-up",
      image: "europe-west1-docker.pkg.dev/p/r/warm-up:1.0.0",
      command: ["/warm-up"],
    });
    expect(warmUp?.env).toEqual([{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }]);
    expect(warmUp?.securityContext).toEqual(main("Deployment", "ws-gateway", of).securityContext);
  });

  it("makes the named paths writable, with a bound, and nothing else", () => {
    const runner = pod("PodTemplate", "cliscale-runner");
    expect(runner.volumes).toEqual([
      { name: "writable-tmp", emptyDir: { sizeLimit: "256Mi" } },
      { name: "writable-workspace", emptyDir: { sizeLimit: "2Gi" } },
    ]);
    expect(runner.containers[0]?.volumeMounts).toEqual([
      { name: "writable-tmp", mountPath: "/tmp" },
      { name: "writable-workspace", mountPath: "/workspace" },
    ]);
  });

  it("runs as another user when it is told to", () => {
    const of = changed((values) =>
      Object.assign(values.workloads.controller ?? {}, { runAsUser: 1000650000, runAsGroup: 20000 }),
    );
    expect(pod("Deployment", "controller", of).securityContext).toMatchObject({
      runAsUser: 1000650000,
      fsGroup: 20000,
    });
    expect(main("Deployment", "controller", of).securityContext).toMatchObject({
      runAsUser: 1000650000,
      runAsGroup: 20000,
    });
  });
});

describe("C5, C19: the entry point", () => {
  it("is a global external Gateway with the address and the certificates of the edge", () => {
    const gateway = one("Gateway", "cliscale");
    expect(gateway.metadata.annotations).toEqual({ "networking.gke.io/certmap": "cliscale" });
    expect(gateway.spec).toEqual({
      gatewayClassName: "gke-l7-global-external-managed",
      addresses: [{ type: "NamedAddress", value: "cliscale" }],
      listeners: [
        { name: "https", protocol: "HTTPS", port: 443, allowedRoutes: { namespaces: { from: "Same" } } },
        { name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "Same" } } },
      ],
    });
    expect(all("Ingress")).toEqual([]);
  });

  it("keeps old TLS out by the SSL policy", () => {
    expect(spec("GCPGatewayPolicy", "cliscale")).toEqual({
      default: { sslPolicy: "cliscale-tls12" },
      targetRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name: "cliscale" },
    });
  });

  it("redirects everything from HTTP to HTTPS", () => {
    expect(spec("HTTPRoute", "cliscale-to-https")).toEqual({
      parentRefs: [{ name: "cliscale", sectionName: "http" }],
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
    });
  });

  it("routes each host to its Service over HTTPS only", () => {
    expect(spec("HTTPRoute", "ws.cliscale.dev")).toEqual({
      parentRefs: [{ name: "cliscale", sectionName: "https" }],
      hostnames: ["ws.cliscale.dev"],
      rules: [
        { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "ws-gateway", port: 8080 }] },
      ],
    });
    expect(spec("HTTPRoute", "cliscale.dev").hostnames).toEqual(["cliscale.dev"]);
    expect(spec("Service", "ws-gateway")).toMatchObject({
      type: "ClusterIP",
      selector: { "app.kubernetes.io/name": "ws-gateway", "app.kubernetes.io/instance": "cliscale" },
    });
  });

  it("routes each path of a host to the port of its workload", () => {
    const of = changed(({ gateway }) => {
      Object.assign(gateway?.hosts ?? {}, { "cliscale.dev": { "/": "controller", "/ws": "ws-gateway" } });
      Object.assign(gateway?.services["ws-gateway"] ?? {}, { port: "metrics" });
    });
    expect(spec("HTTPRoute", "cliscale.dev", of).rules).toEqual([
      { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "controller", port: 8080 }] },
      { matches: [{ path: { type: "PathPrefix", value: "/ws" } }], backendRefs: [{ name: "ws-gateway", port: 9090 }] },
    ]);
  });

  it("redirects every other host, so that no request reaches a backend without a firewall", () => {
    expect(spec("HTTPRoute", "cliscale-unmatched")).toEqual({
      parentRefs: [{ name: "cliscale", sectionName: "https" }],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          filters: [
            {
              type: "RequestRedirect",
              requestRedirect: { scheme: "https", hostname: "cliscale.dev", statusCode: 302 },
            },
          ],
        },
      ],
    });
  });

  it("sends every other host to a service when it is told to", () => {
    const of = changed(({ gateway }) => Object.assign(gateway ?? {}, { unmatched: { service: "ws-gateway" } }));
    expect(spec("HTTPRoute", "cliscale-unmatched", of).rules).toEqual([
      { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "ws-gateway", port: 8080 }] },
    ]);
  });

  it("gives hosts that differ in a dot or a hyphen routes of their own", () => {
    const routes = { "a-b.cliscale.dev": { "/": "controller" }, "a.b.cliscale.dev": { "/": "ws-gateway" } };
    const of = changed(({ gateway }) =>
      Object.assign(gateway ?? {}, { hosts: routes, unmatched: { service: "controller" } }),
    );
    expect(names("HTTPRoute", of).toSorted()).toEqual([
      "a-b.cliscale.dev",
      "a.b.cliscale.dev",
      "cliscale-to-https",
      "cliscale-unmatched",
    ]);
  });

  it("gives every backend of every route a firewall, a timeout and a health check", () => {
    const of = changed(({ gateway }) => Object.assign(gateway ?? {}, { unmatched: { service: "controller" } }));
    const backends = all("HTTPRoute", of).flatMap((route) =>
      (route.spec as { rules: { backendRefs?: { name: string }[] }[] }).rules.flatMap(({ backendRefs = [] }) =>
        backendRefs.map(({ name }) => name),
      ),
    );
    expect(backends.toSorted()).toEqual(["controller", "controller", "ws-gateway"]);
    for (const name of backends) {
      expect(spec("GCPBackendPolicy", name, of).default).toMatchObject({
        securityPolicy: "cliscale-web",
        timeoutSec: expect.any(Number) as unknown,
      });
      expect(spec("HealthCheckPolicy", name, of).targetRef).toEqual({ group: "", kind: "Service", name });
    }
  });
});

describe("C7: connection pools", () => {
  it.each(["controller", "ws-gateway"])("tells %s its pool size and idle timeout", (name) => {
    expect(variable(main("Deployment", name), "DB_MAX_CONNECTIONS")).toBe("20");
    expect(variable(main("Deployment", name), "DB_IDLE_TIMEOUT_MILLIS")).toBe("30000");
  });
});

describe("C8: access to the Kubernetes API", () => {
  it("lets the controller create and watch Jobs and watch Pods, and nobody anything else", () => {
    expect(names("Role")).toEqual(["controller"]);
    expect(one("Role", "controller").rules).toEqual([
      { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "list", "watch"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
    ]);
    expect(all("RoleBinding")).toEqual([
      expect.objectContaining({
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "controller" },
        subjects: [{ kind: "ServiceAccount", name: "ws-cli-controller", namespace: "ws-cli" }],
      }),
    ]);
    expect(all("ClusterRole")).toEqual([]);
    expect(all("ClusterRoleBinding")).toEqual([]);
  });

  it("mounts no token by itself, neither through the account nor through the pod", () => {
    expect(all("ServiceAccount").every((account) => account.automountServiceAccountToken === false)).toBe(true);
    expect(podsOf().every((template) => template.spec.automountServiceAccountToken === false)).toBe(true);
  });

  it("gives a short-lived token to the controller's container and to no other", () => {
    const holders = podsOf().filter((template) => template.spec.volumes?.some((volume) => "projected" in volume));
    expect(holders.map((template) => template.spec.serviceAccountName)).toEqual(["ws-cli-controller"]);
    expect(pod("Deployment", "controller").volumes).toContainEqual({
      name: "kubernetes-api",
      projected: {
        defaultMode: 0o440,
        sources: [
          { serviceAccountToken: { path: "token", expirationSeconds: 3600 } },
          { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
          { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
        ],
      },
    });
    const mount = {
      name: "kubernetes-api",
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
      readOnly: true,
    };
    expect(main("Deployment", "controller").volumeMounts).toContainEqual(mount);
    expect(pod("Deployment", "controller").initContainers?.[0]?.volumeMounts).toBeUndefined();
  });

  it("reads the whole cluster only when the workload says so", () => {
    const rules = [{ apiGroups: [""], resources: ["nodes"], verbs: ["get" as const, "list" as const] }];
    const of = changed((values) => values.workloads["ws-gateway"]?.serviceAccount.clusterReadRules.push(...rules));
    expect(one("ClusterRole", "ws-cli-ws-gateway", of).rules).toEqual(rules);
    expect(one("ClusterRoleBinding", "ws-cli-ws-gateway", of)).toMatchObject({
      roleRef: { kind: "ClusterRole", name: "ws-cli-ws-gateway" },
      subjects: [{ kind: "ServiceAccount", name: "ws-cli-gateway", namespace: "ws-cli" }],
    });
    expect(pod("Deployment", "ws-gateway", of).volumes?.some((volume) => "projected" in volume)).toBe(true);
  });
});

describe("C9: network isolation", () => {
  const policy = (name: string, of = objects): { ingress?: readonly unknown[]; egress?: readonly unknown[] } =>
    spec("NetworkPolicy", name, of);

  it("denies everything both ways by default", () => {
    expect(spec("NetworkPolicy", "default-deny")).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  it("has one policy for each kind of pod, for both directions", () => {
    expect(names("NetworkPolicy").toSorted()).toEqual([
      "cliscale-runner",
      "controller",
      "default-deny",
      "migrate",
      "ws-gateway",
    ]);
    expect(all("NetworkPolicy").every((object) => String((object.spec as Spec).policyTypes) === "Ingress,Egress")).toBe(
      true,
    );
    expect(spec("NetworkPolicy", "controller").podSelector).toEqual(selectorOf("controller"));
  });

  it("lets the runner resolve names and nothing else, and only the gateway in", () => {
    expect(spec("NetworkPolicy", "cliscale-runner")).toEqual({
      podSelector: RUNNER_SELECTOR,
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: selectorOf("ws-gateway") }], ports: tcp(8080) }],
      egress: [DNS_RULE],
    });
  });

  it("lets the runner out to the allowed code hosts by name, over HTTPS", () => {
    expect(spec("FQDNNetworkPolicy", "cliscale-runner")).toEqual({
      podSelector: RUNNER_SELECTOR,
      egress: [
        {
          matches: [{ name: "github.com" }, { name: "gitlab.com" }, { pattern: "*.github.com" }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
      ],
    });
  });

  it("labels runner pods as the policies select them", () => {
    const labels = podTemplateOf(one("PodTemplate", "cliscale-runner")).metadata.labels;
    expect(labels).toMatchObject(RUNNER_SELECTOR.matchLabels);
    // instance and session are the session's, and the controller's to set
    expect(labels).not.toHaveProperty(["app.kubernetes.io/instance"]);
    expect(labels).not.toHaveProperty("session");
  });

  it("gives the gateway exactly names, runners, credentials, Google's APIs and the database", () => {
    expect(policy("ws-gateway").egress).toEqual([
      DNS_RULE,
      { to: [{ podSelector: RUNNER_SELECTOR }], ports: tcp(8080) },
      { to: [block("169.254.169.254/32")], ports: tcp(80, 8080) },
      { to: [block("169.254.169.252/32")], ports: tcp(987, 988) },
      { to: [block("199.36.153.8/30")], ports: tcp(443) },
      { to: [block("10.60.0.0/16")], ports: tcp(3307) },
    ]);
  });

  it("lets load balancer and metrics collectors in where the gateway leads and where there are metrics", () => {
    expect(policy("ws-gateway").ingress).toEqual([
      { from: [block("35.191.0.0/16"), block("130.211.0.0/22")], ports: tcp(8080) },
      {
        from: [
          {
            namespaceSelector: {
              matchExpressions: [
                { key: "kubernetes.io/metadata.name", operator: "In", values: ["gmp-system", "gke-gmp-system"] },
              ],
            },
          },
        ],
        ports: tcp(9090),
      },
    ]);
    expect(policy("migrate").ingress).toBeUndefined();
  });

  it("lets the load balancer reach the port of the health check when it is another one", () => {
    const of = changed((values) => {
      const controller = values.workloads.controller;
      if (controller !== undefined) {
        controller.ports.health = 8081;
        controller.probes.readiness.port = "health";
      }
    });
    expect(policy("controller", of).ingress?.[0]).toMatchObject({ ports: tcp(8080, 8081) });
  });

  it("lets only the controller reach the Kubernetes API and the internet, never private ranges", () => {
    const egress = policy("controller").egress ?? [];
    expect(egress).toContainEqual({ to: [block("10.20.0.0/20"), block("10.0.0.2/32")], ports: tcp(443) });
    expect(egress.at(-1)).toEqual({
      to: [
        {
          ipBlock: {
            cidr: "0.0.0.0/0",
            except: expect.arrayContaining([
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "169.254.0.0/16",
              "100.64.0.0/10",
            ]) as unknown,
          },
        },
      ],
      ports: tcp(443),
    });
    for (const name of ["ws-gateway", "cliscale-runner", "migrate"]) {
      expect(JSON.stringify(policy(name))).not.toContain("0.0.0.0/0");
      expect(JSON.stringify(policy(name))).not.toContain("10.0.0.2/32");
    }
  });

  it("never opens the ports of credentials or the database to the runner", () => {
    const text = JSON.stringify(policy("cliscale-runner"));
    for (const port of [80, 8080, 987, 988, 3307, 5432].filter((candidate) => candidate !== 8080)) {
      expect(text).not.toContain(`"port":${port}}`);
    }
    expect(policy("cliscale-runner").egress?.filter((rule) => JSON.stringify(rule).includes("169.254.169"))).toEqual([
      DNS_RULE,
    ]);
  });

  it("lets Google's APIs be reached by name where they are needed", () => {
    expect(names("FQDNNetworkPolicy").toSorted()).toEqual(["cliscale-runner", "controller", "migrate", "ws-gateway"]);
    expect((spec("FQDNNetworkPolicy", "controller").egress as { matches: unknown }[])[0]?.matches).toEqual([
      { pattern: "*.googleapis.com" },
    ]);
  });

  it("allows peers in other namespaces and ranges, in both directions", () => {
    const elsewhere = { namespace: "monitoring", podLabels: { app: "prometheus" }, ports: [9090] };
    const of = changed((values) => {
      const network = values.workloads["ws-gateway"]?.network;
      network?.to.namespaces.push(elsewhere);
      network?.from.namespaces.push({ ...elsewhere, podLabels: {}, ports: [8080] });
      network?.to.ranges.push({ cidr: "10.9.0.0/24", ports: [6379, 6380] });
      network?.from.ranges.push({ cidr: "10.8.0.0/24", ports: [8080] });
    });
    const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } };
    expect(policy("ws-gateway", of).egress?.slice(-2)).toEqual([
      { to: [{ namespaceSelector, podSelector: { matchLabels: { app: "prometheus" } } }], ports: tcp(9090) },
      { to: [block("10.9.0.0/24")], ports: tcp(6379, 6380) },
    ]);
    expect(policy("ws-gateway", of).ingress?.slice(-2)).toEqual([
      { from: [{ namespaceSelector }], ports: tcp(8080) },
      { from: [block("10.8.0.0/24")], ports: tcp(8080) },
    ]);
  });
});

describe("C11: secrets", () => {
  it("mounts each secret as files from Secret Manager, readable by the workload that needs it", () => {
    expect(names("SecretProviderClass").toSorted()).toEqual([
      "controller-jwt",
      "controller-pg",
      "ws-gateway-jwt",
      "ws-gateway-pg",
    ]);
    expect(spec("SecretProviderClass", "controller-jwt")).toEqual({
      provider: "gke",
      parameters: {
        secrets: [
          '- resourceName: "projects/cliscale-test/secrets/jwt-private/versions/latest"',
          '  path: "private.pem"',
          '- resourceName: "projects/cliscale-test/secrets/jwt-public/versions/latest"',
          '  path: "public.pem"',
          "",
        ].join("\n"),
      },
    });
    expect(JSON.stringify(spec("SecretProviderClass", "ws-gateway-jwt"))).not.toContain("private");
    expect(pod("Deployment", "controller").volumes).toContainEqual({
      name: "secret-jwt",
      csi: {
        driver: "secrets-store-gke.csi.k8s.io",
        readOnly: true,
        volumeAttributes: { secretProviderClass: "controller-jwt" },
      },
    });
    expect(main("Deployment", "controller").volumeMounts).toContainEqual({
      name: "secret-jwt",
      mountPath: "/secrets/jwt",
      readOnly: true,
    });
  });

  describe("when a version changes", () => {
    const ANNOTATION = "checksum/secret-versions";
    const annotation = (name: string, of = objects) =>
      podTemplateOf(one("Deployment", name, of)).metadata.annotations?.[ANNOTATION];
    const next = (file: { resourceName: string }) => {
      file.resourceName = file.resourceName.replace(/[^/]+$/, "2");
    };
    const files = (values: ResolvedChartValues, name: string) => values.workloads[name]?.secrets.jwt?.files ?? [];

    it("restarts the pods of exactly the workloads that read it", () => {
      const of = changed((values) => files(values, "controller").slice(0, 1).forEach(next));

      expect(annotation("controller")).toMatch(/^[0-9a-f]{16}$/);
      expect(annotation("controller", of)).not.toBe(annotation("controller"));
      expect(one("Deployment", "ws-gateway", of)).toEqual(one("Deployment", "ws-gateway"));
      expect(one("PodTemplate", "cliscale-runner", of)).toEqual(one("PodTemplate", "cliscale-runner"));
    });

    it("restarts nobody for a version before the current one", () => {
      const withPrevious = (version: string) =>
        changed((values) =>
          files(values, "ws-gateway").push({
            resourceName: `projects/cliscale-test/secrets/jwt-public/versions/${version}`,
            fileName: "public-previous.pem",
            previous: true,
          }),
        );

      expect(one("Deployment", "ws-gateway", withPrevious("1"))).toEqual(one("Deployment", "ws-gateway"));
      expect(one("Deployment", "ws-gateway", withPrevious("2"))).toEqual(one("Deployment", "ws-gateway"));
      expect(JSON.stringify(spec("SecretProviderClass", "ws-gateway-jwt", withPrevious("1")))).toContain(
        "jwt-public/versions/1",
      );
    });

    it("stands beside the caller's own annotations, and on no pod without secrets", () => {
      const of = changed((values) => {
        if (values.workloads.controller !== undefined && values.workloads["ws-gateway"] !== undefined) {
          values.workloads.controller.podAnnotations = { "example.com/a": "b" };
          values.workloads["ws-gateway"].secrets = {};
        }
      });

      expect(podTemplateOf(one("Deployment", "controller", of)).metadata.annotations).toEqual({
        "example.com/a": "b",
        [ANNOTATION]: annotation("controller"),
      });
      expect(podTemplateOf(one("Deployment", "ws-gateway", of)).metadata.annotations).toBeUndefined();
    });

    const OPERATOR = { namespace: "external-secrets", serviceAccountName: "external-secrets" };

    it("has the External Secrets Operator make another Secret, which new pods wait for", () => {
      const delivered = (change: (values: ResolvedChartValues) => void) =>
        changed((values) => {
          values.secretDelivery = "external-secrets";
          values.secretStore = { kind: "ClusterSecretStore", operator: OPERATOR, refreshMinutes: 15 };
          change(values);
        });
      const before = delivered(() => undefined);
      const after = delivered((values) => files(values, "ws-gateway").forEach(next));

      expect(spec("ExternalSecret", "ws-gateway-jwt", after)).toMatchObject({
        data: [{ secretKey: "public.pem", remoteRef: { key: "jwt-public", version: "2" } }],
      });
      expect(annotation("ws-gateway", after)).not.toBe(annotation("ws-gateway", before));
      expect(syncedName("ws-gateway-jwt", after)).not.toBe(syncedName("ws-gateway-jwt", before));
      expect(syncedName("ws-gateway-pg", after)).toBe(syncedName("ws-gateway-pg", before));
      expect(JSON.stringify(pod("Deployment", "ws-gateway", after))).toContain(syncedName("ws-gateway-jwt", after));
    });
  });

  it("keeps secrets out of environment variables, ConfigMaps and Kubernetes Secrets", () => {
    expect(
      podsOf()
        .flatMap((template) => containersOf(template.spec))
        .filter((container) => container.env?.some((entry) => JSON.stringify(entry).includes("secretKeyRef"))),
    ).toEqual([]);
    expect(all("ConfigMap")).toEqual([]);
    expect(all("Secret")).toEqual([]);
    expect(all("ExternalSecret")).toEqual([]);
  });

  it("gives the runner no secret", () => {
    expect(JSON.stringify(one("PodTemplate", "cliscale-runner"))).not.toContain("secret-");
  });

  describe("with the External Secrets Operator", () => {
    const operator = { namespace: "external-secrets", serviceAccountName: "external-secrets" };
    const delivered = (change: (values: ResolvedChartValues) => void, kind: "ClusterSecretStore" | "SecretStore") =>
      altered((values) => {
        values.secretDelivery = "external-secrets";
        values.secretStore = { kind, operator, refreshMinutes: 15 };
        change(values);
      });
    const withEnv = (values: ResolvedChartValues) => {
      const mount = values.workloads.controller?.secrets.pg;
      if (mount !== undefined) {
        mount.env = { DATABASE_URL: "DATABASE_URL" };
      }
    };
    const of = renderChart(delivered(withEnv, "ClusterSecretStore"));

    it("copies each secret into a Kubernetes Secret of its own", () => {
      expect(all("SecretProviderClass", of)).toEqual([]);
      expect(names("ExternalSecret", of).toSorted()).toEqual([
        "controller-jwt",
        "controller-pg",
        "ws-gateway-jwt",
        "ws-gateway-pg",
      ]);
      expect(spec("ExternalSecret", "ws-gateway-jwt", of)).toEqual({
        refreshInterval: "15m",
        secretStoreRef: { kind: "ClusterSecretStore", name: "ws-cli.cliscale.ws-gateway" },
        target: { name: expect.stringMatching(/^ws-gateway-jwt-[0-9a-f]{8}$/) as unknown, creationPolicy: "Owner" },
        data: [{ secretKey: "public.pem", remoteRef: { key: "jwt-public", version: "latest" } }],
      });
      expect(pod("Deployment", "ws-gateway", of).volumes).toContainEqual({
        name: "secret-jwt",
        secret: { secretName: syncedName("ws-gateway-jwt", of), defaultMode: 0o440 },
      });
    });

    it("hands a secret over as an environment variable where the workload asks for it", () => {
      expect(main("Deployment", "controller", of).env).toContainEqual({
        name: "DATABASE_URL",
        valueFrom: { secretKeyRef: { name: syncedName("controller-pg", of), key: "DATABASE_URL" } },
      });
      expect(JSON.stringify(main("Deployment", "ws-gateway", of).env)).not.toContain("secretKeyRef");
    });

    it("reads as each workload: one store each, for this namespace alone, with the workload's own account", () => {
      expect(names("ClusterSecretStore", of).toSorted()).toEqual([
        "ws-cli.cliscale.controller",
        "ws-cli.cliscale.ws-gateway",
      ]);
      expect(spec("ClusterSecretStore", "ws-cli.cliscale.ws-gateway", of)).toEqual({
        conditions: [{ namespaces: ["ws-cli"] }],
        provider: {
          gcpsm: {
            projectID: "cliscale-test",
            auth: { workloadIdentity: { serviceAccountRef: { name: "ws-cli-gateway", namespace: "ws-cli" } } },
          },
        },
      });
      expect(
        all("ExternalSecret", of).map(({ metadata, spec: body }) => [
          metadata.name,
          (body as { secretStoreRef: { name: string } }).secretStoreRef.name,
        ]),
      ).toEqual([
        ["controller-jwt", "ws-cli.cliscale.controller"],
        ["controller-pg", "ws-cli.cliscale.controller"],
        ["ws-gateway-jwt", "ws-cli.cliscale.ws-gateway"],
        ["ws-gateway-pg", "ws-cli.cliscale.ws-gateway"],
      ]);
    });

    it("lets the operator have tokens of those accounts, and of no other", () => {
      const { rules } = one("Role", "ws-gateway-secret-store", of);
      const { roleRef, subjects } = one("RoleBinding", "ws-gateway-secret-store", of);

      expect(rules).toEqual([
        { apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: ["ws-cli-gateway"], verbs: ["create"] },
      ]);
      expect(roleRef).toEqual({
        apiGroup: "rbac.authorization.k8s.io",
        kind: "Role",
        name: "ws-gateway-secret-store",
      });
      expect(subjects).toEqual([{ kind: "ServiceAccount", name: "external-secrets", namespace: "external-secrets" }]);
      expect(names("Role", of).filter((name) => name.endsWith("-secret-store"))).toEqual([
        "controller-secret-store",
        "ws-gateway-secret-store",
      ]);
    });

    it("makes namespaced stores for an operator that is confined to the namespace", () => {
      const confined = renderChart(delivered(() => undefined, "SecretStore"));
      const { metadata, spec: body } = one("SecretStore", "ws-gateway", confined);

      expect(all("ClusterSecretStore", confined)).toEqual([]);
      expect(metadata.namespace).toBe("ws-cli");
      expect(body).toEqual({
        provider: {
          gcpsm: {
            projectID: "cliscale-test",
            auth: { workloadIdentity: { serviceAccountRef: { name: "ws-cli-gateway" } } },
          },
        },
      });
      expect(spec("ExternalSecret", "ws-gateway-jwt", confined).secretStoreRef).toEqual({
        kind: "SecretStore",
        name: "ws-gateway",
      });
    });

    it("makes store and right before a Job that runs before the workloads, as hooks", () => {
      const hooks = renderChart(
        delivered((all) => {
          const { migrate } = all.jobs;
          if (migrate !== undefined) {
            migrate.before = "workloads";
            migrate.secrets = all.workloads.controller?.secrets ?? {};
          }
        }, "ClusterSecretStore"),
      );
      const before = { "helm.sh/hook": "pre-install,pre-upgrade", "helm.sh/hook-weight": "-10" };

      expect(one("ClusterSecretStore", "ws-cli.cliscale.migrate", hooks).metadata.annotations).toMatchObject(before);
      expect(one("Role", "migrate-secret-store", hooks).metadata.annotations).toMatchObject(before);
      expect(one("RoleBinding", "migrate-secret-store", hooks).metadata.annotations).toMatchObject(before);
      expect(one("Role", "controller-secret-store", hooks).metadata.annotations).toBeUndefined();
    });

    it("has neither stores nor rights when secrets are files", () => {
      expect([...all("ClusterSecretStore"), ...all("SecretStore")]).toEqual([]);
      expect(names("Role").filter((name) => name.endsWith("-secret-store"))).toEqual([]);
    });

    it("refuses secrets of two projects for one workload, also where only Helm can tell", () => {
      const values = delivered((all) => {
        const [file] = all.workloads.controller?.secrets.pg?.files ?? [];
        if (file !== undefined) {
          file.resourceName = "projects/other/secrets/pg/versions/1";
        }
      }, "ClusterSecretStore");

      expect(runHelmTemplate(values).stderr).toContain(
        "the secrets of controller are of more than one project (cliscale-test, other), and a store reads one",
      );
    });
  });
});

describe("C12: the Cloud SQL Auth Proxy", () => {
  const proxy = pod("Deployment", "controller").initContainers?.[0];

  it("is a native sidecar with its own resources", () => {
    expect(proxy).toMatchObject({
      name: "cloud-sql-proxy",
      restartPolicy: "Always",
      image: CLOUD_SQL_PROXY_IMAGE,
      resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
    });
    expect(CLOUD_SQL_PROXY_IMAGE).toMatch(/:2\.\d+\.\d+$/);
  });

  it("signs in by IAM over the private address and ends cleanly", () => {
    expect(proxy?.args).toEqual([
      "--private-ip",
      "--auto-iam-authn",
      "--port=5432",
      "--max-connections=20",
      "--max-sigterm-delay=30s",
      "--exit-zero-on-sigterm",
      "--structured-logs",
      "--health-check",
      "--http-address=0.0.0.0",
      "--http-port=9801",
      "cliscale-test:europe-west1:cliscale",
    ]);
  });

  it("is checked at start and while it runs", () => {
    expect(proxy?.startupProbe).toMatchObject({
      httpGet: { path: "/startup", port: "proxy-health" },
      failureThreshold: 30,
    });
    expect(proxy?.livenessProbe).toMatchObject({ httpGet: { path: "/liveness", port: "proxy-health" } });
    expect(proxy?.ports).toEqual([{ name: "proxy-health", containerPort: 9801, protocol: "TCP" }]);
  });

  it("does without IAM authentication when it is told to", () => {
    const of = changed((values) =>
      Object.assign(values.workloads.controller?.cloudSqlProxy ?? {}, { iamAuthentication: false }),
    );
    expect(pod("Deployment", "controller", of).initContainers?.[0]?.args).not.toContain("--auto-iam-authn");
  });

  it("is not in the runner", () => {
    expect(pod("PodTemplate", "cliscale-runner").initContainers).toBeUndefined();
  });
});

describe("C13, C33: health and roll-out", () => {
  it("gives the controller five minutes to start and tells readiness and liveness apart", () => {
    expect(main("Deployment", "controller")).toMatchObject({
      startupProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 10, failureThreshold: 30 },
      readinessProbe: {
        httpGet: { path: "/readyz", port: "http" },
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
      livenessProbe: {
        httpGet: { path: "/healthz", port: "http" },
        periodSeconds: 15,
        timeoutSeconds: 5,
        failureThreshold: 4,
      },
    });
  });

  it("asks the gateway for /healthz", () => {
    expect(main("Deployment", "ws-gateway")).toMatchObject({
      startupProbe: { httpGet: { path: "/healthz", port: "websocket" }, failureThreshold: 30 },
      readinessProbe: { httpGet: { path: "/healthz" } },
      livenessProbe: { httpGet: { path: "/healthz" } },
    });
  });

  it("checks by command or by connection when there is no path", () => {
    const of = changed((values) => {
      const worker = values.workloads["ws-gateway"];
      values.gateway = undefined;
      Object.assign(worker?.probes ?? {}, {
        startup: { command: ["/bin/check", "--now"], periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 30 },
        readiness: { port: "websocket", periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
      });
    });
    expect(main("Deployment", "ws-gateway", of)).toMatchObject({
      startupProbe: { exec: { command: ["/bin/check", "--now"] } },
      readinessProbe: { tcpSocket: { port: "websocket" } },
    });
  });

  it("rolls out with a surge and without a loss", () => {
    for (const name of ["controller", "ws-gateway"]) {
      expect(spec("Deployment", name)).toMatchObject({
        minReadySeconds: 30,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
      });
    }
  });

  it("goes on serving until load balancers have noticed, and leaves open sockets time", () => {
    expect(main("Deployment", "ws-gateway").lifecycle).toEqual({ preStop: { sleep: { seconds: 600 } } });
    expect(pod("Deployment", "ws-gateway").terminationGracePeriodSeconds).toBe(640);
    expect(main("Deployment", "controller").lifecycle).toEqual({ preStop: { sleep: { seconds: 30 } } });
    expect(pod("Deployment", "controller").terminationGracePeriodSeconds).toBe(70);
  });

  it("lets the load balancer ask what the readiness probe asks", () => {
    expect(spec("HealthCheckPolicy", "controller")).toEqual({
      default: {
        checkIntervalSec: 5,
        timeoutSec: 3,
        healthyThreshold: 1,
        unhealthyThreshold: 3,
        logConfig: { enabled: true },
        config: {
          type: "HTTP",
          httpHealthCheck: { portSpecification: "USE_FIXED_PORT", port: 8080, requestPath: "/readyz" },
        },
      },
      targetRef: { group: "", kind: "Service", name: "controller" },
    });
    expect(names("HealthCheckPolicy").toSorted()).toEqual(["controller", "ws-gateway"]);
  });
});

describe("C15: cost limits", () => {
  it("bounds the namespace", () => {
    expect(spec("ResourceQuota", "cliscale").hard).toEqual({
      pods: "100",
      "requests.cpu": "50",
      "requests.memory": "50Gi",
      "limits.cpu": "100",
      "limits.memory": "100Gi",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    });
  });

  it("bounds each container", () => {
    expect(spec("LimitRange", "cliscale").limits).toEqual([
      {
        type: "Container",
        max: { cpu: "4", memory: "8Gi" },
        min: { cpu: "10m", memory: "16Mi" },
        default: { cpu: "500m", memory: "512Mi" },
        defaultRequest: { cpu: "100m", memory: "128Mi" },
      },
    ]);
  });

  it("states requests and limits of every container, disk too", () => {
    const amounts = {
      cpu: expect.any(String) as unknown,
      memory: expect.any(String) as unknown,
      "ephemeral-storage": expect.any(String) as unknown,
    };
    for (const container of podsOf().flatMap((template) => containersOf(template.spec))) {
      expect(container.resources).toEqual({ requests: amounts, limits: amounts });
    }
  });
});

describe("C16: metrics", () => {
  it("has Managed Service for Prometheus scrape both services, with bounded samples", () => {
    expect(names("PodMonitoring").toSorted()).toEqual(["controller", "ws-gateway"]);
    expect(spec("PodMonitoring", "controller")).toEqual({
      selector: selectorOf("controller"),
      endpoints: [{ port: "metrics", path: "/metrics", interval: "30s" }],
      limits: { samples: 5000 },
    });
  });
});

describe("C18: edge protection", () => {
  it("puts both services behind the web firewall", () => {
    for (const name of ["controller", "ws-gateway"]) {
      expect(spec("GCPBackendPolicy", name)).toMatchObject({
        default: { securityPolicy: "cliscale-web" },
        targetRef: { group: "", kind: "Service", name },
      });
    }
  });

  it("lets WebSockets live for a day and keeps them out of the request log", () => {
    expect(spec("GCPBackendPolicy", "ws-gateway").default).toEqual({
      timeoutSec: 86400,
      connectionDraining: { drainingTimeoutSec: 600 },
      securityPolicy: "cliscale-web",
      sessionAffinity: { type: "NONE" },
      logging: { enabled: false },
    });
  });

  it("logs every request of the controller, as whole numbers", () => {
    expect(spec("GCPBackendPolicy", "controller").default).toMatchObject({
      timeoutSec: 30,
      logging: { enabled: true, sampleRate: 1000000 },
    });
    expect(runHelmTemplate(resolved(cliscaleLikeValues())).stdout).not.toMatch(/: \d(\.\d+)?e\+/);
  });

  it("takes a firewall away by an empty name, because GKE may keep one that is not mentioned", () => {
    const of = changed(({ gateway }) =>
      Object.assign(gateway?.services.controller ?? {}, { securityPolicy: "open-to-the-internet" }),
    );
    expect(spec("GCPBackendPolicy", "controller", of).default).toMatchObject({ securityPolicy: "" });
    expect(spec("GCPBackendPolicy", "ws-gateway", of).default).toMatchObject({ securityPolicy: "cliscale-web" });
  });

  it("sets the cookie's life only for affinity by cookie", () => {
    const of = changed((values) =>
      Object.assign(values.gateway?.services.controller ?? {}, {
        sessionAffinity: "GENERATED_COOKIE",
        cookieTtlSeconds: 1209600,
      }),
    );
    expect(spec("GCPBackendPolicy", "controller", of).default).toMatchObject({
      sessionAffinity: { type: "GENERATED_COOKIE", cookieTtlSec: 1209600 },
    });
  });
});

describe("C20: spreading", () => {
  it("scales between the bounds, at least two, and leaves the number of replicas to the autoscaler", () => {
    expect(spec("HorizontalPodAutoscaler", "controller")).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "controller" },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
      ],
    });
    expect(spec("HorizontalPodAutoscaler", "ws-gateway")).toMatchObject({ minReplicas: 3, maxReplicas: 12 });
    expect(all("Deployment").every((deployment) => !("replicas" in (deployment.spec as Spec)))).toBe(true);
  });

  it("keeps all but one pod through voluntary disruptions and evicts sick pods", () => {
    expect(spec("PodDisruptionBudget", "ws-gateway")).toEqual({
      minAvailable: 2,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: selectorOf("ws-gateway"),
    });
    expect(spec("PodDisruptionBudget", "controller").minAvailable).toBe(1);
  });

  it("spreads pods across zones and nodes", () => {
    expect(pod("Deployment", "controller")).toMatchObject({
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: selectorOf("controller"),
          matchLabelKeys: ["pod-template-hash"],
        },
      ],
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: selectorOf("controller") },
            },
          ],
        },
      },
    });
  });

  it("runs a singleton as one pod that is never two", () => {
    const of = changed((values) => Object.assign(values.workloads.controller ?? {}, { singleton: true }));
    expect(spec("Deployment", "controller", of)).toMatchObject({ replicas: 1, strategy: { type: "Recreate" } });
    expect(names("HorizontalPodAutoscaler", of)).toEqual(["ws-gateway"]);
    expect(names("PodDisruptionBudget", of)).toEqual(["ws-gateway"]);
  });
});

describe("C26: the namespace", () => {
  it("is not the chart's, and every object is in it", () => {
    expect(all("Namespace")).toEqual([]);
    expect(objects.filter((object) => object.metadata.namespace !== "ws-cli")).toEqual([]);
  });

  it("gives every object the recommended labels and the caller's", () => {
    for (const object of objects) {
      expect(object.metadata.labels).toMatchObject({
        "app.kubernetes.io/instance": "cliscale",
        "app.kubernetes.io/part-of": "cliscale",
        "app.kubernetes.io/managed-by": "Helm",
        environment: "test",
      });
    }
  });

  it("gives every object of a kind another name", () => {
    const keys = objects.map((object) => `${object.kind} ${object.metadata.name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("C30: images", () => {
  it("come from one setting each and are pulled anew, so that access is checked each time", () => {
    expect(main("Deployment", "controller").image).toMatch(new RegExp(`/controller@${digestOf("a")}$`));
    expect(main("Deployment", "ws-gateway").image).toMatch(new RegExp(`/gateway@${digestOf("b")}$`));
    expect(main("PodTemplate", "cliscale-runner").image).toMatch(new RegExp(`/runner@${digestOf("c")}$`));
    const containers = podsOf().flatMap((template) => containersOf(template.spec));
    expect(containers.every((container) => container.imagePullPolicy === "Always")).toBe(true);
  });
});

describe("jobs", () => {
  it("runs the migration once per change of its settings", () => {
    const [job] = all("Job");
    expect(job?.metadata.name).toMatch(/^migrate-[0-9a-f]{8}$/);
    expect(job?.spec).toMatchObject({ backoffLimit: 3, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 86400 });
    expect(job === undefined ? undefined : podTemplateOf(job)).toMatchObject({
      metadata: { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } },
      spec: { restartPolicy: "Never", serviceAccountName: "ws-cli-migration" },
    });
    const other = all(
      "Job",
      changed((values) => Object.assign(values.jobs.migrate ?? {}, { command: ["node", "other.js"] })),
    );
    expect(other[0]?.metadata.name).not.toBe(job?.metadata.name);
    const same = all(
      "Job",
      changed((values) => Object.assign(values.workloads.controller ?? {}, { maxSurge: "50%" })),
    );
    expect(same[0]?.metadata.name).toBe(job?.metadata.name);
  });
});

describe("pod templates", () => {
  it("hand the controller the complete Job of a session", () => {
    const text = variable(main("Deployment", "controller"), "RUNNER_JOB") ?? "";
    const job = JSON.parse(text) as KubernetesObject & { spec: { template: PodTemplate } };
    expect(job).toMatchObject({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { namespace: "ws-cli" },
      spec: { backoffLimit: 0, activeDeadlineSeconds: 3600, ttlSecondsAfterFinished: 300 },
    });
    expect(job.spec.template).toEqual(podTemplateOf(one("PodTemplate", "cliscale-runner")));
  });

  it("keep sessions from being moved, isolated by gVisor and started once", () => {
    const template = podTemplateOf(one("PodTemplate", "cliscale-runner"));
    expect(template.metadata.annotations).toEqual({ "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" });
    expect(template.spec).toMatchObject({ restartPolicy: "Never", runtimeClassName: "gvisor" });
  });

  it("may be moved when the caller says so", () => {
    const of = changed((values) => Object.assign(values.podTemplates["cliscale-runner"] ?? {}, { evictable: true }));
    expect(podTemplateOf(one("PodTemplate", "cliscale-runner", of)).metadata.annotations).toBeUndefined();
  });
});

describe("an absent part", () => {
  it("renders nothing at all when there are no values", () => {
    expect(renderChart({})).toEqual([]);
    expect(runHelmTemplate({}).stdout.trim()).toBe("");
  });

  const parts: readonly [string, readonly string[], (values: ResolvedChartValues) => void][] = [
    [
      "gateway",
      ["Gateway", "GCPGatewayPolicy", "HTTPRoute", "GCPBackendPolicy", "HealthCheckPolicy"],
      (values) => {
        delete values.gateway;
      },
    ],
    ["quota", ["ResourceQuota"], (values) => delete values.quota],
    ["limitRange", ["LimitRange"], (values) => delete values.limitRange],
    ["jobs", ["Job"], (values) => (values.jobs = {})],
    [
      "podTemplates",
      ["PodTemplate"],
      (values) => {
        values.podTemplates = {};
        Object.values(values.workloads).forEach((workload) => {
          workload.launches = {};
          workload.network.to.workloads = [];
        });
      },
    ],
    [
      "metrics",
      ["PodMonitoring"],
      (values) => Object.values(values.workloads).forEach((workload) => delete workload.metrics),
    ],
    [
      "secrets",
      ["SecretProviderClass"],
      (values) => Object.values(values.workloads).forEach((workload) => (workload.secrets = {})),
    ],
    [
      "ports",
      ["Service"],
      (values) => {
        delete values.gateway;
        Object.values(values.workloads).forEach((workload) => {
          workload.ports = {};
          delete workload.metrics;
          for (const probe of Object.values(workload.probes)) {
            delete probe.port;
            delete probe.path;
            probe.command = ["/check"];
          }
        });
      },
    ],
    [
      "apiRules",
      ["Role", "RoleBinding"],
      (values) => {
        Object.assign(values.workloads.controller ?? {}, { launches: {} });
        Object.values(values.workloads).forEach((workload) => (workload.serviceAccount.apiRules = []));
      },
    ],
  ];

  it.each(parts)("renders no object for %s", (_, kinds, change) => {
    const of = changed(change);
    expect(kinds.flatMap((kind) => names(kind))).not.toEqual([]);
    expect(kinds.flatMap((kind) => names(kind, of))).toEqual([]);
  });

  it("renders a priority class only when there is one", () => {
    expect(all("PriorityClass")).toEqual([]);
    const of = changed((values) => {
      values.priorityClasses = {
        sessions: { value: 1000000, preemptionPolicy: "Never", description: "People wait for these" },
      };
    });
    expect(one("PriorityClass", "sessions", of)).toMatchObject({ value: 1000000, preemptionPolicy: "Never" });
  });
});

describe("values.schema.json", () => {
  const committed = readFileSync(join(workloadChartDirectory(), "values.schema.json"), "utf8");

  it("is generated from the types; run npm run generate when this fails", () => {
    expect(committed).toBe(`${JSON.stringify(chartValuesJsonSchema(), null, 2)}\n`);
  });

  it("allows no unknown setting at any depth", () => {
    const open: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) {
        return;
      }
      const { type, additionalProperties } = schema as Record<string, unknown>;
      if (type === "object" && additionalProperties !== false && typeof additionalProperties !== "object") {
        open.push(path);
      }
      Object.entries(schema).forEach(([key, child]) => visit(child, `${path}/${key}`));
    };
    visit(JSON.parse(committed), "");
    expect(open).toEqual([]);
  });

  it("accepts complete values and refuses incomplete ones, since templates have no defaults", () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(committed) as object);
    expect(validate(resolved(cliscaleLikeValues()))).toBe(true);
    expect(validate(cliscaleLikeValues())).toBe(false);
    expect(runHelmTemplate(cliscaleLikeValues()).stderr).toContain("missing propert");
  });

  it.each<[string, (values: ResolvedChartValues) => object | undefined]>([
    ["the values", (values) => values],
    ["a workload", (values) => values.workloads.controller],
    ["a probe", (values) => values.workloads.controller?.probes.readiness],
    ["limits", (values) => values.workloads.controller?.resources.limits],
    ["an API rule", (values) => values.workloads.controller?.serviceAccount.apiRules[0]],
    ["a file of a secret", (values) => values.workloads.controller?.secrets.jwt?.files[0]],
    ["a job's proxy", (values) => values.jobs.migrate?.cloudSqlProxy],
    ["a pod template's network", (values) => values.podTemplates["cliscale-runner"]?.network.to],
    ["the gateway", (values) => values.gateway],
    ["the gateway's service", (values) => values.gateway?.services.controller],
    ["what happens to other hosts", (values) => values.gateway?.unmatched],
  ])("makes helm refuse an unknown setting in %s", (_, at) => {
    const values = resolved(cliscaleLikeValues());
    Object.assign(at(values) ?? {}, { unknownSetting: true });
    const run = runHelmTemplate(values);
    expect(run.status).not.toBe(0);
    expect(run.stderr).toContain("unknownSetting");
  });

  it.each<[string, (values: ResolvedChartValues) => unknown, string]>([
    [
      "an image without a version",
      (values) =>
        Object.assign(values.workloads.controller ?? {}, { image: "europe-west1-docker.pkg.dev/p/r/controller" }),
      "image",
    ],
    [
      "the image latest",
      (values) =>
        Object.assign(values.workloads.controller ?? {}, {
          image: "europe-west1-docker.pkg.dev/p/r/controller:latest",
        }),
      "image",
    ],
    [
      "a user below 10001",
      (values) => Object.assign(values.workloads.controller ?? {}, { runAsUser: 10000 }),
      "runAsUser",
    ],
    [
      "a timeout above a day",
      (values) => Object.assign(values.gateway?.services.controller ?? {}, { timeoutSeconds: 86401 }),
      "timeoutSeconds",
    ],
    [
      "a service of the gateway without a word about its firewall",
      (values) => delete (values.gateway?.services.controller as { securityPolicy?: string }).securityPolicy,
      "securityPolicy",
    ],
    [
      "a workload without a drain",
      (values) => delete (values.workloads.controller as { drainSeconds?: number }).drainSeconds,
      "drainSeconds",
    ],
    [
      "a path with a trailing slash",
      (values) => Object.assign(values.gateway?.hosts["cliscale.dev"] ?? {}, { "/api/": "controller" }),
      "/api/",
    ],
    ["one replica", (values) => Object.assign(values.workloads.controller?.replicas ?? {}, { min: 1 }), "min"],
    [
      "access to secrets",
      (values) =>
        Object.assign(values.workloads.controller?.serviceAccount.apiRules[0] ?? {}, { resources: ["secrets"] }),
      "resources",
    ],
    ["a privileged port", (values) => Object.assign(values.workloads.controller?.ports ?? {}, { http: 443 }), "http"],
  ])("makes helm refuse %s", (_, change, setting) => {
    const values = resolved(cliscaleLikeValues());
    change(values);
    const run = runHelmTemplate(values);
    expect(run.status).not.toBe(0);
    expect(run.stderr).toContain(setting);
  });
});
