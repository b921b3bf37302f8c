import { admit, describeAdmissionProblem, type Effect } from "../../../sandbox/kubernetes/admit";
import { MEANING_CHECKS, SHAPE_CHECKS } from "../../../sandbox/kubernetes/checks";
import { type ClusterView, type GoogleAccess } from "../../../sandbox/kubernetes/cluster";
import { type KubernetesObject } from "../../../sandbox/kubernetes/objects";
import { admitted, cluster, type Edit, FEATURES, objects, operator, release } from "./release";

/** One way to break the correct release, and what admission says to it. */
interface Case {
  readonly check: string;
  readonly title: string;
  readonly edits?: readonly Edit[];
  readonly add?: string;
  readonly view?: Partial<ClusterView>;
  readonly path: string;
  readonly message: RegExp;
  readonly effect: Effect;
}

const POD = "spec.template.spec";
const GATEWAY = `${POD}.containers.0`;
const stored = (yaml: string, owner?: { name: string; namespace: string }): KubernetesObject[] =>
  objects(yaml).map((object) => ({
    ...object,
    metadata: {
      namespace: "ws-cli",
      ...object.metadata,
      annotations: owner && {
        "meta.helm.sh/release-name": owner.name,
        "meta.helm.sh/release-namespace": owner.namespace,
      },
    },
  }));
const meta = (name: string): string => `metadata: { name: ${name} }`;

const HOOK = (event: string): string => `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, annotations: { helm.sh/hook: ${event} } }
spec:
  template:
    spec:
      restartPolicy: Never
      serviceAccountName: ws-cli-gateway
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: migrate
          image: controller
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }`;

/** An ExternalSecret, its store, and the operator's right to a token of the store's service account. */
const EXTERNAL = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: pg }
spec: { secretStoreRef: { kind: ClusterSecretStore, name: team } }
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: team }
spec:
  conditions: [{ namespaces: [ws-cli] }]
  provider: { gcpsm: { auth: { workloadIdentity: { serviceAccountRef: { name: ws-cli-gateway, namespace: ws-cli } } } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: token }
rules: [{ apiGroups: [""], resources: [serviceaccounts/token], resourceNames: [ws-cli-gateway], verbs: [create] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: token }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: token }
subjects: [{ kind: ServiceAccount, name: external-secrets, namespace: external-secrets }]`;

/** An operator that may have no tokens but those that a release grants it. */
const CONFINED = operator({ rbac: { serviceAccountTokenCreate: false } });

/** A Google Cloud in which everything is allowed, but for what is said. */
const google = (denied: Partial<GoogleAccess> = {}): GoogleAccess => ({
  project: "cliscale-test",
  projectNumber: "123456789012",
  nodeAccounts: ["nodes@cliscale-test.iam.gserviceaccount.com"],
  isEnabled: () => true,
  accountExists: () => true,
  mayActAs: () => true,
  mayReadSecret: () => true,
  mayUseDatabase: () => true,
  hasDatabaseUser: () => true,
  mayPull: () => true,
  ...denied,
});

const ACCOUNT = "ws-cli-gateway@cliscale-test.iam.gserviceaccount.com";

/** The proxy of the release, told which instance to connect to. */
const PROXY: Edit = [
  "Deployment",
  `${POD}.initContainers.0.args`,
  ["--private-ip", "--auto-iam-authn", "cliscale-test:europe-west1:db"],
];
const PGUSER: Edit = ["Deployment", `${GATEWAY}.env`, [{ name: "PGUSER", value: "ws-cli-gateway@cliscale-test.iam" }]];

const CASES: readonly Case[] = [
  // shape
  {
    check: "known-kinds",
    title: "a kind that nobody defines",
    add: `{ apiVersion: example.dev/v1, kind: Widget, ${meta("a")} }`,
    path: "kind",
    message: /no matches for kind "Widget" in version "example.dev\/v1"/,
    effect: "refused",
  },
  {
    check: "known-kinds",
    title: "a removed API version",
    edits: [["PodDisruptionBudget", "apiVersion", "policy/v1beta1"]],
    path: "kind",
    message: /policy\/v1beta1/,
    effect: "refused",
  },
  {
    check: "known-kinds",
    title: "an FQDNNetworkPolicy where the cluster has not enabled it",
    view: { features: { ...FEATURES, fqdnNetworkPolicy: false } },
    path: "kind",
    message: /FQDNNetworkPolicy/,
    effect: "refused",
  },
  {
    check: "known-kinds",
    title: "a Gateway without the Gateway API",
    view: { features: { ...FEATURES, gatewayApi: false } },
    path: "kind",
    message: /"Gateway"/,
    effect: "refused",
  },
  {
    check: "known-kinds",
    title: "a SecretProviderClass without the add-on",
    view: { features: { ...FEATURES, secretManagerAddon: false } },
    path: "kind",
    message: /SecretProviderClass/,
    effect: "refused",
  },
  {
    check: "known-kinds",
    title: "an ExternalSecret in a version that its operator doesn't serve any more",
    add: `{ apiVersion: external-secrets.io/v1beta1, kind: ExternalSecret, ${meta("pg")}, spec: {} }`,
    path: "kind",
    message: /^no matches for kind "ExternalSecret" in version "external-secrets.io\/v1beta1"$/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "an unknown field",
    edits: [["Deployment", "spec.replica", 2]],
    path: "spec.replica",
    message: /unknown field "replica"/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a string where a number belongs",
    edits: [["Deployment", "spec.replicas", "2"]],
    path: "spec.replicas",
    message: /must be a whole number, is a string/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a number as environment value",
    edits: [["Deployment", `${GATEWAY}.env.0`, { name: "A", value: 1 }]],
    path: "spec.template.spec.containers[0].env[0].value",
    message: /must be a string, is a number/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a boolean as label",
    edits: [["Service", "metadata.labels", { public: true }]],
    path: "metadata.labels[public]",
    message: /must be a string, is a boolean/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a required field missing",
    edits: [["HorizontalPodAutoscaler", "spec.maxReplicas", undefined]],
    path: "spec.maxReplicas",
    message: /required value is missing/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a container without image",
    edits: [["Deployment", `${GATEWAY}.image`, undefined]],
    path: "spec.template.spec.containers[0].image",
    message: /required value is missing/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a value outside its enumeration",
    edits: [["Deployment", `${GATEWAY}.imagePullPolicy`, "Sometimes"]],
    path: "spec.template.spec.containers[0].imagePullPolicy",
    message: /unsupported value "Sometimes"/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "no quantity",
    edits: [["Deployment", `${GATEWAY}.resources.requests.cpu`, "1 core"]],
    path: "spec.template.spec.containers[0].resources.requests[cpu]",
    message: /"1 core" is no quantity/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a port beyond 65535",
    edits: [["Deployment", `${GATEWAY}.ports.0.containerPort`, 70000]],
    path: "spec.template.spec.containers[0].ports[0].containerPort",
    message: /not between 1 and 65535/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "an empty list item",
    edits: [["Deployment", `${GATEWAY}.env.0`, null]],
    path: "spec.template.spec.containers[0].env[0]",
    message: /is empty/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "an unknown field of a custom resource",
    edits: [["HTTPRoute", "spec.hosts", ["a.dev"]]],
    path: "spec.hosts",
    message: /unknown field "hosts"/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a drain beyond an hour",
    edits: [["GCPBackendPolicy", "spec.default.connectionDraining.drainingTimeoutSec", 3601]],
    path: "spec.default.connectionDraining.drainingTimeoutSec",
    message: /3601 is not between 0 and 3600/,
    effect: "refused",
  },
  {
    check: "fields",
    title: "a field that the table of a GKE policy does not list",
    edits: [["GCPBackendPolicy", "spec.default.timeoutSecs", 1]],
    path: "spec.default.timeoutSecs",
    message: /unknown field "timeoutSecs" \(not in the sandbox's table/,
    effect: "warning",
  },
  {
    check: "names",
    title: "an object without name",
    edits: [["ConfigMap", "metadata.name", ""]],
    path: "metadata.name",
    message: /a name is required/,
    effect: "refused",
  },
  {
    check: "names",
    title: "capital letters in a name",
    edits: [["ConfigMap", "metadata.name", "Gateway"]],
    path: "metadata.name",
    message: /"Gateway" must hold lowercase/,
    effect: "refused",
  },
  {
    check: "names",
    title: "a Service that begins with a digit",
    edits: [["Service", "metadata.name", "1st"]],
    path: "metadata.name",
    message: /begin with a letter/,
    effect: "refused",
  },
  {
    check: "names",
    title: "a CronJob of 53 characters",
    edits: [["CronJob", "metadata.name", "c".repeat(53)]],
    path: "metadata.name",
    message: /53 characters, at most 52/,
    effect: "refused",
  },
  {
    check: "labels",
    title: "a label value of 64 characters",
    edits: [["Service", "metadata.labels", { a: "v".repeat(64) }]],
    path: "metadata.labels[a]",
    message: /no valid label value/,
    effect: "refused",
  },
  {
    check: "labels",
    title: "a label key with two slashes",
    edits: [["Service", "metadata.labels", { "a/b/c": "d" }]],
    path: "metadata.labels[a/b/c]",
    message: /no valid key/,
    effect: "refused",
  },
  {
    check: "labels",
    title: "a bad label in a pod template",
    edits: [["Deployment", "spec.template.metadata.labels.version", "1.0+build"]],
    path: "spec.template.metadata.labels[version]",
    message: /"1.0\+build" is no valid label value/,
    effect: "refused",
  },
  {
    check: "labels",
    title: "256 KiB of annotations",
    edits: [["ConfigMap", "metadata.annotations", { a: "x".repeat(262144) }]],
    path: "metadata.annotations",
    message: /at most 262144 are allowed/,
    effect: "refused",
  },
  // meaning
  {
    check: "namespaces",
    title: "a namespace that does not exist",
    edits: [["Service", "metadata.namespace", "nowhere"]],
    path: "metadata.namespace",
    message: /namespaces "nowhere" not found/,
    effect: "refused",
  },
  {
    check: "namespaces",
    title: "a namespace of GKE's own",
    view: { namespaces: { ...cluster().namespaces, "kube-system": { labels: {} } } },
    edits: [["ConfigMap", "metadata.namespace", "kube-system"]],
    path: "metadata.namespace",
    message: /managed by GKE/,
    effect: "refused",
  },
  {
    check: "duplicates",
    title: "the same ServiceAccount from two templates",
    add: `{ apiVersion: v1, kind: ServiceAccount, ${meta("ws-cli-gateway")} }`,
    path: "metadata.name",
    message: /is there twice in this release/,
    effect: "refused",
  },
  {
    check: "ownership",
    title: "an object that Terraform created",
    view: { objects: stored(`{ apiVersion: v1, kind: ConfigMap, ${meta("gateway")} }`) },
    path: "metadata.name",
    message: /was not created by Helm/,
    effect: "refused",
  },
  {
    check: "ownership",
    title: "an object of another release",
    view: {
      objects: stored(`{ apiVersion: v1, kind: ConfigMap, ${meta("gateway")} }`, {
        name: "other",
        namespace: "ws-cli",
      }),
    },
    path: "metadata.name",
    message: /belongs to the release "other"/,
    effect: "refused",
  },
  {
    check: "immutable-fields",
    title: "another selector for a stored Deployment",
    view: {
      objects: admitted(
        release(
          ["Deployment", "spec.selector.matchLabels", { "app.kubernetes.io/name": "ws-gateway", a: "b" }],
          ["Deployment", "spec.template.metadata.labels.a", "b"],
        ),
      ).admitted,
    },
    path: "spec.selector",
    message: /immutable/,
    effect: "refused",
  },
  {
    check: "immutable-fields",
    title: "new data for an immutable ConfigMap",
    view: { objects: admitted(release(["ConfigMap", "immutable", true])).admitted },
    edits: [
      ["ConfigMap", "data.DB_MAX_CONNECTIONS", "30"],
      ["ConfigMap", "immutable", true],
    ],
    path: "data",
    message: /immutable/,
    effect: "refused",
  },
  {
    check: "workloads",
    title: "a Deployment whose pods run once",
    edits: [["Deployment", `${POD}.restartPolicy`, "Never"]],
    path: `${POD}.restartPolicy`,
    message: /unsupported value "Never" for a Deployment/,
    effect: "refused",
  },
  {
    check: "workloads",
    title: "a CronJob whose pods restart for ever",
    edits: [["CronJob", "spec.jobTemplate.spec.template.spec.restartPolicy", undefined]],
    path: "spec.jobTemplate.spec.template.spec.restartPolicy",
    message: /unsupported value "Always" for a CronJob/,
    effect: "refused",
  },
  {
    check: "workloads",
    title: "a roll-out without a pod more or less",
    edits: [["Deployment", "spec.strategy.rollingUpdate.maxSurge", 0]],
    path: "spec.strategy.rollingUpdate",
    message: /may not be 0/,
    effect: "refused",
  },
  {
    check: "workloads",
    title: "minReadySeconds beyond the progress deadline",
    edits: [["Deployment", "spec.progressDeadlineSeconds", 30]],
    path: "spec.progressDeadlineSeconds",
    message: /greater than minReadySeconds \(30\)/,
    effect: "refused",
  },
  {
    check: "workloads",
    title: "a schedule of six fields",
    edits: [["CronJob", "spec.schedule", "0 0 3 * * *"]],
    path: "spec.schedule",
    message: /no cron expression of five fields/,
    effect: "refused",
  },
  {
    check: "template-labels",
    title: "a selector that misses its template",
    edits: [["Deployment", "spec.selector.matchLabels", { app: "other" }]],
    path: "spec.template.metadata.labels",
    message: /`selector` does not match template `labels`/,
    effect: "refused",
  },
  {
    check: "template-labels",
    title: "an empty selector",
    edits: [["Deployment", "spec.selector", {}]],
    path: "spec.selector",
    message: /empty selector/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "two containers of one name",
    edits: [["Deployment", `${GATEWAY}.name`, "cloud-sql-proxy"]],
    path: "spec.template.spec.containers[0].name",
    message: /duplicate value "cloud-sql-proxy"/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "no container",
    edits: [["Deployment", `${POD}.containers`, []]],
    path: `${POD}.containers`,
    message: /required/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "a container name with an underscore",
    edits: [["Deployment", `${GATEWAY}.name`, "web_server"]],
    path: "spec.template.spec.containers[0].name",
    message: /DNS label/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "a port name of 16 characters",
    edits: [["Deployment", `${GATEWAY}.ports.1`, { name: "p".repeat(16), containerPort: 9000 }]],
    path: "spec.template.spec.containers[0].ports[1].name",
    message: /at most 15/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "a request above its limit",
    edits: [["Deployment", `${GATEWAY}.resources.requests.memory`, "1Gi"]],
    path: "spec.template.spec.containers[0].resources.requests[memory]",
    message: /1Gi must be less than or equal to the memory limit of 512Mi/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "a mount of no volume",
    edits: [["Deployment", `${GATEWAY}.volumeMounts.0.name`, "cache"]],
    path: "spec.template.spec.containers[0].volumeMounts[0].name",
    message: /"cache" is no volume of the pod/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "two mounts at one path",
    edits: [["Deployment", `${GATEWAY}.volumeMounts.0.mountPath`, "/secrets"]],
    path: "spec.template.spec.containers[0].volumeMounts[1].mountPath",
    message: /must be unique/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "a variable with value and source",
    edits: [["Deployment", `${GATEWAY}.env.0.value`, "20"]],
    path: "spec.template.spec.containers[0].env[0].valueFrom",
    message: /may not be specified when `value` is not empty/,
    effect: "refused",
  },
  {
    check: "containers",
    title: "a variable twice",
    edits: [["Deployment", `${GATEWAY}.env.1`, { name: "DB_MAX_CONNECTIONS", value: "5" }]],
    path: "spec.template.spec.containers[0].env[1].name",
    message: /the last one wins/,
    effect: "warning",
  },
  {
    check: "probes",
    title: "a probe with two handlers",
    edits: [["Deployment", `${GATEWAY}.readinessProbe.tcpSocket`, { port: 8080 }]],
    path: "spec.template.spec.containers[0].readinessProbe",
    message: /exactly one handler/,
    effect: "refused",
  },
  {
    check: "probes",
    title: "a probe of a plain init container",
    edits: [["Deployment", `${POD}.initContainers.0.restartPolicy`, undefined]],
    path: "spec.template.spec.initContainers[0].startupProbe",
    message: /may not be set for init containers/,
    effect: "refused",
  },
  {
    check: "probes",
    title: "a startup probe that must succeed twice",
    edits: [["Deployment", `${GATEWAY}.startupProbe.successThreshold`, 2]],
    path: "spec.template.spec.containers[0].startupProbe.successThreshold",
    message: /must be 1/,
    effect: "refused",
  },
  {
    check: "probes",
    title: "a probe at a port without that name",
    edits: [["Deployment", `${GATEWAY}.readinessProbe.httpGet.port`, "metrics"]],
    path: "spec.template.spec.containers[0].readinessProbe.httpGet.port",
    message: /no port named "metrics"/,
    effect: "pods-never-start",
  },
  {
    check: "volumes",
    title: "a volume without source",
    edits: [["Deployment", `${POD}.volumes.0`, { name: "tmp" }]],
    path: "spec.template.spec.volumes[0]",
    message: /must specify a volume type/,
    effect: "refused",
  },
  {
    check: "volumes",
    title: "a volume with two sources",
    edits: [["Deployment", `${POD}.volumes.0.secret`, { secretName: "x", optional: true }]],
    path: "spec.template.spec.volumes[0]",
    message: /may not specify more than 1/,
    effect: "refused",
  },
  {
    check: "volumes",
    title: "a claim that does not exist",
    edits: [["Deployment", `${POD}.volumes.0`, { name: "tmp", persistentVolumeClaim: { claimName: "data" } }]],
    path: "spec.template.spec.volumes[0].persistentVolumeClaim",
    message: /"data" not found/,
    effect: "pods-never-start",
  },
  {
    check: "network-policies",
    title: "an address without mask",
    edits: [["NetworkPolicy", "spec.ingress.0.from.0.ipBlock.cidr", "35.191.0.0"]],
    path: "spec.ingress[0].from[0].ipBlock.cidr",
    message: /"35.191.0.0" is no address range/,
    effect: "refused",
  },
  {
    check: "network-policies",
    title: "an exception outside of its range",
    edits: [["NetworkPolicy", "spec.ingress.0.from.0.ipBlock.except", ["10.0.0.0/8"]]],
    path: "spec.ingress[0].from[0].ipBlock.except[0]",
    message: /not within "35.191.0.0\/16"/,
    effect: "refused",
  },
  {
    check: "network-policies",
    title: "an empty peer",
    edits: [["NetworkPolicy", "spec.ingress.0.from.0", {}]],
    path: "spec.ingress[0].from[0]",
    message: /must specify a peer/,
    effect: "refused",
  },
  {
    check: "network-policies",
    title: "a range of ports that runs backwards",
    edits: [["NetworkPolicy", "spec.egress.0.ports.0.endPort", 52]],
    path: "spec.egress[0].ports[0].endPort",
    message: /not above it/,
    effect: "refused",
  },
  {
    check: "pod-security",
    title: "a container that may gain privileges",
    edits: [["Deployment", `${GATEWAY}.securityContext`, { capabilities: { drop: ["ALL"] } }]],
    path: "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
    message: /violates PodSecurity "restricted": allowPrivilegeEscalation/,
    effect: "pods-never-start",
  },
  {
    check: "autopilot",
    title: "host networking",
    edits: [["Deployment", `${POD}.hostNetwork`, true]],
    path: `${POD}.hostNetwork`,
    message: /GKE Warden denies it/,
    effect: "pods-never-start",
  },
  {
    check: "autopilot",
    title: "a hostPath",
    edits: [["Deployment", `${POD}.volumes.0`, { name: "tmp", hostPath: { path: "/etc" } }]],
    path: "spec.template.spec.volumes[0].hostPath",
    message: /only below \/var\/log/,
    effect: "pods-never-start",
  },
  {
    check: "autopilot",
    title: "a capability that Autopilot keeps",
    edits: [["Deployment", `${GATEWAY}.securityContext.capabilities.add`, ["NET_ADMIN"]]],
    path: "spec.template.spec.containers[0].securityContext.capabilities.add",
    message: /NET_ADMIN is not allowed/,
    effect: "pods-never-start",
  },
  {
    check: "limit-ranges",
    title: "a limit above the namespace's maximum",
    edits: [["Deployment", `${GATEWAY}.resources.limits.cpu`, 5]],
    path: "spec.template.spec.containers[0].resources",
    message: /maximum cpu usage per Container is 4, but limit is 5/,
    effect: "pods-never-start",
  },
  {
    check: "limit-ranges",
    title: "a request below the namespace's minimum",
    edits: [["LimitRange", "spec.limits.0.min", { memory: "200Mi" }]],
    path: "spec.template.spec.initContainers[0].resources",
    message: /minimum memory usage per Container is 200Mi, but request is 128Mi/,
    effect: "pods-never-start",
  },
  {
    check: "resource-quotas",
    title: "more CPU than the quota at once",
    edits: [["ResourceQuota", "spec.hard", { "requests.cpu": "600m" }]],
    path: "",
    message: /requests.cpu of namespace "ws-cli" would be 700m, the quota is 600m/,
    effect: "pods-never-start",
  },
  {
    check: "resource-quotas",
    title: "more pods than the quota when scaled up",
    edits: [["ResourceQuota", "spec.hard", { pods: 5 }]],
    path: "",
    message: /when everything is scaled up, exceeded quota: pods of namespace "ws-cli" would be 11/,
    effect: "warning",
  },
  {
    check: "resource-quotas",
    title: "a container without the limit that a quota makes compulsory",
    edits: [["LimitRange", "spec.limits", []]],
    path: "spec.jobTemplate.spec.template.spec.containers[0].resources",
    message: /must specify limits.cpu, limits.memory for: cleanup/,
    effect: "pods-never-start",
  },
  {
    check: "resource-quotas",
    title: "more Services than the quota counts",
    edits: [["ResourceQuota", "spec.hard", { services: 0 }]],
    path: "",
    message: /services of namespace "ws-cli" would be 1, the quota is 0/,
    effect: "refused",
  },
  {
    check: "service-accounts",
    title: "a ServiceAccount that nobody creates",
    edits: [["Deployment", `${POD}.serviceAccountName`, "runner"]],
    path: `${POD}.serviceAccountName`,
    message: /serviceaccount "runner" not found in namespace "ws-cli"/,
    effect: "pods-never-start",
  },
  {
    check: "config-references",
    title: "a ConfigMap that nobody creates",
    edits: [["Deployment", `${GATEWAY}.envFrom`, [{ configMapRef: { name: "extra" } }]]],
    path: "spec.template.spec.containers[0].envFrom[0].configMapRef",
    message: /configmap "extra" not found/,
    effect: "pods-never-start",
  },
  {
    check: "config-references",
    title: "a Secret that nobody creates",
    edits: [["Deployment", `${POD}.volumes.0`, { name: "tmp", secret: { secretName: "pg" } }]],
    path: "spec.template.spec.volumes[0].secret",
    message: /secret "pg" not found/,
    effect: "pods-never-start",
  },
  {
    check: "config-references",
    title: "a key that the ConfigMap does not hold",
    edits: [["Deployment", `${GATEWAY}.env.0.valueFrom.configMapKeyRef.key`, "MAX"]],
    path: "spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef",
    message: /couldn't find key "MAX" in ConfigMap "gateway"/,
    effect: "pods-never-start",
  },
  {
    check: "hook-order",
    title: "a hook before the install that needs the release's ServiceAccount",
    add: HOOK("pre-install"),
    path: `${POD}.serviceAccountName`,
    message: /runs before ServiceAccount "ws-cli-gateway" of this release is created/,
    effect: "pods-never-start",
  },
  {
    check: "hook-order",
    title: "a hook that needs a hook of a higher weight",
    edits: [["ServiceAccount", "metadata.annotations", { "helm.sh/hook": "pre-install", "helm.sh/hook-weight": "1" }]],
    add: HOOK("pre-install"),
    path: `${POD}.serviceAccountName`,
    message: /runs before ServiceAccount "ws-cli-gateway" of this release is created/,
    effect: "pods-never-start",
  },
  {
    check: "hook-order",
    title: "a hook whose files are of the release's SecretProviderClass",
    edits: [["ServiceAccount", "metadata.annotations", { "helm.sh/hook": "pre-install" }]],
    add: `${HOOK("pre-install")}
      volumes: [{ name: pg, csi: { driver: secrets-store-gke.csi.k8s.io, volumeAttributes: { secretProviderClass: gateway } } }]`,
    path: "spec.template.spec.volumes[0].csi.volumeAttributes.secretProviderClass",
    message: /runs before SecretProviderClass "gateway" of this release is created/,
    effect: "pods-never-start",
  },
  {
    check: "hook-order",
    title: "a hook whose Secret the release's ExternalSecret makes",
    edits: [["ServiceAccount", "metadata.annotations", { "helm.sh/hook": "pre-install" }]],
    add: `${HOOK("pre-install")}
      volumes: [{ name: pg, secret: { secretName: pg } }]
---${EXTERNAL}`,
    path: "spec.template.spec.volumes[0].secret",
    message: /runs before ExternalSecret "pg" of this release is created/,
    effect: "pods-never-start",
  },
  {
    check: "secret-provider-classes",
    title: "a class that does not exist",
    edits: [["Deployment", `${POD}.volumes.1.csi.volumeAttributes.secretProviderClass`, "other"]],
    path: "spec.template.spec.volumes[1].csi.volumeAttributes.secretProviderClass",
    message: /"other" not found/,
    effect: "pods-never-start",
  },
  {
    check: "secret-provider-classes",
    title: "the open-source driver",
    edits: [["Deployment", `${POD}.volumes.1.csi.driver`, "secrets-store.csi.k8s.io"]],
    path: "spec.template.spec.volumes[1].csi.driver",
    message: /not installed/,
    effect: "pods-never-start",
  },
  {
    check: "secret-provider-classes",
    title: "the provider gcp",
    edits: [["SecretProviderClass", "spec.provider", "gcp"]],
    path: "spec.provider",
    message: /only the provider gke/,
    effect: "pods-never-start",
  },
  {
    check: "secret-stores",
    title: "an ExternalSecret without its store",
    add: EXTERNAL.replace("{ name: team }", "{ name: other }"),
    path: "spec.secretStoreRef",
    message: /^could not get ClusterSecretStore "team": not found$/,
    effect: "pods-never-start",
  },
  {
    check: "secret-stores",
    title: "a store that serves another namespace",
    add: EXTERNAL.replace("namespaces: [ws-cli]", "namespaces: [other]"),
    path: "spec.secretStoreRef",
    message: /^using ClusterSecretStore "team" is not allowed from namespace "ws-cli": denied by spec.conditions$/,
    effect: "pods-never-start",
  },
  {
    check: "secret-stores",
    title: "a store that names a service account which does not exist",
    add: EXTERNAL.replace("name: ws-cli-gateway, namespace", "name: nobody, namespace"),
    path: "spec.secretStoreRef",
    message: /^the store's ServiceAccount "ws-cli\/nobody" not found$/,
    effect: "pods-never-start",
  },
  {
    check: "secret-stores",
    title: "a store whose service account the operator may have no token of",
    view: { objects: CONFINED },
    add: EXTERNAL.replace("resourceNames: [ws-cli-gateway]", "resourceNames: [other]"),
    path: "spec.secretStoreRef",
    message:
      /"system:serviceaccount:external-secrets:external-secrets" cannot create resource "serviceaccounts\/token"/,
    effect: "pods-never-start",
  },
  {
    check: "secret-versions",
    title: "a version that is disabled, mounted as a file",
    view: { secretVersionState: () => "DISABLED" },
    path: "spec.parameters.secrets",
    message: /^Secret Version \[projects\/cliscale-test\/secrets\/jwt-public\/versions\/latest\] is in DISABLED state$/,
    effect: "pods-never-start",
  },
  {
    check: "secret-versions",
    title: "a version that does not exist, mounted as a file",
    view: { secretVersionState: () => undefined },
    path: "spec.parameters.secrets",
    message: /versions\/latest\] not found$/,
    effect: "pods-never-start",
  },
  {
    check: "secret-versions",
    title: "a version that is destroyed, copied by the External Secrets Operator",
    view: { secretVersionState: (name) => (name === "secrets/pg/versions/3" ? "DESTROYED" : "ENABLED") },
    add: `{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, ${meta("pg")}, spec: { data: [{ secretKey: URL, remoteRef: { key: pg, version: "3" } }] } }`,
    path: "spec.data[0].remoteRef",
    message: /^Secret Version \[secrets\/pg\/versions\/3\] is in DESTROYED state$/,
    effect: "pods-never-start",
  },
  {
    check: "workload-identity",
    title: "a Google service account that does not let the pod act as it",
    view: { google: google({ mayActAs: () => false }) },
    path: `${POD}.serviceAccountName`,
    message: new RegExp(
      `'iam.serviceAccounts.getAccessToken' denied on resource ${ACCOUNT} \\(or it may not exist\\)$`,
    ),
    effect: "pods-never-start",
  },
  {
    check: "workload-identity",
    title: "a Google service account that does not exist",
    view: { google: google({ accountExists: () => false }) },
    path: `${POD}.serviceAccountName`,
    message: /or it may not exist/,
    effect: "pods-never-start",
  },
  {
    check: "workload-identity",
    title: "a project without the API that gives out tokens",
    view: { google: google({ isEnabled: (api) => api !== "iamcredentials.googleapis.com" }) },
    path: `${POD}.serviceAccountName`,
    message: /IAM Service Account Credentials API has not been used in project 123456789012/,
    effect: "pods-never-start",
  },
  {
    check: "secret-access",
    title: "a mounted secret that the pod may not read",
    view: { google: google({ mayReadSecret: () => false }) },
    path: `${POD}.volumes[1].csi`,
    message:
      /^Permission 'secretmanager.versions.access' denied for resource 'projects\/cliscale-test\/secrets\/jwt-public\/versions\/latest'/,
    effect: "pods-never-start",
  },
  {
    check: "cloud-sql-access",
    title: "a proxy that may not connect to its instance",
    edits: [PROXY],
    view: { google: google({ mayUseDatabase: (_member, _instance, right) => right !== "client" }) },
    path: `${POD}.initContainers[0]`,
    message: /^the proxy is unable to start: failed to get instance metadata of cliscale-test:db: googleapi: Error 403/,
    effect: "pods-never-start",
  },
  {
    check: "cloud-sql-access",
    title: "a proxy that logs in with an identity which may not",
    edits: [PROXY],
    view: { google: google({ mayUseDatabase: (_member, _instance, right) => right !== "login" }) },
    path: `${POD}.initContainers[0]`,
    message: /cloudsql.instances.login is missing on cliscale-test:db$/,
    effect: "pods-never-start",
  },
  {
    check: "cloud-sql-access",
    title: "a database user that does not exist",
    edits: [PROXY, PGUSER],
    view: { google: google({ hasDatabaseUser: () => false }) },
    path: `${POD}.initContainers[0]`,
    message: /^FATAL: role "ws-cli-gateway@cliscale-test.iam" does not exist on cliscale-test:db$/,
    effect: "pods-never-start",
  },
  {
    check: "image-pull",
    title: "an image that the nodes may not pull",
    view: { google: google({ mayPull: () => false }) },
    path: `${POD}.containers[0].image`,
    message:
      /403 Forbidden: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects\/cliscale-test\/locations\/europe-west1\/repositories\/images"/,
    effect: "pods-never-start",
  },
  {
    check: "priority-classes",
    title: "a PriorityClass that does not exist",
    edits: [["Deployment", `${POD}.priorityClassName`, "high"]],
    path: `${POD}.priorityClassName`,
    message: /no PriorityClass with name high/,
    effect: "pods-never-start",
  },
  {
    check: "role-bindings",
    title: "a binding to no Role",
    edits: [["RoleBinding", "roleRef.name", "other"]],
    path: "roleRef.name",
    message: /Role "other" does not exist/,
    effect: "does-not-work",
  },
  {
    check: "role-bindings",
    title: "a binding to no ServiceAccount",
    edits: [["RoleBinding", "subjects.0.name", "other"]],
    path: "subjects[0].name",
    message: /"ws-cli\/other" does not exist/,
    effect: "does-not-work",
  },
  {
    check: "disruption-budgets",
    title: "a budget for no pod",
    edits: [["PodDisruptionBudget", "spec.selector.matchLabels", { a: "b" }]],
    path: "spec.selector",
    message: /selects no pod/,
    effect: "does-not-work",
  },
  {
    check: "disruption-budgets",
    title: "a budget with both bounds",
    edits: [["PodDisruptionBudget", "spec.maxUnavailable", 1]],
    path: "spec",
    message: /cannot be both set/,
    effect: "refused",
  },
  {
    check: "autoscalers",
    title: "an autoscaler of nothing",
    edits: [["HorizontalPodAutoscaler", "spec.scaleTargetRef.name", "other"]],
    path: "spec.scaleTargetRef",
    message: /the Deployment "other" was not found/,
    effect: "does-not-work",
  },
  {
    check: "autoscalers",
    title: "more replicas at least than at most",
    edits: [["HorizontalPodAutoscaler", "spec.minReplicas", 11]],
    path: "spec.maxReplicas",
    message: /maxReplicas 10 is below minReplicas 11/,
    effect: "refused",
  },
  {
    check: "services",
    title: "a Service without pods",
    edits: [["Service", "spec.selector", { a: "b" }]],
    path: "spec.selector",
    message: /selects no pod/,
    effect: "does-not-work",
  },
  {
    check: "services",
    title: "a target port that no container names",
    edits: [["Service", "spec.ports.0.targetPort", "web"]],
    path: "spec.ports[0].targetPort",
    message: /Deployment "ws-gateway" has a port named "web"/,
    effect: "does-not-work",
  },
  {
    check: "services",
    title: "a Service without ports",
    edits: [["Service", "spec.ports", []]],
    path: "spec.ports",
    message: /required/,
    effect: "refused",
  },
  {
    check: "services",
    title: "two ports without names",
    edits: [["Service", "spec.ports", [{ port: 80 }, { port: 81, name: "b" }]]],
    path: "spec.ports[0].name",
    message: /more than one port/,
    effect: "refused",
  },
  {
    check: "gateways",
    title: "a class that GKE does not know",
    edits: [["Gateway", "spec.gatewayClassName", "nginx"]],
    path: "spec.gatewayClassName",
    message: /"nginx" does not exist/,
    effect: "does-not-work",
  },
  {
    check: "gateways",
    title: "HTTPS without certificate",
    edits: [["Gateway", "metadata.annotations", {}]],
    path: "spec.listeners[0].tls",
    message: /needs a certificate/,
    effect: "does-not-work",
  },
  {
    check: "gateways",
    title: "certificates from two places",
    edits: [["Gateway", "spec.listeners.0.tls", { options: { "networking.gke.io/pre-shared-certs": "a" } }]],
    path: "spec.listeners[0].tls",
    message: /exclude each other/,
    effect: "does-not-work",
  },
  {
    check: "gateways",
    title: "two listeners of one name",
    edits: [["Gateway", "spec.listeners.1.name", "https"]],
    path: "spec.listeners[1]",
    message: /must be unique/,
    effect: "refused",
  },
  {
    check: "routes",
    title: "a route on no Gateway",
    edits: [["HTTPRoute", "spec.parentRefs.0.name", "other"]],
    path: "spec.parentRefs[0]",
    message: /Gateway "ws-cli\/other" does not exist/,
    effect: "does-not-work",
  },
  {
    check: "routes",
    title: "a route on no listener",
    edits: [["HTTPRoute", "spec.parentRefs.0.sectionName", "wss"]],
    path: "spec.parentRefs[0].sectionName",
    message: /no listener "wss"/,
    effect: "does-not-work",
  },
  {
    check: "routes",
    title: "a route to no Service",
    edits: [["HTTPRoute", "spec.rules.0.backendRefs.0.name", "other"]],
    path: "spec.rules[0].backendRefs[0].name",
    message: /Service "ws-cli\/other" does not exist/,
    effect: "does-not-work",
  },
  {
    check: "routes",
    title: "a route to no port",
    edits: [["HTTPRoute", "spec.rules.0.backendRefs.0.port", 8080]],
    path: "spec.rules[0].backendRefs[0].port",
    message: /no port 8080/,
    effect: "does-not-work",
  },
  {
    check: "routes",
    title: "a route from a namespace that the listener does not admit",
    edits: [
      ["HTTPRoute", "metadata.namespace", "default"],
      ["HTTPRoute", "spec.parentRefs.0.namespace", "ws-cli"],
    ],
    path: "spec.parentRefs[0]",
    message: /take no routes from namespace "default"/,
    effect: "does-not-work",
  },
  {
    check: "routes",
    title: "a route to another namespace without grant",
    edits: [
      ["HTTPRoute", "metadata.namespace", "default"],
      ["HTTPRoute", "spec.rules.0.backendRefs.0.namespace", "ws-cli"],
    ],
    path: "spec.rules[0].backendRefs[0]",
    message: /no ReferenceGrant/,
    effect: "does-not-work",
  },
  {
    check: "gke-policies",
    title: "a policy for no Service",
    edits: [["GCPBackendPolicy", "spec.targetRef.name", "other"]],
    path: "spec.targetRef.name",
    message: /Service "ws-cli\/other" does not exist/,
    effect: "does-not-work",
  },
  {
    check: "gke-policies",
    title: "a backend policy for a Gateway",
    edits: [
      ["GCPBackendPolicy", "spec.targetRef", { group: "gateway.networking.k8s.io", kind: "Gateway", name: "edge" }],
    ],
    path: "spec.targetRef",
    message: /attaches to no Gateway/,
    effect: "does-not-work",
  },
  {
    check: "gke-policies",
    title: "a health check that does not match its type",
    edits: [["HealthCheckPolicy", "spec.default.config.type", "TCP"]],
    path: "spec.default.config",
    message: /the one health check that matches/,
    effect: "refused",
  },
  {
    check: "gke-policies",
    title: "a timeout beyond the interval",
    edits: [["HealthCheckPolicy", "spec.default.timeoutSec", 11]],
    path: "spec.default.timeoutSec",
    message: /11 is greater than checkIntervalSec 10/,
    effect: "does-not-work",
  },
  {
    check: "ingresses",
    title: "an Ingress whose class is no annotation",
    add: `{ apiVersion: networking.k8s.io/v1, kind: Ingress, ${meta("web")}, spec: { ingressClassName: gce, defaultBackend: { service: { name: ws-gateway, port: { number: 80 } } } } }`,
    path: "spec.ingressClassName",
    message: /takes no action/,
    effect: "does-not-work",
  },
  {
    check: "ingresses",
    title: "an Ingress to no port",
    add: `{ apiVersion: networking.k8s.io/v1, kind: Ingress, ${meta("web")}, spec: { defaultBackend: { service: { name: ws-gateway, port: { number: 81 } } } } }`,
    path: "spec.defaultBackend.service.port",
    message: /no port 81/,
    effect: "does-not-work",
  },
];

describe("admit", () => {
  it("admits a realistic release of 19 kinds without a word", () => {
    const { admitted: stored, problems, warnings } = admitted(release());
    expect([...problems, ...warnings]).toEqual([]);
    expect(new Set(stored.map(({ kind }) => kind)).size).toBe(19);
    expect(stored).toHaveLength(release().length);
  });

  it("stores each object in its namespace, as the release's own", () => {
    const [account] = admitted(release()).admitted;
    expect(account?.metadata).toMatchObject({
      namespace: "ws-cli",
      labels: { "app.kubernetes.io/managed-by": "Helm" },
      annotations: { "meta.helm.sh/release-name": "cliscale", "meta.helm.sh/release-namespace": "ws-cli" },
    });
  });

  it("admits the same release again, as an upgrade", () => {
    const view = cluster({ objects: admitted(release()).admitted });
    expect(admitted(release(), view).problems).toEqual([]);
  });

  it.each(CASES)("$check: $title", ({ check, edits = [], add, view, path, message, effect }) => {
    const list = [...release(...edits), ...(add === undefined ? [] : objects(add))];
    const { admitted: stored, problems, warnings } = admitted(list, cluster(view));
    const found = [...problems, ...warnings].filter(
      (problem) => problem.check === check && problem.path === path && message.test(problem.message),
    );
    expect(found.map((problem) => problem.effect)).toEqual([effect]);
    expect(found[0]?.source).toMatch(/^https:\/\//);
    expect(found[0]?.fix).not.toBe("");
    const [group = "", kind = ""] = found[0]?.object.split(" ") ?? [];
    const kept = stored.filter((object) => object.apiVersion === group && object.kind === kind).length;
    const offered = list.filter((object) => object.apiVersion === group && object.kind === kind).length;
    expect(kept).toBe(effect === "refused" ? offered - 1 : offered);
  });

  it("has a failing case for every check", () => {
    const ids = [...SHAPE_CHECKS, ...MEANING_CHECKS].map(({ id }) => id);
    expect(new Set(CASES.map(({ check }) => check))).toEqual(new Set(ids));
  });

  it("refuses an ExternalSecret before its operator, in Helm's words", () => {
    const external = objects(`{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, ${meta("pg")}, spec: {} }`);
    const [problem] = admitted([...release(), ...external], { ...cluster(), objects: [] }).problems;
    expect(problem?.message).toBe('no matches for kind "ExternalSecret" in version "external-secrets.io/v1"');
    expect(problem?.fix).toBe("ensure CRDs are installed first, by a release that this one depends on");
    expect(problem?.effect).toBe("refused");
  });

  it("takes a store that serves the namespace, with a token of its service account alone", () => {
    const view = cluster({ objects: CONFINED });
    expect(admitted([...release(), ...objects(EXTERNAL)], view).problems).toEqual([]);
    // an older operator may have every token
    const anyToken = EXTERNAL.replace("resourceNames: [ws-cli-gateway]", "resourceNames: [other]");
    expect(admitted([...release(), ...objects(anyToken)]).problems).toEqual([]);
  });

  it("takes a Secret that an ExternalSecret provides, or that is stored already, as there", () => {
    const edits: Edit[] = [["Deployment", `${POD}.volumes.0`, { name: "tmp", secret: { secretName: "pg" } }]];
    const external = `{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, ${meta("database")}, spec: { target: { name: pg } } }`;
    const secret = `{ apiVersion: v1, kind: Secret, metadata: { name: pg, namespace: ws-cli } }`;
    expect(admitted([...release(...edits), ...objects(external)]).problems).toEqual([]);
    expect(admitted(release(...edits), cluster({ objects: objects(secret) })).problems).toEqual([]);
  });

  it("mounts versions that are enabled, and names the file of one that is not", () => {
    const asked: string[] = [];
    const secretVersionState = (name: string) => (asked.push(name), "ENABLED" as const);
    expect(admitted(release(), cluster({ secretVersionState })).problems).toEqual([]);
    expect(asked).toEqual(["projects/cliscale-test/secrets/jwt-public/versions/latest"]);
    const [problem] = admitted(release(), cluster({ secretVersionState: () => "DISABLED" })).problems;
    expect(problem?.fix).toBe(
      "mount a version that is enabled as the file public.pem; its pods stay in ContainerCreating",
    );
  });

  it("takes a release whose pods may do what they need in Google Cloud, and asks as whom they act", () => {
    const asked: string[] = [];
    const ask = (...what: readonly string[]): boolean => asked.push(what.join(" ")) > 0;
    const view = google({
      mayActAs: (member, email) => ask(member, email),
      mayReadSecret: (member, secret) => ask(member, secret),
      mayUseDatabase: (member, { project, name }, right) => ask(member, project, name, right),
      hasDatabaseUser: ({ name }, user) => ask(user, name),
      mayPull: (email, { project, location, name }) => ask(email, project, location, name),
    });
    expect(admitted(release(PROXY, PGUSER), cluster({ google: view })).problems).toEqual([]);
    const member = `serviceAccount:${ACCOUNT}`;
    expect(new Set(asked)).toEqual(
      new Set([
        `serviceAccount:cliscale-test.svc.id.goog[ws-cli/ws-cli-gateway] ${ACCOUNT}`,
        `${member} projects/cliscale-test/secrets/jwt-public`,
        `${member} cliscale-test db client`,
        `${member} cliscale-test db login`,
        "ws-cli-gateway@cliscale-test.iam db",
        "nodes@cliscale-test.iam.gserviceaccount.com cliscale-test europe-west1 images",
      ]),
    );
  });

  it("judges a pod without a Google service account as itself", () => {
    const asked: string[] = [];
    const view = google({ mayActAs: () => false, mayReadSecret: (member) => asked.push(member) > 0 });
    const plain: Edit = ["ServiceAccount", "metadata.annotations", undefined];
    expect(admitted(release(plain), cluster({ google: view })).problems).toEqual([]);
    expect(asked[0]).toBe(
      "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/cliscale-test.svc.id.goog/subject/ns/ws-cli/sa/ws-cli-gateway",
    );
  });

  it("asks nothing of Google Cloud for pods that somebody starts later, nor for what it does not know", () => {
    const nothing = google({ mayActAs: () => false, mayReadSecret: () => false, mayPull: () => undefined });
    const without: Edit[] = [
      [
        "Deployment",
        `${POD}.volumes`,
        [
          { name: "tmp", emptyDir: {} },
          { name: "secrets", emptyDir: {} },
        ],
      ],
      ["Deployment", `${POD}.initContainers`, undefined],
    ];
    expect(admitted(release(...without), cluster({ google: nothing })).problems).toEqual([]);
    const unknown = google({ hasDatabaseUser: () => undefined });
    expect(admitted(release(PROXY, PGUSER), cluster({ google: unknown })).problems).toEqual([]);
  });

  it("takes a reference that is optional as optional", () => {
    const edit: Edit = ["Deployment", `${GATEWAY}.envFrom`, [{ secretRef: { name: "extra", optional: true } }]];
    expect(admitted(release(edit)).problems).toEqual([]);
  });

  it("knows a kind that a CustomResourceDefinition of the release defines", () => {
    const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.dev }
spec:
  group: example.dev
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions: [{ name: v1, served: true, storage: true }]
---
apiVersion: example.dev/v1
kind: Widget
metadata: { name: a }`;
    expect(admitted([...release(), ...objects(definition)]).problems).toEqual([]);
  });

  it("lets a ReferenceGrant open another namespace", () => {
    const grant = `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: routes }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default }]
  to: [{ group: "", kind: Service }]`;
    const edits: Edit[] = [
      ["HTTPRoute", "metadata.namespace", "default"],
      ["HTTPRoute", "spec.parentRefs.0.namespace", "ws-cli"],
      ["HTTPRoute", "spec.rules.0.backendRefs.0.namespace", "ws-cli"],
      ["Gateway", "spec.listeners.0.allowedRoutes", { namespaces: { from: "All" } }],
    ];
    expect(admitted([...release(...edits), ...objects(grant)]).problems).toEqual([]);
  });

  it("drops what the release no longer contains, unless it is annotated to stay", () => {
    const before = admitted(release()).admitted;
    const without = release().filter(({ kind }) => kind !== "ServiceAccount");
    const paths = (view: ClusterView): string[] => admitted(without, view).problems.map(({ path }) => path);
    expect(paths(cluster({ objects: before }))).toContain(`${POD}.serviceAccountName`);
    const kept = before.map((object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        annotations: { ...object.metadata.annotations, "helm.sh/resource-policy": "keep" },
      },
    }));
    expect(paths(cluster({ objects: kept }))).toEqual([]);
  });

  it("does not hold a hook against an earlier run of itself", () => {
    const hook = objects(`
apiVersion: v1
kind: ConfigMap
metadata: { name: migrate, annotations: { helm.sh/hook: pre-upgrade } }`);
    const first = admitted(hook);
    expect(first.admitted[0]?.metadata.annotations).toEqual({ "helm.sh/hook": "pre-upgrade" });
    expect(admitted(hook, cluster({ objects: first.admitted })).problems).toEqual([]);
  });

  it("lets hooks use what is there when they run", () => {
    const upgrade = cluster({ objects: admitted(release()).admitted });
    expect(admitted([...release(), ...objects(HOOK("post-install"))]).problems).toEqual([]);
    expect(admitted([...release(), ...objects(HOOK("pre-upgrade"))]).problems).toEqual([]);
    expect(admitted([...release(), ...objects(HOOK("pre-upgrade"))], upgrade).problems).toEqual([]);
  });

  it("reports one mistake once, not what follows from it", () => {
    const { problems } = admitted(release(["Deployment", "spec.replicas", "two"]));
    expect(problems.map(({ check, path }) => [check, path])).toEqual([["fields", "spec.replicas"]]);
  });

  it("never throws, whatever stands where in an object", () => {
    const junk: readonly unknown[] = ["x", 5, true, [], [[]], {}, { a: { b: [] } }, null];
    const list = release();
    list.forEach((object, position) => {
      pathsIn(object).forEach((path, index) => {
        const value = junk[(position + index) % junk.length];
        const others = list.filter((_, other) => other !== position);
        expect(() => admitted([...others, replaced(object, path, value)])).not.toThrow();
      });
    });
  });

  it("does not name a value that may be secret", () => {
    const { problems } = admitted(release(["Deployment", `${GATEWAY}.env.0`, { name: "TOKEN", value: 424242 }]));
    expect(problems.map(describeAdmissionProblem).join("\n")).not.toContain("424242");
  });

  it("describes a problem in one line with object, path, reason, consequence, fix and source", () => {
    const [problem] = admitted(release(["Deployment", `${POD}.serviceAccountName`, "runner"])).problems;
    expect(problem && describeAdmissionProblem(problem)).toBe(
      `apps/v1 Deployment ws-cli/ws-gateway: spec.template.spec.serviceAccountName: serviceaccount "runner" not found in namespace "ws-cli"` +
        ` [stored, but its pods never start]; add the ServiceAccount to the release, or correct the name` +
        ` (https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/)`,
    );
  });

  it("leaves its input as it is", () => {
    const list = release();
    const view = cluster({ objects: admitted(release()).admitted });
    const before = JSON.stringify([list, view]);
    admitted(list, view);
    expect(JSON.stringify([list, view])).toBe(before);
  });

  it("puts objects without namespace into `default` when there is no release", () => {
    const [stored] = admit(objects(`{ apiVersion: v1, kind: ConfigMap, ${meta("a")} }`), cluster()).admitted;
    expect(stored?.metadata).toEqual({ name: "a", namespace: "default" });
  });

  it("drops the namespace of a cluster-scoped object, and fields that are null", () => {
    const [stored] = admitted(
      objects(`
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: high, namespace: ws-cli }
value: 1000
description: null`),
    ).admitted;
    expect(stored?.metadata).not.toHaveProperty("namespace");
    expect(stored).not.toHaveProperty("description");
  });
});

/** The path of every value in an object, itself and its identity left out. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const children = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const below = children.flatMap(([key, item]) => pathsIn(item, [...path, key]));
  return path.length === 0 || ["apiVersion", "kind", "metadata"].includes(path.join(".")) ? below : [path, ...below];
}

function replaced(object: KubernetesObject, path: readonly string[], value: unknown): KubernetesObject {
  const copy = structuredClone(object);
  const last = path.at(-1) ?? "";
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((holder, step) => holder[step] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy;
}
