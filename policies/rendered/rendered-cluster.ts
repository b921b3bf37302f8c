import { describeObject, type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { podTemplateOf, type PodTemplate } from "../../sandbox/kubernetes/pod-templates";
import { namespaceOf, type ClusterObject } from "./cluster-object";
import { groupBy } from "./group-by";
import { type UnknownRelease } from "./releases";

/** One Kubernetes object that a stack brings into its cluster, by a chart or by the kubernetes provider. */
export interface RenderedObject {
  readonly object: KubernetesObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The namespace that it ends up in, also when its manifest leaves that to the release. */
  readonly namespace: string;
  /** The path of the construct that rendered it: that of the release for everything in a chart. */
  readonly path: string;
  /** For example `apps/v1 Deployment ws-cli/controller`. */
  readonly address: string;
  /** The pod that it is or creates. */
  readonly pod: PodTemplate | undefined;
}

/** The Kubernetes objects of a stack, with what rules ask of them. */
export class RenderedCluster {
  public readonly objects: readonly RenderedObject[];
  private readonly byKind: ReadonlyMap<string, readonly RenderedObject[]>;
  private readonly pods: readonly (RenderedObject & { readonly pod: PodTemplate })[];

  /** @param unknown Helm releases of which nothing is known, so that rules can say so */
  public constructor(
    objects: readonly ClusterObject[],
    public readonly unknown: readonly UnknownRelease[] = [],
  ) {
    this.objects = objects.map(rendered);
    this.byKind = groupBy(this.objects, ({ kind }) => kind);
    this.pods = this.objects.flatMap((one) => (one.pod === undefined ? [] : [{ ...one, pod: one.pod }]));
  }

  /** Every object of a kind, in one namespace or in all. */
  public ofKind(kind: string, namespace?: string): readonly RenderedObject[] {
    const all = this.byKind.get(kind) ?? [];
    return namespace === undefined ? all : all.filter((one) => one.namespace === namespace);
  }

  /** Every object that is a pod or creates pods. */
  public withPods(): readonly (RenderedObject & { readonly pod: PodTemplate })[] {
    return this.pods;
  }
}

function rendered(placed: ClusterObject): RenderedObject {
  const { object, path } = placed;
  const { apiVersion, kind, metadata } = object;
  const namespace = namespaceOf(placed);
  return {
    object,
    apiVersion,
    kind,
    name: metadata.name,
    namespace,
    path,
    address: describeObject({ ...object, metadata: { ...metadata, namespace } }),
    pod: podTemplateOf(object),
  };
}
