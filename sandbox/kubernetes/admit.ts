import { type AdmissionProblem } from "./admission-problem";
import { MEANING_CHECKS, SHAPE_CHECKS } from "./checks";
import { type Check } from "./checks/check";
import { type ClusterView } from "./cluster";
import { hookEvents } from "./hooks";
import { lookUpKind } from "./kinds";
import { describeObject, isRecord, type KubernetesObject } from "./objects";
import { asFarAsKnown, type ReleaseOwner, Review } from "./review";

export { type AdmissionProblem, describeAdmissionProblem, type Effect } from "./admission-problem";
export { type ReleaseOwner } from "./review";

/** What an API server makes of a set of objects. */
export interface Admission {
  /** The objects that are stored, in the given order, each with its namespace and, for a release, Helm's ownership filled in. */
  readonly admitted: readonly KubernetesObject[];
  /** Everything that fails the release or leaves it without effect. */
  readonly problems: readonly AdmissionProblem[];
  /** What an API server would answer with a `Warning` header, and what the sandbox cannot judge. */
  readonly warnings: readonly AdmissionProblem[];
}

/**
 * Judges objects as the API server and the admission webhooks of a GKE cluster would. Pure: it changes neither the objects nor the cluster.
 *
 * @param objects what is to be stored
 * @param cluster what is stored and switched on already
 * @param release the Helm release that brings the objects: the default namespace, and the owner that stored objects must have
 */
export function admit(objects: readonly KubernetesObject[], cluster: ClusterView, release?: ReleaseOwner): Admission {
  const incoming = objects.map((object) => inItsNamespace(withoutNulls(object), release?.namespace ?? "default"));
  const view = { ...cluster, objects: cluster.objects.map((object) => asFarAsKnown(withoutNulls(object))) };
  const shape = run(SHAPE_CHECKS, new Review(incoming, incoming, view, release));
  const malformed = new Set(shape.filter(isRefusal).map(({ object }) => object));
  const wellFormed = incoming.filter((object) => !malformed.has(object));
  const meaning = run(MEANING_CHECKS, new Review(incoming, wellFormed, view, release));
  const all = [...shape, ...meaning];
  const refused = new Set(all.filter(isRefusal).map(({ object }) => object));
  const problems = all.map(({ problem }) => problem);
  return {
    admitted: incoming.filter((object) => !refused.has(object)).map((object) => withOwner(object, release)),
    problems: problems.filter(({ effect }) => effect !== "warning"),
    warnings: problems.filter(({ effect }) => effect === "warning"),
  };
}

interface Judged {
  readonly object: KubernetesObject;
  readonly problem: AdmissionProblem;
}

const isRefusal = ({ problem }: Judged): boolean => problem.effect === "refused";

function run(checks: readonly Check[], review: Review): Judged[] {
  return checks.flatMap((check) =>
    check.find(review).map(({ object, path, message, fix, effect = check.effect, source = check.source }) => ({
      object,
      problem: { check: check.id, object: describeObject(object), path, message, fix, source, effect },
    })),
  );
}

/** To an API server a field that is null is a field that is absent. */
function withoutNulls(object: KubernetesObject): KubernetesObject {
  return withoutNullFields(object) as KubernetesObject;
}

function withoutNullFields(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNullFields);
  }
  if (!isRecord(value)) {
    return value;
  }
  const present = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(present.map(([name, item]) => [name, withoutNullFields(item)]));
}

/** Like the API server: a namespace on a cluster-scoped object is dropped, a missing one is the request's. */
function inItsNamespace(object: KubernetesObject, requested: string): KubernetesObject {
  const { namespace, ...metadata } = object.metadata;
  const clusterScoped = lookUpKind(object.apiVersion, object.kind)?.scope === "cluster";
  return { ...object, metadata: clusterScoped ? metadata : { ...metadata, namespace: namespace ?? requested } };
}

/** Hooks belong to no release: Helm neither adopts nor deletes them with it. https://helm.sh/docs/topics/charts_hooks/ */
function withOwner(object: KubernetesObject, release: ReleaseOwner | undefined): KubernetesObject {
  if (release === undefined || hookEvents(object).length > 0) {
    return object;
  }
  const annotations = {
    ...object.metadata.annotations,
    "meta.helm.sh/release-name": release.name,
    "meta.helm.sh/release-namespace": release.namespace,
  };
  const labels = { ...object.metadata.labels, "app.kubernetes.io/managed-by": "Helm" };
  return { ...object, metadata: { ...object.metadata, annotations, labels } };
}
