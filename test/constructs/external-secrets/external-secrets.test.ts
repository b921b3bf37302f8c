import { type Construct } from "constructs";
import {
  EXTERNAL_SECRETS_VERSION,
  ExternalSecretsOperator,
  type ExternalSecretsOperatorProps,
} from "../../../constructs/external-secrets";
import { type ICluster } from "../../../constructs/gke";
import { HelmRelease } from "../../../constructs/helm";
import { newStack, render, renderStack, type Block, type Rendered } from "../../support/synth";
import { cliscaleLikeValues } from "../../support/chart-values";

const cluster: Pick<ICluster, "ready"> = { ready: [] };

function operator(scope: Construct, props: Partial<ExternalSecretsOperatorProps> = {}): ExternalSecretsOperator {
  return new ExternalSecretsOperator(scope, "ExternalSecrets", { cluster: cluster as ICluster, ...props });
}

const rendered = (props: Partial<ExternalSecretsOperatorProps> = {}): Rendered =>
  render((stack) => operator(stack, props));

type Values = Readonly<Record<string, unknown>> & {
  readonly webhook: Readonly<Record<string, unknown>>;
  readonly certController: Readonly<Record<string, unknown>>;
};

function valuesOf(release: Block): Values {
  const [document = ""] = release.values as readonly string[];
  return JSON.parse(document) as Values;
}

const OWN_NAMESPACE = expect.stringMatching(/^\$\{kubernetes_namespace_v1\.\w+\.metadata\[0\]\.name\}$/) as unknown;

const values = (props: Partial<ExternalSecretsOperatorProps> = {}): Values =>
  valuesOf(rendered(props).only("helm_release"));

function refusal(props: Partial<ExternalSecretsOperatorProps>): string {
  try {
    operator(newStack(), props);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("ExternalSecretsOperator", () => {
  it("installs the operator's own chart in an exact version, and waits until its webhook is ready", () => {
    expect(rendered().only("helm_release")).toMatchObject({
      name: "external-secrets",
      repository: "https://charts.external-secrets.io",
      chart: "external-secrets",
      version: EXTERNAL_SECRETS_VERSION,
      namespace: OWN_NAMESPACE,
      create_namespace: false,
      atomic: true,
      cleanup_on_fail: true,
      wait: true,
      timeout: 900,
      upgrade_install: true,
    });
    expect(EXTERNAL_SECRETS_VERSION).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("lives in a namespace of its own that holds pods to the restricted standard and is protected", () => {
    expect(rendered().only("kubernetes_namespace_v1")).toMatchObject({
      metadata: { name: "external-secrets", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has no grant in Google Cloud, no identity there, and no right to tokens", () => {
    const types = Object.keys(rendered().json.resource ?? {});

    expect(types.toSorted()).toEqual(["helm_release", "kubernetes_namespace_v1", "kubernetes_network_policy_v1"]);
    expect(values()).toMatchObject({
      serviceAccount: { create: true, name: "external-secrets" },
      rbac: {
        serviceAccountTokenCreate: false,
        aggregateToEdit: false,
        aggregateToView: false,
        servicebindings: { create: false },
      },
    });
    expect(JSON.stringify(values())).not.toContain("iam.gke.io");
  });

  it("runs no controller but that of ClusterSecretStores and ExternalSecrets", () => {
    expect(values()).toMatchObject({
      installCRDs: true,
      crds: {
        createClusterExternalSecret: false,
        createClusterGenerator: false,
        createClusterPushSecret: false,
        createClusterSecretStore: true,
        createPushSecret: false,
      },
      processClusterExternalSecret: false,
      processClusterGenerator: false,
      processClusterPushSecret: false,
      processClusterStore: true,
      processPushSecret: false,
      processSecretStore: false,
    });
  });

  it.each(["controller", "webhook", "certController"])("hardens and bounds the pods of %s", (part) => {
    const all = values();
    const { securityContext, resources } = part === "controller" ? all : (all[part] as Values);

    expect(securityContext).toEqual({
      enabled: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(resources).toMatchObject({
      requests: { cpu: "50m", memory: "128Mi" },
      limits: { cpu: "500m", memory: "256Mi" },
    });
  });

  it("has two controllers, one of which leads, and two webhooks, with a budget and across zones", () => {
    const { leaderElect, replicaCount, podDisruptionBudget, topologySpreadConstraints, webhook } = values();

    expect({ leaderElect, replicaCount, podDisruptionBudget }).toEqual({
      leaderElect: true,
      replicaCount: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
    });
    expect(topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: {
          matchLabels: {
            "app.kubernetes.io/name": "external-secrets",
            "app.kubernetes.io/instance": "external-secrets",
          },
        },
      },
    ]);
    expect(webhook).toMatchObject({
      create: true,
      failurePolicy: "Fail",
      replicaCount: 2,
      podDisruptionBudget: { enabled: true },
    });
  });

  it("elects nobody and has no budget with one replica", () => {
    const single = values({ replicas: 1 });

    expect(single).toMatchObject({
      leaderElect: false,
      replicaCount: 1,
      podDisruptionBudget: { enabled: false },
      webhook: { replicaCount: 1, podDisruptionBudget: { enabled: false } },
    });
  });

  it("lets nobody in but at the webhook's port, which the control plane may reach", () => {
    expect(rendered().only("kubernetes_network_policy_v1")).toMatchObject({
      metadata: { namespace: OWN_NAMESPACE },
      spec: { pod_selector: {}, policy_types: ["Ingress"], ingress: [{ ports: [{ protocol: "TCP", port: "10250" }] }] },
    });
    expect(values().webhook).toMatchObject({ port: 10250 });
    expect(rendered().only("helm_release").depends_on).toEqual([
      expect.stringMatching(/^kubernetes_network_policy_v1\./),
    ]);
  });

  it("leaves the definitions when the release is removed, unless it may be destroyed", () => {
    const crds = (allowDestroy?: boolean) => values({ allowDestroy })["crds"] as Readonly<Record<string, unknown>>;

    expect(crds()).toMatchObject({ annotations: { "helm.sh/resource-policy": "keep" } });
    expect(crds(true)).not.toHaveProperty("annotations");
    expect(rendered({ allowDestroy: true }).only("kubernetes_namespace_v1")).toMatchObject({
      lifecycle: { prevent_destroy: false },
    });
  });

  it("can be confined to one namespace, where it reads SecretStores", () => {
    const stack = newStack();
    const { secretStore } = operator(stack, { scopedNamespace: "ws-cli" });

    expect(secretStore.kind).toBe("SecretStore");
    expect(valuesOf(renderStack(stack).only("helm_release"))).toMatchObject({
      scopedNamespace: "ws-cli",
      scopedRBAC: true,
      crds: { createClusterSecretStore: false, createSecretStore: true },
      processClusterStore: false,
      processSecretStore: true,
    });
    expect(values()).not.toHaveProperty("scopedRBAC");
  });

  it("names its release after its namespace, and keeps the name of its service account", () => {
    const stack = newStack();
    const { secretStore } = operator(stack, { namespace: "eso" });
    const release = renderStack(stack).only("helm_release");

    expect(release.name).toBe("eso");
    expect(valuesOf(release)).toMatchObject({ fullnameOverride: "eso", serviceAccount: { name: "external-secrets" } });
    expect(secretStore.operator.serviceAccountName).toBe("external-secrets");
  });

  it("comes before a release that delivers secrets through it, by a reference", () => {
    const stack = newStack();
    const { secretStore } = operator(stack);
    new HelmRelease(stack, "Release", {
      name: "cliscale",
      namespace: "ws-cli",
      values: { ...cliscaleLikeValues(), secretDelivery: "external-secrets", secretStore },
    });
    const [document = ""] = renderStack(stack).where("helm_release", "name", "cliscale").values as readonly string[];

    expect(secretStore.kind).toBe("ClusterSecretStore");
    expect(document).toMatch(
      /"secretStore":\{"kind":"ClusterSecretStore","operator":\{"namespace":\$\{jsonencode\(helm_release\.ExternalSecrets_\w+\.namespace\)\},"serviceAccountName":"external-secrets"\}/,
    );
  });

  it.each(["2.5.0", "2.13.0", "3.0.0"])("takes version %s", (version) => {
    expect(rendered({ version }).only("helm_release").version).toBe(version);
  });

  it.each([
    ["2.4.9", "must be 2.5.0 or later, because older charts let the operator have tokens of every service account"],
    ["0.19.2", "must be 2.5.0 or later"],
    ["2.13", `must be pinned, got '2.13'; write an exact version such as ${EXTERNAL_SECRETS_VERSION}`],
    ["~2.13.0", "must be pinned"],
    ["latest", "must be pinned"],
  ])("refuses version %s", (version, words) => {
    expect(refusal({ version })).toContain(`'version' ${words}`);
  });

  it.each([
    [{ replicas: 0 }, "'replicas' must be a whole number between 1 and 10, got 0"],
    [{ replicas: 11 }, "'replicas' must be a whole number between 1 and 10, got 11"],
    [{ timeoutSeconds: 59 }, "'timeoutSeconds' must be a whole number between 60 and 7200 seconds, got 59"],
    [{ timeoutSeconds: 7201 }, "'timeoutSeconds' must be a whole number between 60 and 7200 seconds, got 7201"],
    [{ namespace: "n".repeat(54) }, "'namespace' must have 1 to 53 lowercase letters"],
    [{ namespace: "kube-secrets" }, "'name' must be none that Kubernetes or GKE use themselves"],
    [{ scopedNamespace: "WS" }, "'scopedNamespace' must have 1 to 63 lowercase letters"],
  ])("refuses %j", (props, words) => {
    expect(refusal(props)).toContain(words);
  });

  it.each([{ replicas: 1 }, { replicas: 10 }, { timeoutSeconds: 60 }, { timeoutSeconds: 7200 }])(
    "takes %j",
    (props) => {
      expect(() => rendered(props)).not.toThrow();
    },
  );

  it("names every problem at once", () => {
    const text = refusal({ version: "1", replicas: 0 });

    expect(text).toContain("'version'");
    expect(text).toContain("'replicas'");
  });
});
