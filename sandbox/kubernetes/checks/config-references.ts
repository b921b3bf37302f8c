import { isRecord, type KubernetesObject } from "../objects";
import { containersOf, type PodTemplate } from "../pod-templates";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

/** Kubernetes publishes the API server's certificate authority in every namespace: https://kubernetes.io/docs/concepts/storage/projected-volumes/#kube-root-ca-crt */
const PUBLISHED_CONFIG_MAP = "kube-root-ca.crt";

/** A use of a ConfigMap or Secret by a pod. */
interface Use {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly keys: readonly string[];
  readonly path: string;
}

/** ConfigMaps, Secrets and the keys in them that pods need. A container waits for ever for one that is not there. */
export const configReferences: Check = {
  id: "config-references",
  source: "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets",
  effect: "pods-never-start",
  find: (review) =>
    review.podTemplates.flatMap((template) => usesOf(template).flatMap((use) => missing(use, template, review))),
};

function missing(use: Use, { object }: PodTemplate, review: Review): Finding[] {
  const { namespace } = object.metadata;
  const finding = (message: string, fix: string): Finding[] => [{ object, path: use.path, message, fix }];
  const provider = review.find("", use.kind, namespace, use.name);
  const implied =
    use.kind === "ConfigMap" ? use.name === PUBLISHED_CONFIG_MAP : syncedBy(use.name, namespace, review) !== undefined;
  if (provider === undefined && implied) {
    return [];
  }
  if (provider === undefined) {
    const fix =
      use.kind === "Secret"
        ? "create it, or add an ExternalSecret that does"
        : "add the ConfigMap to the release, or correct the name";
    return finding(`${use.kind.toLowerCase()} "${use.name}" not found in namespace "${namespace}"`, fix);
  }
  const held = keysIn(provider);
  const absent = held.length === 0 ? [] : use.keys.filter((key) => !held.includes(key));
  return absent.flatMap((key) =>
    finding(`couldn't find key "${key}" in ${use.kind} "${use.name}"`, `use one of its keys: ${held.join(", ")}`),
  );
}

/** An ExternalSecret creates the Secret that its target names, by default one of its own name. */
export function syncedBy(name: string, namespace: string | undefined, review: Review): KubernetesObject | undefined {
  return review.ofKind("external-secrets.io", "ExternalSecret", namespace).find(({ metadata, spec }) => {
    const target = isRecord(spec) && isRecord(spec.target) ? spec.target.name : undefined;
    return (target ?? metadata.name) === name;
  });
}

/** Empty when the keys are unknown, as in a Secret whose content is kept elsewhere. */
function keysIn(provider: KubernetesObject): readonly string[] {
  return [provider.data, provider.stringData, provider.binaryData].flatMap((map) =>
    Object.keys(isRecord(map) ? map : {}),
  );
}

/** Every ConfigMap and Secret that a pod cannot start without. */
export function usesOf(template: PodTemplate): readonly Use[] {
  return [...volumeUses(template), ...environmentUses(template)];
}

function environmentUses(template: PodTemplate): readonly Use[] {
  return containersOf(template).flatMap(({ container, path }) => [
    ...(container.env ?? []).flatMap(({ valueFrom }, index) => [
      ...use("ConfigMap", valueFrom?.configMapKeyRef, `${path}.env[${index}].valueFrom.configMapKeyRef`),
      ...use("Secret", valueFrom?.secretKeyRef, `${path}.env[${index}].valueFrom.secretKeyRef`),
    ]),
    ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }, index) => [
      ...use("ConfigMap", configMapRef, `${path}.envFrom[${index}].configMapRef`),
      ...use("Secret", secretRef, `${path}.envFrom[${index}].secretRef`),
    ]),
  ]);
}

function volumeUses({ spec, path: specPath }: PodTemplate): readonly Use[] {
  return (spec.volumes ?? []).flatMap((volume, index) => {
    const path = `${specPath}.volumes[${index}]`;
    const { secret, configMap, projected } = volume;
    return [
      ...use("ConfigMap", configMap, `${path}.configMap`),
      ...use("Secret", secret && { ...secret, name: secret.secretName }, `${path}.secret`),
      ...(projected?.sources ?? []).flatMap((source, position) => [
        ...use("ConfigMap", source.configMap, `${path}.projected.sources[${position}].configMap`),
        ...use("Secret", source.secret, `${path}.projected.sources[${position}].secret`),
      ]),
    ];
  });
}

/** The shape that all references to a ConfigMap or Secret share. */
interface Reference {
  readonly name?: string;
  readonly key?: string;
  readonly items?: readonly { readonly key: string }[];
  readonly optional?: boolean;
}

function use(kind: Use["kind"], reference: Reference | undefined, path: string): Use[] {
  if (reference?.name === undefined || reference.optional === true) {
    return [];
  }
  const keys = [
    ...(reference.key === undefined ? [] : [reference.key]),
    ...(reference.items ?? []).map(({ key }) => key),
  ];
  return [{ kind, name: reference.name, keys, path }];
}
