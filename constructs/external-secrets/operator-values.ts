/** What one container asks for and may use at most. Kubernetes' own words. */
export interface OperatorResources {
  readonly requests: { readonly cpu: string; readonly memory: string; readonly "ephemeral-storage"?: string };
  readonly limits: { readonly cpu: string; readonly memory: string; readonly "ephemeral-storage"?: string };
}

/** What the chart's values are made from, every default filled in. */
export interface OperatorSettings {
  readonly releaseName: string;
  readonly replicas: number;
  readonly resources: OperatorResources;
  /** The only namespace that the operator may look into; undefined for all. */
  readonly scopedNamespace: string | undefined;
  /** Leave the custom resource definitions, and with them every custom resource, when the release is removed. */
  readonly keepDefinitions: boolean;
}

/** Enough for some hundred secrets; Autopilot bills requests. */
export const DEFAULT_RESOURCES: OperatorResources = {
  requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "16Mi" },
  limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" },
};

/** The service account of the controller. Webhook and certificate controller have others, which read no secret store. */
export const SERVICE_ACCOUNT = "external-secrets";

/**
 * Where the webhook listens: the port of nodes that GKE's control plane may reach without a firewall rule of ours.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules#cluster-fws
 */
export const WEBHOOK_PORT = 10250;

/**
 * The chart's own hardening, written out: it stays when the chart's defaults change.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
const SECURITY_CONTEXT = {
  enabled: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: "RuntimeDefault" },
};

/**
 * The chart's values: what copies secrets out of stores is on, all else is off.
 * https://github.com/external-secrets/external-secrets/blob/main/deploy/charts/external-secrets/values.yaml
 */
export function operatorValues(settings: OperatorSettings): Record<string, unknown> {
  const { releaseName, replicas, resources, scopedNamespace, keepDefinitions } = settings;
  const scoped = scopedNamespace !== undefined;
  const pods = (name: string, count: number) => ({
    replicaCount: count,
    revisionHistoryLimit: 3,
    resources,
    securityContext: SECURITY_CONTEXT,
    podDisruptionBudget: { enabled: count > 1, minAvailable: 1 },
    topologySpreadConstraints: [spread(name, releaseName)],
  });
  return {
    fullnameOverride: releaseName,
    installCRDs: true,
    crds: {
      createClusterExternalSecret: false,
      createClusterGenerator: false,
      createClusterPushSecret: false,
      createClusterSecretStore: !scoped,
      createPushSecret: false,
      createSecretStore: true,
      ...(keepDefinitions ? { annotations: { "helm.sh/resource-policy": "keep" } } : {}),
    },
    processClusterExternalSecret: false,
    processClusterGenerator: false,
    processClusterPushSecret: false,
    processClusterStore: !scoped,
    processPushSecret: false,
    processSecretStore: scoped,
    ...(scoped ? { scopedNamespace, scopedRBAC: true } : {}),
    leaderElect: replicas > 1,
    serviceAccount: { create: true, name: SERVICE_ACCOUNT },
    rbac: {
      create: true,
      aggregateToEdit: false,
      aggregateToView: false,
      // each release lets the operator have tokens of its own accounts
      serviceAccountTokenCreate: false,
      servicebindings: { create: false },
    },
    ...pods("external-secrets", replicas),
    webhook: {
      create: true,
      failurePolicy: "Fail",
      port: WEBHOOK_PORT,
      ...pods("external-secrets-webhook", replicas),
    },
    certController: { create: true, ...pods("external-secrets-cert-controller", 1) },
  };
}

function spread(name: string, releaseName: string) {
  return {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": releaseName } },
  };
}
