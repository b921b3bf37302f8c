import { anything, fields, flag, listOf, oneOf, openFields, text, textMap, whole } from "../schema/schema";
import { type CustomKind } from "./custom-kinds";

const MONITORING = "https://github.com/GoogleCloudPlatform/prometheus-engine/blob/main/doc/api.md";

const selector = fields({ matchLabels: textMap, matchExpressions: listOf(anything) });
const relabeling = fields({
  sourceLabels: listOf(text),
  separator: text,
  targetLabel: text,
  regex: text,
  modulus: whole,
  replacement: text,
  action: oneOf(
    "replace",
    "lowercase",
    "uppercase",
    "keep",
    "drop",
    "keepequal",
    "dropequal",
    "hashmod",
    "labelmap",
    "labeldrop",
    "labelkeep",
  ),
});
const endpoint = openFields({
  "port!": { type: "int-or-string" },
  scheme: oneOf("http", "https"),
  path: text,
  params: { type: "map", values: listOf(text) },
  interval: text,
  timeout: text,
  proxyUrl: text,
  metricRelabeling: listOf(relabeling),
  tls: openFields({}),
  authorization: openFields({}),
  basicAuth: openFields({}),
  oauth2: openFields({}),
});
const podMonitoring = fields({
  "selector!": selector,
  "endpoints!": listOf(endpoint),
  targetLabels: fields({ metadata: listOf(text), fromPod: listOf(fields({ "from!": text, to: text })) }),
  limits: openFields({ samples: whole, labels: whole, labelNameLength: whole, labelValueLength: whole }),
  filterRunning: flag,
});
const rules = fields({
  "groups!": listOf(
    fields({
      "name!": text,
      interval: text,
      "rules!": listOf(
        fields({ record: text, alert: text, "expr!": text, for: text, labels: textMap, annotations: textMap }),
      ),
    }),
  ),
});

const monitoring = (kind: string, scope: CustomKind["scope"], spec: CustomKind["body"][string]): CustomKind => ({
  kind,
  apiVersions: ["monitoring.googleapis.com/v1"],
  scope,
  body: { "spec!": spec },
  source: MONITORING,
});

/** What GKE itself installs beside networking: Managed Prometheus, the Secret Manager add-on, autoscaling and compute classes. */
export const GKE_PLATFORM: readonly CustomKind[] = [
  monitoring("PodMonitoring", "namespaced", podMonitoring),
  monitoring("ClusterPodMonitoring", "cluster", podMonitoring),
  monitoring("Rules", "namespaced", rules),
  monitoring("ClusterRules", "cluster", rules),
  monitoring("GlobalRules", "cluster", rules),
  {
    kind: "SecretProviderClass",
    apiVersions: ["secrets-store.csi.x-k8s.io/v1"],
    scope: "namespaced",
    needs: "secretManagerAddon",
    body: { spec: fields({ provider: text, parameters: textMap, secretObjects: listOf(anything) }) },
    source: "https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component",
  },
  {
    kind: "VerticalPodAutoscaler",
    apiVersions: ["autoscaling.k8s.io/v1"],
    scope: "namespaced",
    body: {
      "spec!": fields({
        "targetRef!": fields({ apiVersion: text, "kind!": text, "name!": text }),
        updatePolicy: openFields({ updateMode: text, minReplicas: whole }),
        resourcePolicy: openFields({ containerPolicies: listOf(anything) }),
        recommenders: listOf(anything),
      }),
    },
    source: "https://cloud.google.com/kubernetes-engine/docs/concepts/verticalpodautoscaler",
  },
  {
    kind: "ComputeClass",
    apiVersions: ["cloud.google.com/v1"],
    scope: "cluster",
    body: { "spec!": openFields({ priorities: listOf(anything) }) },
    source: "https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes",
  },
];
