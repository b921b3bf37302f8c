import { LEVELS } from "../levels";
import { clusterObjectsAfterCluster } from "../rules/everything/cluster-objects-after-cluster";
import { helmChartPinned } from "../rules/everything/helm-chart-pinned";
import { helmHistoryLimited } from "../rules/everything/helm-history-limited";
import { helmReleaseAfterItsParts } from "../rules/everything/helm-release-after-its-parts";
import { helmReleaseChecked } from "../rules/everything/helm-release-checked";
import { helmReleaseNamespace } from "../rules/everything/helm-release-namespace";
import { helmReleaseRenders } from "../rules/everything/helm-release-renders";
import { helmReleaseRollsBack } from "../rules/everything/helm-release-rolls-back";
import { helmTimeoutOutlastsPods } from "../rules/everything/helm-timeout-outlasts-pods";
import { namespaceKept } from "../rules/everything/namespace-kept";
import { type PolicyRow } from "./row";

/** Terraform's side of what lies in a cluster: Helm releases and namespaces. */
export const EVERYTHING_CLUSTER_ROWS: readonly PolicyRow[] = [
  {
    id: "helm-release-rolls-back",
    level: LEVELS.production,
    fact: "a release that doesn't get ready is undone, and the apply fails",
    why: "Terraform says that all is well while no pod runs",
    fix: "set atomic, cleanup_on_fail, wait and wait_for_jobs to true",
    covers: ["C13"],
    references: ["https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release"],
    rule: helmReleaseRollsBack,
  },
  {
    id: "helm-release-checked",
    level: LEVELS.production,
    fact: "a release goes through every check and replaces pods one after another",
    why: "objects of the wrong shape are applied, or everything stops at once",
    fix: "remove the argument",
    covers: [],
    references: ["https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release"],
    rule: helmReleaseChecked,
  },
  {
    id: "helm-history-limited",
    level: LEVELS.production,
    fact: "Helm keeps between 2 and 50 releases",
    why: "there is nothing to go back to, or the cluster fills with old releases",
    fix: "set max_history to 10",
    covers: ["C17"],
    references: ["https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release"],
    rule: helmHistoryLimited,
  },
  {
    id: "helm-chart-pinned",
    level: LEVELS.production,
    fact: "a chart from elsewhere is one exact version, fetched over TLS",
    why: "the next apply installs what somebody published since",
    fix: "set version, and a repository with https or oci",
    covers: ["C30"],
    references: ["https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release"],
    rule: helmChartPinned,
  },
  {
    id: "helm-release-namespace",
    level: LEVELS.production,
    fact: "a release goes to a namespace that was made for it",
    why: "it lands among everybody's objects, without Pod Security labels and quotas",
    fix: "make the namespace with kubernetes_namespace_v1, and refer to it",
    covers: ["C26", "C27"],
    references: ["https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release"],
    rule: helmReleaseNamespace,
  },
  {
    id: "helm-release-renders",
    level: LEVELS.everywhere,
    fact: "the chart takes its values, so that its objects are known",
    why: "the apply fails, and no rule has seen what was to be installed",
    fix: "correct the values that the chart refuses",
    covers: ["C32"],
    references: ["https://helm.sh/docs/topics/charts/#schema-files"],
    rule: helmReleaseRenders,
  },
  {
    id: "helm-timeout-outlasts-pods",
    level: LEVELS.recommended,
    fact: "Helm waits as long as Kubernetes gives deployments and Jobs",
    why: "it rolls back what was about to get ready",
    fix: "set timeout to the longest progressDeadlineSeconds or activeDeadlineSeconds at least",
    covers: ["C13", "C33"],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds"],
    rule: helmTimeoutOutlastsPods,
  },
  {
    id: "helm-release-after-its-parts",
    level: LEVELS.production,
    fact: "a release starts when the parts of what its values name are there",
    why: "programs start without rights, without a database user, or in front of a firewall without rules",
    fix: "add the part to depends_on of the release",
    covers: ["C3"],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on"],
    rule: helmReleaseAfterItsParts,
  },
  {
    id: "cluster-objects-after-cluster",
    level: LEVELS.recommended,
    fact: "what lies in a cluster waits for the cluster of its stack",
    why: "a destroy takes the cluster away first, and can't remove what was in it",
    fix: "add the cluster to depends_on",
    covers: ["C3"],
    references: [
      "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources",
    ],
    rule: clusterObjectsAfterCluster,
  },
  {
    id: "namespace-kept",
    level: LEVELS.production,
    fact: "a namespace isn't deleted by a change of the stack",
    why: "everything in it goes with it, volumes and certificates included",
    fix: "set lifecycle.prevent_destroy to true",
    covers: ["C26", "C27"],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"],
    rule: namespaceKept,
  },
];
