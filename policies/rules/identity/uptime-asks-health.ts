import { UPTIME } from "../../facts/monitoring";
import { blocksAt, isReference, valueAt, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** An uptime check asks what the probes of the pods ask: any other page may answer while the program doesn't work, or fail while it does. */
export const uptimeAsksHealth: ResourceRule = {
  appliesTo: [UPTIME],
  evaluate: ({ arguments: check }, stack) => {
    const path = valueAt(check, "http_check.path");
    const probed = probedPaths(stack);
    return probed.length === 0 || isReference(path) || blocksAt(check, "http_check").length === 0
      ? NOT_APPLICABLE
      : verdict(
          probed.includes(typeof path === "string" ? path : "/")
            ? []
            : [
                `http_check.path is ${shown(path)}, which no probe of a pod asks for: ${[...new Set(probed)].sort().join(", ")}`,
              ],
        );
  },
};

function probedPaths(stack: RenderedStack): readonly string[] {
  return stack.cluster
    .withPods()
    .flatMap(({ pod }) => [...(pod.spec.containers ?? [])])
    .flatMap(({ readinessProbe, livenessProbe, startupProbe }) => [readinessProbe, livenessProbe, startupProbe])
    .flatMap((probe) => probe?.httpGet?.path ?? []);
}
