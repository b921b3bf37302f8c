import { type ClusterView, type NamespaceView } from "./cluster";
import { lookUpKind } from "./kinds";
import { groupOf, keyFor, keyOf, type KubernetesObject } from "./objects";
import { createsPods, type PodTemplate, podTemplateOf } from "./pod-templates";
import { misfits } from "./schema/walk";

/** The release that brings the objects. */
export interface ReleaseOwner {
  readonly name: string;
  readonly namespace: string;
}

/** What the checks read: the objects under review and the cluster as it will be once they are stored. */
export class Review {
  /** Namespaces that exist, those of this release included. */
  public readonly namespaces: Readonly<Record<string, NamespaceView>>;
  /** The pods that the objects under review are or create. */
  public readonly podTemplates: readonly PodTemplate[];
  /** All pods of the cluster as it will be. */
  public readonly allPodTemplates: readonly PodTemplate[];

  /** True when the cluster holds objects of this release already. */
  public readonly isUpgrade: boolean;

  /** Stored objects as they were before this release. */
  private readonly stored: ReadonlyMap<string, KubernetesObject>;
  private readonly all: ReadonlyMap<string, KubernetesObject>;

  /**
   * @param incoming everything that the release brings, well-formed or not
   * @param objects the objects that the checks judge; they have the shape of their kind
   * @param cluster a view whose stored objects went through {@link asFarAsKnown}
   */
  public constructor(
    public readonly incoming: readonly KubernetesObject[],
    public readonly objects: readonly KubernetesObject[],
    public readonly cluster: ClusterView,
    public readonly release: ReleaseOwner | undefined,
  ) {
    const wellFormed = new Set(objects);
    const arriving = incoming.map((object) => (wellFormed.has(object) ? object : withoutBody(object)));
    const remaining = cluster.objects.filter((object) => !this.isReplaced(object));
    this.isUpgrade = cluster.objects.some((object) => this.isOwned(object));
    this.stored = byKey(cluster.objects);
    this.all = byKey([...remaining, ...arriving]);
    this.namespaces = {
      ...cluster.namespaces,
      ...Object.fromEntries(
        this.ofKind("", "Namespace").map(({ metadata }) => [metadata.name, { labels: metadata.labels ?? {} }]),
      ),
    };
    this.podTemplates = objects.map(podTemplateOf).filter((template) => template !== undefined);
    this.allPodTemplates = [...this.all.values()].map(podTemplateOf).filter((template) => template !== undefined);
  }

  /** The objects under review of some kinds. */
  public reviewed(group: string, ...kinds: readonly string[]): readonly KubernetesObject[] {
    return this.objects.filter((object) => groupOf(object.apiVersion) === group && kinds.includes(object.kind));
  }

  /** An object of the cluster as it will be. Its body is empty when it does not have the shape of its kind. */
  public find(group: string, kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.all.get(keyFor(group, kind, namespace, name));
  }

  /** All objects of a kind in the cluster as it will be. */
  public ofKind(group: string, kind: string, namespace?: string): readonly KubernetesObject[] {
    return [...this.all.values()].filter(
      (object) =>
        object.kind === kind &&
        groupOf(object.apiVersion) === group &&
        (namespace === undefined || object.metadata.namespace === namespace),
    );
  }

  /** True when a workload of the namespace is malformed, so that nobody knows which labels its pods carry. */
  public hidesPods(namespace: string | undefined): boolean {
    return this.incoming.some(
      (object) =>
        object.metadata.namespace === namespace &&
        createsPods(object) &&
        !this.allPodTemplates.some((template) => template.object === object),
    );
  }

  /** What an object replaces, if it is stored already. */
  public before(object: KubernetesObject): KubernetesObject | undefined {
    return this.stored.get(keyOf(object));
  }

  /** Helm deletes what the release no longer contains, unless it is annotated to stay. */
  private isReplaced(object: KubernetesObject): boolean {
    return this.isOwned(object) && object.metadata.annotations?.["helm.sh/resource-policy"] !== "keep";
  }

  private isOwned({ metadata: { annotations = {} } }: KubernetesObject): boolean {
    return (
      this.release !== undefined &&
      annotations["meta.helm.sh/release-name"] === this.release.name &&
      annotations["meta.helm.sh/release-namespace"] === this.release.namespace
    );
  }
}

/** An object that has the shape of its kind, or else its name alone, which tells only that it exists. */
export function asFarAsKnown(object: KubernetesObject): KubernetesObject {
  const kind = lookUpKind(object.apiVersion, object.kind);
  const fits = kind !== undefined && misfits(object, kind.schema, "").every(({ uncertain }) => uncertain === true);
  return fits ? object : withoutBody(object);
}

function withoutBody({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata };
}

function byKey(objects: readonly KubernetesObject[]): ReadonlyMap<string, KubernetesObject> {
  return new Map(objects.map((object) => [keyOf(object), object]));
}
