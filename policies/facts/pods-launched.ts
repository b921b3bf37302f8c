import { isRecord, type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { createsPods } from "../../sandbox/kubernetes/pod-templates";
import { RenderedCluster, type RenderedObject } from "../rendered/rendered-cluster";
import { every, verdict, type Verdict } from "../rule";
import { expectField, type PodSubject } from "./pods";
import { accountNameOf, bindingsOf } from "./pods-cluster";

/** Runtimes with a kernel of their own for each pod. https://cloud.google.com/kubernetes-engine/docs/concepts/sandbox-pods */
const SANDBOXES = ["gvisor", "kata", "kata-qemu", "kata-clh"] as const;

/**
 * Judges pods that another workload launches on somebody's demand. What runs in them is theirs, so they have a kernel apart, and
 * neither rights nor a token for the Kubernetes API.
 */
export function judgeLaunched(subject: PodSubject): Verdict {
  const { pod } = subject;
  const tokens = (pod.spec.volumes ?? []).flatMap(({ projected }, index) =>
    (projected?.sources ?? []).some(({ serviceAccountToken: token }) => token !== undefined) ? [index] : [],
  );
  return every(
    expectField(`${pod.path}.runtimeClassName`, pod.spec.runtimeClassName, ...SANDBOXES),
    expectField(`${pod.path}.restartPolicy`, pod.spec.restartPolicy, "Never"),
    expectField(`${pod.path}.automountServiceAccountToken`, pod.spec.automountServiceAccountToken, false),
    verdict([
      ...tokens.map((index) => `${pod.path}.volumes[${index}].projected.sources holds a token`),
      ...bindingsOf(subject).map(
        ({ kind, name }) =>
          `${pod.path}.serviceAccountName is "${accountNameOf(subject)}", to which ${kind} "${name}" gives rights`,
      ),
      ...(subject.containers.some(({ container }) => (container.envFrom ?? []).length > 0)
        ? [`${pod.path}.containers get variables from a ConfigMap or Secret`]
        : []),
    ]),
  );
}

/**
 * The object that a variable describes, when it is one that creates pods: an application that launches Jobs is often given the whole
 * manifest as JSON. Tools that read only objects never see it.
 */
export function embeddedObject(value: unknown, namespace: string): RenderedObject | undefined {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) {
    return undefined;
  }
  const parsed = parse(value);
  if (!isRecord(parsed) || typeof parsed.apiVersion !== "string" || typeof parsed.kind !== "string") {
    return undefined;
  }
  const metadata = { name: "launched", ...(isRecord(parsed.metadata) ? parsed.metadata : {}) };
  const object: KubernetesObject = { ...parsed, apiVersion: parsed.apiVersion, kind: parsed.kind, metadata };
  return createsPods(object) ? new RenderedCluster([{ object, namespace, path: "" }]).objects[0] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
