import { type PodTemplate } from "../pod-templates";
import { BASELINE_CHECKS } from "../pod-security/baseline";
import { type PodCheck } from "../pod-security/pod-check";
import { RESTRICTED_CHECKS } from "../pod-security/restricted";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

/** The level of a namespace's labels; a namespace without labels is "privileged" in GKE. */
const CHECKS: Readonly<Record<string, readonly PodCheck[]>> = {
  privileged: [],
  baseline: BASELINE_CHECKS,
  restricted: [...BASELINE_CHECKS, ...RESTRICTED_CHECKS],
};

/**
 * The Pod Security Standards, at the levels that the namespace's labels ask for. Only pods are refused: a workload is stored
 * and its controller then fails to create pods, so a template's violation means that its pods never start.
 */
export const podSecurity: Check = {
  id: "pod-security",
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  effect: "pods-never-start",
  find: (review) => [...review.podTemplates.flatMap((template) => judge(template, review)), ...unknownLevels(review)],
};

function judge(template: PodTemplate, review: Review): Finding[] {
  const { object, isPod } = template;
  const labels = review.namespaces[object.metadata.namespace ?? ""]?.labels ?? {};
  const enforced = levelOf(labels["pod-security.kubernetes.io/enforce"]);
  const warned = levelOf(labels["pod-security.kubernetes.io/warn"]);
  const violations = (level: string): Finding[] =>
    (CHECKS[level] ?? []).flatMap(({ id, find }) =>
      find(template).map((violation) => ({
        object,
        ...violation,
        message: `violates PodSecurity "${level}": ${id}: ${violation.message}`,
      })),
    );
  const forbidden = violations(enforced).map((finding) =>
    isPod ? { ...finding, effect: "refused" as const } : finding,
  );
  const known = new Set(forbidden.map(({ path }) => path));
  const discouraged = violations(warned).filter(({ path }) => !known.has(path));
  return [...forbidden, ...discouraged.map((finding) => ({ ...finding, effect: "warning" as const }))];
}

/** The plugin treats a level that it cannot read as the strictest one. */
const levelOf = (label: string | undefined): string =>
  label === undefined ? "privileged" : Object.hasOwn(CHECKS, label) ? label : "restricted";

function unknownLevels(review: Review): Finding[] {
  return review.reviewed("", "Namespace").flatMap((object) =>
    ["enforce", "audit", "warn"]
      .map((mode) => `pod-security.kubernetes.io/${mode}`)
      .filter(
        (label) =>
          object.metadata.labels?.[label] !== undefined && !Object.hasOwn(CHECKS, object.metadata.labels[label] ?? ""),
      )
      .map((label) => ({
        object,
        path: `metadata.labels[${label}]`,
        message: `"${object.metadata.labels?.[label]}" is no level`,
        fix: "use privileged, baseline or restricted",
        effect: "refused" as const,
      })),
  );
}
