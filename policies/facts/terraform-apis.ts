import { apiOf } from "../../sandbox/cloud/apis";
import { blocksAt, valueAt, type Block, type RenderedResource } from "../rendered/rendered-stack";

/**
 * APIs that a resource needs before it can be made: that of its own service, and those of what it switches on.
 * https://cloud.google.com/service-usage/docs/enabled-service
 */
export function apisNeeded({ type, arguments: block }: RenderedResource): readonly string[] {
  if (type === "google_project_service" || !type.startsWith("google_")) {
    return [];
  }
  if (type === "google_project_service_identity") {
    return typeof block.service === "string" ? [block.service] : [];
  }
  const own = apiOf(type)?.name;
  return [...(own === undefined ? [] : [own]), ...(MORE[type]?.(block) ?? [])];
}

const WORKLOAD_IDENTITY = "roles/iam.workloadIdentityUser";

/** What else a type needs, by what it asks for. */
const MORE: Readonly<Record<string, (block: Block) => readonly string[]>> = {
  // https://cloud.google.com/artifact-analysis/docs/enable-automatic-scanning
  google_artifact_registry_repository: (block) =>
    valueAt(block, "vulnerability_scanning_config.enablement_config") === "INHERITED"
      ? ["containerscanning.googleapis.com"]
      : [],
  google_container_cluster: (block) => [
    ...on(valueAt(block, "binary_authorization.evaluation_mode"), "DISABLED", "binaryauthorization.googleapis.com"),
    // https://cloud.google.com/kubernetes-engine/docs/how-to/protect-workload-configuration
    ...on(valueAt(block, "security_posture_config.mode"), "DISABLED", "containersecurity.googleapis.com"),
    ...(blocksAt(block, "logging_config").length > 0 ? ["logging.googleapis.com"] : []),
    ...(blocksAt(block, "monitoring_config").length > 0 ? ["monitoring.googleapis.com"] : []),
  ],
  // tokens for pods: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
  google_service_account_iam_member: (block) => tokens(block),
  google_service_account_iam_binding: (block) => tokens(block),
};

const on = (value: unknown, off: string, api: string): readonly string[] =>
  typeof value === "string" && value !== off ? [api] : [];

const tokens = ({ role }: Block): readonly string[] =>
  role === WORKLOAD_IDENTITY ? ["iamcredentials.googleapis.com"] : [];
