import { isRecord, type KubernetesObject } from "../objects";
import { type ChartModel, type RemoteRelease } from "./chart-model";

const GROUP = "external-secrets.io";
const RBAC = "rbac.authorization.k8s.io/v1";

/** Kind, plural, scope and version; the value of `crds` that leaves it out. 2.x serves no v1beta1. */
const DEFINITIONS: readonly (readonly [string, string, "Namespaced" | "Cluster", string, string?])[] = [
  ["ExternalSecret", "externalsecrets", "Namespaced", "v1"],
  ["SecretStore", "secretstores", "Namespaced", "v1", "createSecretStore"],
  ["ClusterSecretStore", "clustersecretstores", "Cluster", "v1", "createClusterSecretStore"],
  ["ClusterExternalSecret", "clusterexternalsecrets", "Cluster", "v1", "createClusterExternalSecret"],
  ["PushSecret", "pushsecrets", "Namespaced", "v1alpha1", "createPushSecret"],
  ["ClusterPushSecret", "clusterpushsecrets", "Cluster", "v1alpha1", "createClusterPushSecret"],
];

/**
 * External Secrets Operator 2.x: definitions, identities, the controller's rights, pods and their budgets.
 * https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets
 */
export const externalSecretsChart: ChartModel = {
  name: "external-secrets",
  repositories: ["https://charts.external-secrets.io", "oci://ghcr.io/external-secrets/charts"],
  objects: (release) => {
    const values = new Values(release.values);
    const fullName = fullNameOf(release, values);
    const controller: Part = { name: "external-secrets", at: [], object: fullName, account: fullName };
    const webhook = part("webhook", fullName);
    const certificates = part("certController", fullName);
    const parts = [controller, webhook, certificates].filter(
      ({ at }) => at.length === 0 || values.flag([...at, "create"], true),
    );
    return [
      ...(values.flag(["installCRDs"], true) ? definitions(values) : []),
      ...parts.map((one) => object("v1", "ServiceAccount", accountOf(one, values), release.namespace, {})),
      ...(values.flag(["rbac", "create"], true) ? rights(release, values, fullName, controller) : []),
      ...parts.flatMap((one) => workload(release, values, one)),
      ...(parts.includes(webhook) ? webhookObjects(release, webhook) : []),
    ];
  },
};

/** One of the three deployments. */
interface Part {
  /** `app.kubernetes.io/name` of its pods. */
  readonly name: string;
  /** Where its values are. */
  readonly at: readonly string[];
  readonly object: string;
  /** Its service account unless the values name another. */
  readonly account: string;
}

function part(key: "webhook" | "certController", fullName: string): Part {
  const suffix = key === "webhook" ? "webhook" : "cert-controller";
  const name = `external-secrets-${suffix}`;
  return { name, at: [key], object: `${fullName}-${suffix}`, account: name };
}

/** A release whose name holds the chart's is not named twice. */
function fullNameOf({ releaseName }: RemoteRelease, values: Values): string {
  const override = values.text(["fullnameOverride"], "");
  const own = releaseName.includes("external-secrets") ? releaseName : `${releaseName}-external-secrets`;
  return override === "" ? own : override;
}

function accountOf({ at, account }: Part, values: Values): string {
  const name = values.text([...at, "serviceAccount", "name"], "");
  return name === "" ? account : name;
}

function definitions(values: Values): readonly KubernetesObject[] {
  const annotations = values.at(["crds", "annotations"]) as Readonly<Record<string, string>> | undefined;
  return DEFINITIONS.filter(([, , , , flag]) => flag === undefined || values.flag(["crds", flag], true)).map(
    ([kind, plural, scope, version]) => ({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${plural}.${GROUP}`, ...(annotations === undefined ? {} : { annotations }) },
      spec: {
        group: GROUP,
        names: { kind, plural },
        scope,
        versions: [{ name: version, served: true, storage: true }],
      },
    }),
  );
}

/** What the controller may do with Secrets and service accounts: everywhere, or in the namespace that it is confined to. */
function rights(
  { namespace, releaseName }: RemoteRelease,
  values: Values,
  fullName: string,
  controller: Part,
): readonly KubernetesObject[] {
  const scoped = values.flag(["scopedRBAC"], false);
  const home = scoped ? values.text(["scopedNamespace"], namespace) : undefined;
  const name = `${fullName}-controller`;
  const kind = scoped ? "Role" : "ClusterRole";
  const all = ["get", "list", "watch", "create", "update", "delete", "patch"];
  const rules = [
    { apiGroups: [GROUP], resources: ["externalsecrets", "secretstores"], verbs: ["get", "list", "watch", "update"] },
    { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["secrets"], verbs: all },
    ...(values.flag(["rbac", "serviceAccountTokenCreate"], true)
      ? [{ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }]
      : []),
  ];
  const labels = { "app.kubernetes.io/name": controller.name, "app.kubernetes.io/instance": releaseName };
  return [
    object(RBAC, kind, name, home, { rules }, labels),
    object(
      RBAC,
      `${kind}Binding`,
      name,
      home,
      {
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name },
        subjects: [{ kind: "ServiceAccount", name: accountOf(controller, values), namespace }],
      },
      labels,
    ),
  ];
}

function workload(release: RemoteRelease, values: Values, one: Part): readonly KubernetesObject[] {
  const { namespace, releaseName, version } = release;
  const labels = { "app.kubernetes.io/name": one.name, "app.kubernetes.io/instance": releaseName };
  const { enabled, ...securityContext } = values.record([...one.at, "securityContext"], SECURITY_CONTEXT);
  const certificates = { name: "certs", secret: { secretName: one.object } };
  const hasCertificates = one.name === "external-secrets-webhook";
  const container = {
    name: one.at.length === 0 ? "external-secrets" : one.name.replace("external-secrets-", ""),
    image: `${values.text([...one.at, "image", "repository"], IMAGE)}:${values.text([...one.at, "image", "tag"], `v${version ?? ""}`)}`,
    resources: values.record([...one.at, "resources"], {}),
    ...(enabled === false ? {} : { securityContext }),
    ...(hasCertificates ? { volumeMounts: [{ name: "certs", mountPath: "/tmp/certs", readOnly: true }] } : {}),
  };
  const budget = values.record([...one.at, "podDisruptionBudget"], { enabled: false, minAvailable: 1 });
  return [
    object("apps/v1", "Deployment", one.object, namespace, {
      spec: {
        replicas: values.at([...one.at, "replicaCount"]) ?? 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: accountOf(one, values),
            topologySpreadConstraints: values.at([...one.at, "topologySpreadConstraints"]) ?? [],
            containers: [container],
            ...(hasCertificates ? { volumes: [certificates] } : {}),
          },
        },
      },
    }),
    ...(budget["enabled"] === true
      ? [
          object("policy/v1", "PodDisruptionBudget", `${one.object}-pdb`, namespace, {
            spec: { minAvailable: budget["minAvailable"], selector: { matchLabels: labels } },
          }),
        ]
      : []),
  ];
}

/** What the certificate controller fills in, and the way to the webhook. */
function webhookObjects({ namespace, releaseName }: RemoteRelease, webhook: Part): readonly KubernetesObject[] {
  return [
    object("v1", "Secret", webhook.object, namespace, {}),
    object("v1", "Service", webhook.object, namespace, {
      spec: {
        selector: { "app.kubernetes.io/name": webhook.name, "app.kubernetes.io/instance": releaseName },
        ports: [{ name: "webhook", port: 443, targetPort: 10250 }],
      },
    }),
  ];
}

const IMAGE = "ghcr.io/external-secrets/external-secrets";

/** The chart's default for all three. */
const SECURITY_CONTEXT = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: "RuntimeDefault" },
};

function object(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  body: Readonly<Record<string, unknown>>,
  labels?: Readonly<Record<string, string>>,
): KubernetesObject {
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
  };
  return { apiVersion, kind, metadata, ...body };
}

/** Values by path; what is not set is the chart's default. */
class Values {
  public constructor(private readonly values: unknown) {}

  public at(path: readonly string[]): unknown {
    return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), this.values);
  }

  public flag(path: readonly string[], otherwise: boolean): boolean {
    const value = this.at(path);
    return typeof value === "boolean" ? value : otherwise;
  }

  public text(path: readonly string[], otherwise: string): string {
    const value = this.at(path);
    return typeof value === "string" && value !== "" ? value : otherwise;
  }

  public record(path: readonly string[], otherwise: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const value = this.at(path);
    return { ...otherwise, ...(isRecord(value) ? value : {}) };
  }
}
