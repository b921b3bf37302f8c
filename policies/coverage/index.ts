import { CHECKOV_DATA } from "./checkov-data";
import { CHECKOV_GKE } from "./checkov-gke";
import { CHECKOV_IDENTITY } from "./checkov-identity";
import { CHECKOV_KUBERNETES } from "./checkov-kubernetes";
import { CHECKOV_NETWORK } from "./checkov-network";
import { CHECKOV_TERRAFORM_KUBERNETES } from "./checkov-terraform-kubernetes";
import { type PublicCheck } from "./check";
import { CIS_GKE } from "./cis-gke";
import { GKE_POLICY_AUTOMATION } from "./gke-policy-automation";
import { KUBE_LINTER } from "./kube-linter";
import { KUBE_SCORE } from "./kube-score";
import { POD_SECURITY } from "./pod-security";
import { POLARIS } from "./polaris";
import { REQUIREMENTS } from "./requirements";
import { SEEDS } from "./seeds";
import { TRIVY_DATA } from "./trivy-data";
import { TRIVY_GKE } from "./trivy-gke";
import { TRIVY_IDENTITY } from "./trivy-identity";
import { TRIVY_KUBERNETES } from "./trivy-kubernetes";
import { TRIVY_NETWORK } from "./trivy-network";

export { type PublicCheck } from "./check";

/** What somebody else published, and whether our rules ask for the same. */
export interface CoverageList {
  readonly title: string;
  readonly checks: readonly PublicCheck[];
}

/** Every list, in the order of the reference page. Add a list's file here. */
export const COVERAGE: readonly CoverageList[] = [
  { title: "Checkov: GKE", checks: CHECKOV_GKE },
  { title: "Checkov: where data lies", checks: CHECKOV_DATA },
  { title: "Checkov: networks", checks: CHECKOV_NETWORK },
  { title: "Checkov: identities and what watches them", checks: CHECKOV_IDENTITY },
  { title: "Checkov: Kubernetes manifests", checks: CHECKOV_KUBERNETES },
  { title: "Checkov: the kubernetes provider", checks: CHECKOV_TERRAFORM_KUBERNETES },
  { title: "Trivy: GKE", checks: TRIVY_GKE },
  { title: "Trivy: where data lies", checks: TRIVY_DATA },
  { title: "Trivy: identities", checks: TRIVY_IDENTITY },
  { title: "Trivy: networks", checks: TRIVY_NETWORK },
  { title: "Trivy: Kubernetes", checks: TRIVY_KUBERNETES },
  { title: "CIS Benchmark for GKE, section 5", checks: CIS_GKE },
  { title: "Google's GKE policy automation", checks: GKE_POLICY_AUTOMATION },
  { title: "Pod Security Standards", checks: POD_SECURITY },
  { title: "kube-linter", checks: KUBE_LINTER },
  { title: "kube-score", checks: KUBE_SCORE },
  { title: "Polaris", checks: POLARIS },
  { title: "What scanners let through", checks: SEEDS },
  { title: "The reviewed systems", checks: REQUIREMENTS },
];
