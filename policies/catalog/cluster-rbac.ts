import { LEVELS } from "../levels";
import { rbacNoWildcards } from "../rules/cluster/rbac-no-wildcards";
import { rbacNoSecrets } from "../rules/cluster/rbac-no-secrets";
import { rbacNoEscalation } from "../rules/cluster/rbac-no-escalation";
import { rbacNoShells } from "../rules/cluster/rbac-no-shells";
import { rbacNoClusterControl } from "../rules/cluster/rbac-no-cluster-control";
import { rbacNoNetworkWrites } from "../rules/cluster/rbac-no-network-writes";
import { rbacCreatesPods } from "../rules/cluster/rbac-creates-pods";
import { rbacChangesWorkloads } from "../rules/cluster/rbac-changes-workloads";
import { rbacNarrowSubjects } from "../rules/cluster/rbac-narrow-subjects";
import { rbacBindingWorks } from "../rules/cluster/rbac-binding-works";
import { rbacGrantsSomething } from "../rules/cluster/rbac-grants-something";
import { rbacLaunchesAllowed } from "../rules/cluster/rbac-launches-allowed";
import { rbacRoleBound } from "../rules/cluster/rbac-role-bound";
import { rbacWatchComplete } from "../rules/cluster/rbac-watch-complete";
import { serviceAccountNoAutomount } from "../rules/cluster/service-account-no-automount";
import { serviceAccountGoogleIdentity } from "../rules/cluster/service-account-google-identity";
import { type PolicyRow } from "./row";

/** Roles, bindings and service accounts. */
export const CLUSTER_RBAC_ROWS: readonly PolicyRow[] = [
  {
    id: "rbac-no-wildcards",
    level: LEVELS.everywhere,
    fact: "no rule of a role says * for verbs, resources, groups or addresses",
    why: "what is added to the cluster later is allowed as well, unseen",
    fix: "name what is needed",
    covers: [
      "seed/rbac-later-rules",
      "CKV_K8S_49/terraform",
      "CKV_K8S_49",
      "KSV-0044",
      "KSV-0045",
      "KSV-0046",
      "KSV-0112",
      "kube-linter/wildcard-in-rules",
      "C8",
    ],
    references: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"],
    rule: rbacNoWildcards,
  },
  {
    id: "rbac-no-secrets",
    level: LEVELS.production,
    fact: "no role reads or writes Secrets",
    why: "a list of Secrets holds their content, and whoever reads one has what its owner has",
    fix: "mount secrets as files from Secret Manager; acknowledge it for an operator that syncs Secrets",
    covers: ["CKV2_K8S_5", "KSV-0041", "KSV-0113", "kube-linter/access-to-secrets", "C8"],
    references: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets"],
    rule: rbacNoSecrets,
  },
  {
    id: "rbac-no-escalation",
    level: LEVELS.everywhere,
    fact: "no role binds, escalates, impersonates, writes roles or makes tokens of other accounts",
    why: "the account can give itself everything",
    fix: "leave roles and accounts to Terraform",
    covers: [
      "seed/rbac-one-verb-missing",
      "CKV_K8S_157",
      "CKV_K8S_158",
      "CKV2_K8S_1",
      "CKV2_K8S_3",
      "KSV-0043",
      "KSV-0050",

      "C8",
    ],
    references: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks"],
    rule: rbacNoEscalation,
  },
  {
    id: "rbac-no-shells",
    level: LEVELS.everywhere,
    fact: "no role executes in pods, attaches, forwards ports, adds debug containers or goes through nodes",
    why: "a shell in a pod is that pod's identity and its secrets, and a node's proxy skips audit and admission",
    fix: "look at logs and metrics instead; grant people access for an hour, outside the stack",
    covers: [
      "CKV2_K8S_2",
      "KSV-0042",

      "KSV-0053",
      "KSV-0054",
      "polaris/rolePodExecAttach",
      "polaris/clusterrolePodExecAttach",
      "polaris/rolebindingRolePodExecAttach",
      "polaris/rolebindingClusterRolePodExecAttach",
      "polaris/clusterrolebindingPodExecAttach",
      "C8",
    ],
    references: [
      "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes",
    ],
    rule: rbacNoShells,
  },
  {
    id: "rbac-no-cluster-control",
    level: LEVELS.everywhere,
    fact: "no role approves certificates or writes webhooks, nodes, namespaces or API services",
    why: "a webhook sees every Secret on its way, and an approved certificate is any user",
    fix: "leave these to the operator of the cluster",
    covers: ["CKV_K8S_155", "CKV_K8S_156", "KSV-0114", "C8"],
    references: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks"],
    rule: rbacNoClusterControl,
  },
  {
    id: "rbac-no-network-writes",
    level: LEVELS.production,
    fact: "no role writes Services, routes, network policies or ConfigMaps",
    why: "traffic of others is led elsewhere, or the walls around the pod itself are taken down",
    fix: "let the chart make them",
    covers: ["CKV2_K8S_4", "KSV-0049", "KSV-0056", "C8"],
    references: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
    rule: rbacNoNetworkWrites,
  },
  {
    id: "rbac-creates-pods",
    level: LEVELS.production,
    fact: "a role that creates pods is a decision",
    why: "whoever creates pods runs as every account of the namespace and mounts all that is in it",
    fix: "take it away, or acknowledge it with what keeps it in bounds",
    covers: ["KSV-0048", "kube-linter/access-to-create-pods"],
    references: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation"],
    rule: rbacCreatesPods,
  },
  {
    id: "rbac-changes-workloads",
    level: LEVELS.production,
    fact: "no role changes or deletes pods or what makes them",
    why: "a workload that is taken over takes over or stops the others",
    fix: "grant create and read alone",
    covers: ["KSV-0048", "C8"],
    references: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation"],
    rule: rbacChangesWorkloads,
  },
  {
    id: "rbac-narrow-subjects",
    level: LEVELS.everywhere,
    fact: "bindings name single accounts, and give no administrator's role",
    why: "default is every pod that names no account, and system:authenticated is everybody with a Google account",
    fix: "name the workload's own service account, and a role for what it does",
    covers: [
      "CKV_K8S_42",
      "CKV_K8S_42/terraform",
      "KSV-0111",
      "KSV-0122",
      "KSV-0123",
      "KSV-01011",
      "kube-linter/cluster-admin-role-binding",
      "polaris/clusterrolebindingClusterAdmin",
      "polaris/rolebindingClusterAdminClusterRole",
      "polaris/rolebindingClusterAdminRole",
      "C8",
    ],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#restrict_access_using_rbac",
    ],
    rule: rbacNarrowSubjects,
  },
  {
    id: "rbac-binding-works",
    level: LEVELS.production,
    fact: "bindings name roles and accounts that exist",
    why: "the workload is refused at its first request, or whoever makes the missing role decides what it may",
    fix: "correct the name, or add what is missing",
    covers: ["C8"],
    references: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/"],
    rule: rbacBindingWorks,
  },
  {
    id: "rbac-grants-something",
    level: LEVELS.production,
    fact: "every rule of a role gives something",
    why: "the workload is refused at its first request",
    fix: "name verbs, resources and the group that they are in",
    covers: ["C8"],
    references: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/"],
    rule: rbacGrantsSomething,
  },
  {
    id: "rbac-launches-allowed",
    level: LEVELS.production,
    fact: "a workload that launches Jobs may create them",
    why: "nobody gets a session, and only the workload's log says why",
    fix: "bind a Role to its account that creates them",
    covers: ["C8"],
    references: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/"],
    rule: rbacLaunchesAllowed,
  },
  {
    id: "rbac-role-bound",
    level: LEVELS.production,
    fact: "every Role is in a RoleBinding",
    why: "whoever it was meant for is refused",
    fix: "bind it or remove it",
    covers: [],
    references: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding"],
    rule: rbacRoleBound,
  },
  {
    id: "rbac-watch-complete",
    level: LEVELS.recommended,
    fact: "whoever watches may list and get",
    why: "clients list first, and fail or ask in a loop when they may not",
    fix: "grant get, list and watch together",
    covers: ["C8"],
    references: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes"],
    rule: rbacWatchComplete,
  },
  {
    id: "service-account-no-automount",
    level: LEVELS.production,
    fact: "service accounts put no token into pods unasked",
    why: "code that never talks to the Kubernetes API carries a key to it",
    fix: "set automountServiceAccountToken to false, and project a token into the pods that need one",
    covers: ["CKV_K8S_41/terraform", "CKV_K8S_41", "KSV-0036", "C1", "C8"],
    references: [
      "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
    ],
    rule: serviceAccountNoAutomount,
  },
  {
    id: "service-account-google-identity",
    level: LEVELS.production,
    fact: "a Kubernetes account acts as one Google account, granted on that account and shared with nobody",
    why: "without the grant every request to Google is refused; two workloads of one identity have the rights of both",
    fix: "annotate it with its Google account's e-mail address, and grant roles/iam.workloadIdentityUser there",
    covers: ["C1", "C3", "C31"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"],
    rule: serviceAccountGoogleIdentity,
  },
];
