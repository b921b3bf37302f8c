import { LEVELS } from "../levels";
import { podServiceAccount } from "../rules/pods/pod-service-account";
import { podServiceAccountOwn } from "../rules/pods/pod-service-account-own";
import { podApiToken } from "../rules/pods/pod-api-token";
import { podTokenLifetime } from "../rules/pods/pod-token-lifetime";
import { podApiAccess } from "../rules/pods/pod-api-access";
import { podNoLiteralSecrets } from "../rules/pods/pod-no-literal-secrets";
import { podSecretsAsFiles } from "../rules/pods/pod-secrets-as-files";
import { podSecretFilesProtected } from "../rules/pods/pod-secret-files-protected";
import { podSecretVersionsFollowed } from "../rules/pods/pod-secret-versions-followed";
import { podSecretProvider } from "../rules/pods/pod-secret-provider";
import { podEnvSafe } from "../rules/pods/pod-env-safe";
import { podEnvUnique } from "../rules/pods/pod-env-unique";
import { podNoServiceLinks } from "../rules/pods/pod-no-service-links";
import { launchedPodsSandboxed } from "../rules/pods/launched-pods-sandboxed";
import { embeddedPodTemplates } from "../rules/pods/embedded-pod-templates";
import { type PolicyRow } from "./row";

/** Who a pod is, and how it gets its secrets. */
export const POD_IDENTITY_ROWS: readonly PolicyRow[] = [
  {
    id: "pod-service-account",
    level: LEVELS.production,
    fact: "Pods run as a ServiceAccount that is made for them",
    why: "all pods without one share the rights of the namespace's default, and a missing one stops every pod",
    fix: "set serviceAccountName to a ServiceAccount of the same release",
    covers: [
      "kube-linter/non-existent-service-account",
      "kube-linter/deprecated-service-account-field",
      "kube-linter/default-service-account",
      "C1",
      "C31",
    ],
    references: ["https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"],
    rule: podServiceAccount,
  },
  {
    id: "pod-service-account-own",
    level: LEVELS.recommended,
    fact: "No two workloads share a ServiceAccount",
    why: "each has the rights of both in the cluster and in Google Cloud",
    fix: "give each workload a ServiceAccount of its own",
    covers: ["C1", "C31"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster"],
    rule: podServiceAccountOwn,
  },
  {
    id: "pod-api-token",
    level: LEVELS.production,
    fact: "Pods get no token of the Kubernetes API by default",
    why: "whoever reads the file may speak for the pod",
    fix: "set automountServiceAccountToken: false, and mount a projected token where one is needed",
    covers: ["CKV_K8S_38", "KSV-0036", "polaris/automountServiceAccountToken", "C8"],
    references: [
      "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
    ],
    rule: podApiToken,
  },
  {
    id: "pod-token-lifetime",
    level: LEVELS.production,
    fact: "Projected tokens live an hour at most",
    why: "a token that leaks would be good for long",
    fix: "leave expirationSeconds out, or set it to 3600 or less",
    covers: ["C8"],
    references: ["https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken"],
    rule: podTokenLifetime,
  },
  {
    id: "pod-api-access",
    level: LEVELS.recommended,
    fact: "Exactly those pods have a token for the Kubernetes API whose ServiceAccount has rights there",
    why: "the others carry a token for nothing, and these can't do their work",
    fix: "mount a projected volume with serviceAccountToken, kube-root-ca.crt and the namespace where a binding gives rights, and only there",
    covers: ["C8"],
    references: ["https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/"],
    rule: podApiAccess,
  },
  {
    id: "pod-no-literal-secrets",
    level: LEVELS.everywhere,
    fact: "No secret stands in a pod's manifest or in a ConfigMap",
    why: "everybody who may read the release, the state or the pod has it",
    fix: "mount it as a file from Secret Manager or from a Secret",
    covers: ["kube-linter/env-var-secret", "polaris/sensitiveContainerEnvVar", "C11"],
    references: ["https://kubernetes.io/docs/concepts/configuration/secret/"],
    rule: podNoLiteralSecrets,
  },
  {
    id: "pod-secrets-as-files",
    level: LEVELS.recommended,
    fact: "Secrets reach containers as files",
    why: "a variable is in crash reports and child processes, and never changes with the secret",
    fix: "mount a volume and give the path in a variable",
    covers: ["CKV_K8S_35", "CKV_K8S_35/terraform", "C11"],
    references: ["https://kubernetes.io/docs/concepts/security/secrets-good-practices/"],
    rule: podSecretsAsFiles,
  },
  {
    id: "pod-secret-files-protected",
    level: LEVELS.recommended,
    fact: "Files with secrets are mounted for reading, and only for the pod's user and group",
    why: "another process of the container reads or replaces them",
    fix: "set readOnly: true on volume and mounts, and defaultMode: 0440",
    covers: ["C11"],
    references: ["https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions"],
    rule: podSecretFilesProtected,
  },
  {
    id: "pod-secret-versions-followed",
    level: LEVELS.recommended,
    fact: "Pods are replaced when a secret that they mount gets a new version",
    why: "they go on with the old one until something else restarts them",
    fix: "put a checksum of the versions into an annotation of the pod template",
    covers: ["C11"],
    references: ["https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments"],
    rule: podSecretVersionsFollowed,
  },
  {
    id: "pod-secret-provider",
    level: LEVELS.production,
    fact: "A volume of the Secrets Store names a SecretProviderClass and a driver that are there",
    why: "the pod waits for its secrets for ever",
    fix: "name a SecretProviderClass of the same namespace, and secrets-store-gke.csi.k8s.io for provider gke",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component"],
    rule: podSecretProvider,
  },
  {
    id: "pod-env-safe",
    level: LEVELS.production,
    fact: "No variable or argument switches a protection off",
    why: "certificates aren't checked, debuggers are open, errors tell too much",
    fix: "remove it; install the certificate authority instead",
    covers: ["CKV_K8S_159", "CKV_K8S_159/terraform"],
    references: ["https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue"],
    rule: podEnvSafe,
  },
  {
    id: "pod-env-unique",
    level: LEVELS.recommended,
    fact: "A variable stands once",
    why: "which one holds depends on who applied last",
    fix: "remove one of the two",
    covers: ["kube-linter/duplicate-env-var", "kube-score/environment-variable-key-duplication"],
    references: ["https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/"],
    rule: podEnvUnique,
  },
  {
    id: "pod-no-service-links",
    level: LEVELS.recommended,
    fact: "Pods don't get variables for every Service of the namespace",
    why: "a Service may overwrite a setting by its name, and the list of all of them is in every process",
    fix: "set enableServiceLinks: false",
    covers: [],
    references: ["https://kubernetes.io/docs/tutorials/services/connect-applications-service/#accessing-the-service"],
    rule: podNoServiceLinks,
  },
  {
    id: "launched-pods-sandboxed",
    level: LEVELS.production,
    fact: "Pods that another workload launches have a kernel apart, and nothing at the Kubernetes API",
    why: "what people run there could reach the node, and from it every secret",
    fix: "set runtimeClassName: gvisor and automountServiceAccountToken: false, and bind no role to their ServiceAccount",
    covers: ["C2", "C6", "C8"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/sandbox-pods"],
    rule: launchedPodsSandboxed,
  },
  {
    id: "embedded-pod-templates",
    level: LEVELS.production,
    fact: "A manifest in a variable is held to the rules for manifests",
    why: "the pods that are launched from it are seen by no other rule",
    fix: "correct the manifest that the variable holds",
    covers: ["C2", "C6", "C8"],
    references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    rule: embeddedPodTemplates,
  },
];
