import { LEVELS } from "../levels";
import { configMapNoSecrets } from "../rules/cluster/config-map-no-secrets";
import { noSecretObjects } from "../rules/cluster/no-secret-objects";
import { secretProviderClass } from "../rules/cluster/secret-provider-class";
import { secretVersionPinned } from "../rules/cluster/secret-version-pinned";
import { podsSecretClassExists } from "../rules/cluster/pods-secret-class-exists";
import { externalSecretStore } from "../rules/cluster/external-secret-store";
import { priorityClassModest } from "../rules/cluster/priority-class-modest";
import { namespacePodSecurity } from "../rules/cluster/namespace-pod-security";
import { namespaceManifestPodSecurity } from "../rules/cluster/namespace-manifest-pod-security";
import { namespaceOwn } from "../rules/cluster/namespace-own";
import { webhookCannotStopCluster } from "../rules/cluster/webhook-cannot-stop-cluster";
import { noClientCertificates } from "../rules/cluster/no-client-certificates";
import { hookComesPrepared } from "../rules/cluster/hook-comes-prepared";
import { hookPodsIsolated } from "../rules/cluster/hook-pods-isolated";
import { type PolicyRow } from "./row";

/** Configuration, secrets, namespaces and what is the cluster's own. */
export const CLUSTER_CONFIG_ROWS: readonly PolicyRow[] = [
  {
    id: "config-map-no-secrets",
    level: LEVELS.everywhere,
    fact: "no ConfigMap holds a secret",
    why: "it is in the Terraform state and the release, and everybody who reads the namespace reads it",
    fix: "put it into Secret Manager, and mount it as a file",
    covers: ["KSV-0109", "KSV-01010", "polaris/sensitiveConfigmapContent", "C11"],
    references: ["https://kubernetes.io/docs/concepts/configuration/configmap/"],
    rule: configMapNoSecrets,
  },
  {
    id: "no-secret-objects",
    level: LEVELS.everywhere,
    fact: "no chart and no Terraform writes what is in a Secret",
    why: "the content stays in the state, in the release and in its history",
    fix: "put it into Secret Manager, and mount it or sync it",
    covers: ["C11"],
    references: ["https://kubernetes.io/docs/concepts/security/secrets-good-practices/"],
    rule: noSecretObjects,
  },
  {
    id: "secret-provider-class",
    level: LEVELS.production,
    fact: "files from Secret Manager are of the add-on's provider, of secrets in the stack, each at its own path",
    why: "pods wait for ever, or read another secret",
    fix: "set provider to gke, and name secrets of the stack",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component"],
    rule: secretProviderClass,
  },
  {
    id: "secret-version-pinned",
    level: LEVELS.production,
    fact: "pods get a secret's version by number",
    why: "a new version reaches pods without a release, one after the other, and can't be rolled back",
    fix: "name a version, and raise it with a release",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/best-practices#administration"],
    rule: secretVersionPinned,
  },
  {
    id: "pods-secret-class-exists",
    level: LEVELS.production,
    fact: "volumes of the secrets driver name a SecretProviderClass that exists",
    why: "the pod never starts",
    fix: "correct the name, or add the class",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component"],
    rule: podsSecretClassExists,
  },
  {
    id: "external-secret-store",
    level: LEVELS.production,
    fact: "stores of the External Secrets Operator use Workload Identity and are confined, and secrets are refreshed",
    why: "a key lies in the cluster, every namespace reads every secret, or a rotated one never arrives",
    fix: "use auth.workloadIdentity, set conditions, and a refreshInterval",
    covers: ["C11"],
    references: ["https://external-secrets.io/latest/provider/google-secrets-manager/"],
    rule: externalSecretStore,
  },
  {
    id: "priority-class-modest",
    level: LEVELS.production,
    fact: "a PriorityClass is nobody's default, and below the system's",
    why: "its pods push everybody's away",
    fix: "leave globalDefault out, and stay at 1000000000 or below",
    covers: [],
    references: ["https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"],
    rule: priorityClassModest,
  },
  {
    id: "namespace-pod-security",
    level: LEVELS.everywhere,
    fact: "a namespace that Terraform makes enforces, audits and warns by the restricted standard of a fixed version",
    why: "a pod that runs as root or mounts the node is let in; with latest an upgrade refuses pods that ran before",
    fix: "label it with enforce, audit and warn, each with a version",
    covers: ["C26"],
    references: ["https://kubernetes.io/docs/concepts/security/pod-security-admission/"],
    rule: namespacePodSecurity,
  },
  {
    id: "namespace-manifest-pod-security",
    level: LEVELS.everywhere,
    fact: "a namespace that a chart makes does the same",
    why: "a pod that runs as root or mounts the node is let in; with latest an upgrade refuses pods that ran before",
    fix: "label it with enforce, audit and warn, each with a version",
    covers: ["C26"],
    references: ["https://kubernetes.io/docs/concepts/security/pod-security-admission/"],
    rule: namespaceManifestPodSecurity,
  },
  {
    id: "namespace-own",
    level: LEVELS.production,
    fact: "objects are in a namespace of their own",
    why: "quotas, policies and Pod Security labels of default are nobody's, and those of kube-system are the system's",
    fix: "set a namespace",
    covers: ["CKV_K8S_21", "KSV-0037", "KSV-0110", "kube-linter/use-namespace", "C26"],
    references: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"],
    rule: namespaceOwn,
  },
  {
    id: "webhook-cannot-stop-cluster",
    level: LEVELS.production,
    fact: "a webhook that is down doesn't stop kube-system",
    why: "nothing can be repaired while it is down, not even the webhook",
    fix: "leave kube-system out by namespaceSelector, or fail open, and answer within 10 seconds",
    covers: [],
    references: ["https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/"],
    rule: webhookCannotStopCluster,
  },
  {
    id: "no-client-certificates",
    level: LEVELS.everywhere,
    fact: "nobody asks for client certificates of the Kubernetes API",
    why: "a certificate holds until it expires, whatever is done",
    fix: "use Google accounts or service accounts",
    covers: ["C8"],
    references: ["https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/"],
    rule: noClientCertificates,
  },
  {
    id: "hook-comes-prepared",
    level: LEVELS.production,
    fact: "what a hook's pods need is there before they start",
    why: "the release waits for a Job that can't run, or that runs without its network policy",
    fix: "make the account, policies and classes hooks of the same events and a lower weight",
    covers: [],
    references: ["https://helm.sh/docs/topics/charts_hooks/"],
    rule: hookComesPrepared,
  },
  {
    id: "hook-pods-isolated",
    level: LEVELS.everywhere,
    fact: "a pre-install hook has network policies that are such hooks",
    why: "the first Job of a release, which holds the highest password, runs in an open network",
    fix: "make its NetworkPolicy a hook of a lower weight",
    covers: ["C9"],
    references: ["https://helm.sh/docs/topics/charts_hooks/"],
    rule: hookPodsIsolated,
  },
];
