import { type GoogleAccess } from "./cluster";
import { type Container } from "./kubernetes-types";
import { isRecord } from "./objects";
import { containersOf, type PodTemplate } from "./pod-templates";
import { type Review } from "./review";

/** What Helm waits for: other kinds describe pods that somebody starts later. */
const AWAITED: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "Job", "Pod"]);

/** The annotation that names the Google service account which a pod acts as. */
const ANNOTATION = "iam.gke.io/gcp-service-account";

/** The pods under review that a release waits for. */
export function awaitedPods(review: Review): readonly PodTemplate[] {
  return review.podTemplates.filter(({ object }) => AWAITED.has(object.kind));
}

/** Who a pod is in Google Cloud. */
export interface PodIdentity {
  /** The Kubernetes service account, as a member of IAM policies. */
  readonly own: string;
  /** The Google service account that it acts as, if it names one. */
  readonly account?: string;
  /** What IAM compares: the Google account where there is one. */
  readonly member: string;
}

/**
 * Pods act as the Google service account that their own one names, or else as themselves.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export function identityOf({ object, spec }: PodTemplate, review: Review, google: GoogleAccess): PodIdentity {
  const { namespace = "default" } = object.metadata;
  const name = spec.serviceAccountName ?? "default";
  const account = review.find("", "ServiceAccount", namespace, name)?.metadata.annotations?.[ANNOTATION];
  if (account !== undefined) {
    const own = `serviceAccount:${google.project}.svc.id.goog[${namespace}/${name}]`;
    return { own, account, member: `serviceAccount:${account}` };
  }
  const pool = `projects/${google.projectNumber}/locations/global/workloadIdentityPools/${google.project}.svc.id.goog`;
  const own = `principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${name}`;
  return { own, member: own };
}

/** A Cloud SQL Auth Proxy that a pod brings along. */
export interface CloudSqlProxy {
  readonly path: string;
  readonly project: string;
  readonly name: string;
  /** Logs in with the pod's identity, without a password. */
  readonly usesIdentity: boolean;
}

const CONNECTION = /^((?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]*):[a-z0-9-]+:([a-z][a-z0-9-]*)(?:\?.*)?$/;

/** The proxies of a pod, told by their image, and the instances that they connect to. */
export function cloudSqlProxies(template: PodTemplate): readonly CloudSqlProxy[] {
  return containersOf(template)
    .filter(({ container }) => /(^|\/)(cloud-sql-proxy|gce-proxy)(:|@|$)/.test(container.image ?? ""))
    .flatMap(({ container, path }) => {
      const args = [...(container.command ?? []), ...(container.args ?? [])];
      const usesIdentity = args.some((argument) => /^--?(auto-iam-authn|enable_iam_login|i)(=true)?$/.test(argument));
      return args.flatMap((argument) => {
        const [, project, name] = CONNECTION.exec(argument) ?? [];
        return project === undefined || name === undefined ? [] : [{ path, project, name, usesIdentity }];
      });
    });
}

/** The values of an environment variable in a pod's containers, where they stand in the manifest. */
export function environmentValues(template: PodTemplate, variable: string): readonly string[] {
  return containersOf(template).flatMap(({ container }) =>
    (container.env ?? []).flatMap(({ name, value }: NonNullable<Container["env"]>[number]) =>
      name === variable && value !== undefined && value !== "" ? [value] : [],
    ),
  );
}

/** The SecretProviderClasses of GKE's add-on that a pod mounts, each with the volume's place. */
export function mountedClasses(template: PodTemplate): readonly { readonly name: string; readonly path: string }[] {
  return (template.spec.volumes ?? []).flatMap(({ csi }, index) => {
    const name: unknown = isRecord(csi?.volumeAttributes) ? csi.volumeAttributes.secretProviderClass : undefined;
    if (csi?.driver !== "secrets-store-gke.csi.k8s.io" || typeof name !== "string") return [];
    return [{ name, path: `${template.path}.volumes[${index}].csi` }];
  });
}
