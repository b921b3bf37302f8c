import { isKnown, type Finding } from "./validation";

/** What a service allows as a name. */
export interface NameRule {
  /** What is named, as it stands in error texts. */
  readonly kind: string;
  readonly pattern: RegExp;
  /** The pattern in words, as a phrase after "must". */
  readonly words: string;
  readonly source: string;
}

/** The naming rules of the services that this package uses. */
export const NAME_RULES = {
  /** Networks, subnets, firewalls, addresses, security policies, SSL policies, NAT gateways. */
  compute: {
    kind: "Compute Engine resource",
    pattern: /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    words: "have 1 to 63 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    source: "https://cloud.google.com/compute/docs/naming-resources",
  },
  project: {
    kind: "project ID",
    pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    words: "have 6 to 30 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    source: "https://cloud.google.com/resource-manager/docs/creating-managing-projects",
  },
  region: {
    kind: "region",
    pattern: /^[a-z]+-[a-z]+[0-9]+$/,
    words: "be a region such as europe-west1",
    source: "https://cloud.google.com/compute/docs/regions-zones",
  },
  cluster: {
    kind: "GKE cluster",
    pattern: /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
    words: "have 1 to 40 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    source: "https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters",
  },
  serviceAccount: {
    kind: "service account ID",
    pattern: /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/,
    words: "have 6 to 30 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    source: "https://cloud.google.com/iam/docs/service-accounts-create",
  },
  secret: {
    kind: "secret ID",
    pattern: /^[A-Za-z0-9_-]{1,255}$/,
    words: "have 1 to 255 letters, digits, hyphens or underscores",
    source: "https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create",
  },
  repository: {
    kind: "Artifact Registry repository",
    pattern: /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    words: "have 1 to 63 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    source: "https://cloud.google.com/artifact-registry/docs/repositories/create-repos",
  },
  kms: {
    kind: "Cloud KMS key ring or key",
    pattern: /^[a-zA-Z0-9_-]{1,63}$/,
    words: "have 1 to 63 letters, digits, hyphens or underscores",
    source: "https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings/create",
  },
  /** Namespaces, service accounts, deployments, services, containers. */
  kubernetesLabel: {
    kind: "Kubernetes name",
    pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    words: "have 1 to 63 lowercase letters, digits or hyphens and start and end with a letter or digit",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names",
  },
  helmRelease: {
    kind: "Helm release",
    pattern: /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/,
    words: "have 1 to 53 lowercase letters, digits or hyphens and start and end with a letter or digit",
    source: "https://helm.sh/docs/chart_template_guide/getting_started/",
  },
  host: {
    kind: "host name",
    pattern: /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    words: "be a fully qualified host name in lowercase, without a trailing dot",
    source: "https://www.rfc-editor.org/rfc/rfc1123#section-2",
  },
} as const satisfies Record<string, NameRule>;

/**
 * A problem when a known name breaks its service's rule.
 *
 * @example check(this, "Network", [nameProblem(NAME_RULES.compute, "name", props.name)]);
 */
export function nameProblem(rule: NameRule, setting: string, value: string | undefined): Finding {
  if (!isKnown(value) || rule.pattern.test(value)) {
    return undefined;
  }
  return { setting, value, must: rule.words, fix: `choose another ${rule.kind} name`, source: rule.source };
}
