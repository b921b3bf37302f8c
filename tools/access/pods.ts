import { parse } from "yaml";
import { groupOf, isRecord, type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { containersOf, podTemplateOf, type PodTemplate } from "../../sandbox/kubernetes/pod-templates";
import { namespaceOf, type ClusterObject } from "../../policies/rendered/cluster-object";
import { type Workload } from "./entry";

/** What a pod mounts that no object says where it comes from. */
export interface UnknownMount {
  readonly workload: string;
  readonly what: string;
  readonly why: string;
}

const ANNOTATION = "iam.gke.io/gcp-service-account";

/** Kubernetes service accounts and the pods that run as them. */
export class Pods {
  public readonly workloads: readonly Workload[];
  public readonly unknownMounts: readonly UnknownMount[];
  /** Where each workload is configured. */
  public readonly paths: ReadonlyMap<string, string>;

  /** @param secrets full names of the secrets that are known, for those that name neither project nor collection */
  public constructor(
    private readonly objects: readonly ClusterObject[],
    private readonly secrets: readonly string[],
  ) {
    const pods = objects.flatMap((placed) => {
      const template = podTemplateOf(placed.object);
      return template === undefined ? [] : [{ ...placed, template, account: accountOf(placed, template) }];
    });
    const accounts = objects.filter(({ object }) => object.kind === "ServiceAccount");
    const named = [...accounts.map(nameOf), ...pods.map(({ account }) => account)];
    this.paths = new Map([...pods.map(({ account, path }) => [account, path] as const), ...accounts.map(pathByName)]);
    this.unknownMounts = pods.flatMap((pod) =>
      providerClassesOf(pod.template)
        .filter((name) => this.find("SecretProviderClass", pod, name) === undefined)
        .map((name) => ({ workload: pod.account, what: `SecretProviderClass ${name}`, why: pod.path })),
    );
    this.workloads = [...new Set(named)].sort().map((name): Workload => {
      const own = pods.filter(({ account }) => account === name);
      const account = accounts.find((placed) => nameOf(placed) === name)?.object;
      const kubernetesSecrets = unique(own.flatMap((pod) => secretsOf(pod.template).map((one) => inPlace(pod, one))));
      const provided = own.flatMap((pod) =>
        providerClassesOf(pod.template).flatMap((one) => this.providedBy(pod, one)),
      );
      const synced = kubernetesSecrets.flatMap((secret) => this.syncedInto(secret));
      return {
        name,
        pods: own.map(({ object }) => `${object.kind}/${object.metadata.name}`).sort(),
        annotation: account?.metadata.annotations?.[ANNOTATION],
        apiToken: tokenOf(
          own.map(({ template }) => template),
          account,
        ),
        mounts: unique([...provided, ...synced.map(({ secret }) => secret)]),
        synced: unique(
          synced.filter(({ secret, as }) => as !== name && !provided.includes(secret)).map(({ secret }) => secret),
        ),
        kubernetesSecrets,
      };
    });
  }

  private find(kind: string, { namespace, object }: ClusterObject, name: string): KubernetesObject | undefined {
    const wanted = `${object.metadata.namespace ?? namespace}/${name}`;
    return this.objects.find((placed) => placed.object.kind === kind && nameOf(placed) === wanted)?.object;
  }

  /** What a SecretProviderClass puts into pods: a YAML list in one string. */
  private providedBy(pod: ClusterObject, name: string): readonly string[] {
    const spec = this.find("SecretProviderClass", pod, name)?.spec;
    const parameters = isRecord(spec) && isRecord(spec.parameters) ? spec.parameters : {};
    const listed = typeof parameters.secrets === "string" ? (parse(parameters.secrets) as unknown) : [];
    return records(listed).map(({ resourceName }) => this.fullName(String(resourceName)));
  }

  /** The secrets that the External Secrets Operator writes into a Kubernetes Secret, and the account it reads them as. */
  private syncedInto(secret: string): readonly { readonly secret: string; readonly as: string | undefined }[] {
    return this.objects.flatMap((placed) => {
      const { apiVersion, kind, metadata, spec } = placed.object;
      if (kind !== "ExternalSecret" || groupOf(apiVersion) !== "external-secrets.io" || !isRecord(spec)) {
        return [];
      }
      const target = isRecord(spec.target) && typeof spec.target.name === "string" ? spec.target.name : metadata.name;
      const keys = [
        ...records(spec.data).map(({ remoteRef }) => remoteRef),
        ...records(spec.dataFrom).map(({ extract }) => extract),
      ];
      const as = this.readerOf(placed, spec.secretStoreRef);
      return inPlace(placed, target) === secret
        ? records(keys).map(({ key }) => ({ secret: this.fullName(String(key)), as }))
        : [];
    });
  }

  /** The Kubernetes service account that a store names; undefined when the operator reads as itself. */
  private readerOf(user: ClusterObject, reference: unknown): string | undefined {
    const { kind = "SecretStore", name } = isRecord(reference) ? reference : {};
    const store = this.objects.find(
      ({ object, namespace }) =>
        object.kind === kind &&
        object.metadata.name === name &&
        (kind === "ClusterSecretStore" || namespaceOf({ object, namespace }) === namespaceOf(user)),
    );
    const account = dig(store?.object.spec, "provider", "gcpsm", "auth", "workloadIdentity", "serviceAccountRef");
    if (!isRecord(account) || store === undefined) {
      return undefined;
    }
    const namespace = typeof account.namespace === "string" ? account.namespace : namespaceOf(store);
    return `${namespace}/${String(account.name)}`;
  }

  private fullName(reference: string): string {
    const name = reference.replace(/\/versions\/[^/]+$/, "");
    return name.startsWith("projects/") ? name : (this.secrets.find((one) => one.endsWith(`/${name}`)) ?? name);
  }
}

/** The Kubernetes service account that a pod runs as. */
function accountOf(placed: ClusterObject, { spec }: PodTemplate): string {
  return inPlace(placed, spec.serviceAccountName ?? "default");
}

/** `namespace/name` of an object. */
export function nameOf(placed: ClusterObject): string {
  return inPlace(placed, placed.object.metadata.name);
}

function pathByName(placed: ClusterObject): readonly [string, string] {
  return [nameOf(placed), placed.path];
}

function inPlace(placed: ClusterObject, name: string): string {
  return `${namespaceOf(placed)}/${name}`;
}

function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

/** https://secrets-store-csi-driver.sigs.k8s.io and GKE's own driver, which has another name. */
function providerClassesOf({ spec }: PodTemplate): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ csi }) => {
    const name = csi?.volumeAttributes?.secretProviderClass;
    return name === undefined ? [] : [name];
  });
}

/** The Kubernetes Secrets that a pod mounts or takes variables from. */
function secretsOf(template: PodTemplate): readonly string[] {
  const volumes = (template.spec.volumes ?? []).flatMap(({ secret, projected }) => [
    secret?.secretName,
    ...(projected?.sources ?? []).map((source) => source.secret?.name),
  ]);
  const variables = containersOf(template).flatMap(({ container }) => [
    ...(container.env ?? []).map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
    ...(container.envFrom ?? []).map(({ secretRef }) => secretRef?.name),
  ]);
  return unique([...volumes, ...variables].filter((name) => name !== undefined));
}

/**
 * How pods get a token for the Kubernetes API. The pod's word goes before the account's, and without either it is given.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
 */
function tokenOf(templates: readonly PodTemplate[], account: KubernetesObject | undefined): Workload["apiToken"] {
  const byAccount = account?.automountServiceAccountToken;
  if (templates.some(({ spec }) => (spec.automountServiceAccountToken ?? byAccount ?? true) === true)) {
    return "automounted";
  }
  const isProjected = templates.some(({ spec }) =>
    (spec.volumes ?? []).some(({ projected }) =>
      (projected?.sources ?? []).some(
        ({ serviceAccountToken }) => serviceAccountToken !== undefined && serviceAccountToken.audience === undefined,
      ),
    ),
  );
  return isProjected ? "projected" : "none";
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
