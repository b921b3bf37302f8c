import { expectField, podRule } from "../../facts/pods";
import { shown, every, NOT_APPLICABLE, verdict, type Verdict } from "../../rule";

type Context = Readonly<Record<string, unknown>>;

/**
 * The pod and each of its containers say the important things themselves. What the pod says holds for containers that are added later,
 * also to debug; what a container says holds when somebody moves it to another pod.
 */
export const podSecurityContextExplicit = podRule(({ pod, containers }) => {
  if (pod.spec.os?.name === "windows") {
    return NOT_APPLICABLE;
  }
  return every(
    ...said(`${pod.path}.securityContext`, (pod.spec.securityContext ?? {}) as unknown as Context),
    ...containers.flatMap(({ container, path }) =>
      said(`${path}.securityContext`, (container.securityContext ?? {}) as unknown as Context),
    ),
    verdict(
      (pod.spec.volumes ?? []).length > 0 && pod.spec.securityContext?.fsGroup === undefined
        ? [`${pod.path}.securityContext.fsGroup is absent, and files in volumes belong to root`]
        : [],
    ),
    expectField(`${pod.path}.automountServiceAccountToken`, pod.spec.automountServiceAccountToken, true, false),
  );
});

function said(path: string, context: Context): readonly Verdict[] {
  const { runAsNonRoot, seccompProfile } = context;
  const profile = (seccompProfile as { type?: unknown } | undefined)?.type;
  return [
    expectField(`${path}.runAsNonRoot`, runAsNonRoot, true),
    expectField(`${path}.seccompProfile.type`, profile, "RuntimeDefault", "Localhost"),
    ...["runAsUser", "runAsGroup"].map((field) =>
      verdict(context[field] === undefined ? [`${path}.${field} is ${shown(context[field])}`] : []),
    ),
  ];
}
