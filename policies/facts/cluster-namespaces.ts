import { type Labels } from "./cluster-objects";

const PREFIX = "pod-security.kubernetes.io";

/**
 * `latest` moves with the cluster: an upgrade would refuse pods that ran before. Before 1.25, with which it became stable, the standard asked
 * for less: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
const LEAST_MINOR = 25;

const isPinned = (version: string): boolean => Number(/^v1\.(\d+)$/.exec(version)?.[1]) >= LEAST_MINOR;

/** What is missing among the Pod Security labels of a namespace. https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export function podSecurityFindings(labels: Labels, isUnknown: (value: string) => boolean): readonly string[] {
  const value = (key: string): string => labels[`${PREFIX}/${key}`] ?? "";
  return ["enforce", "audit", "warn"].flatMap((mode) => [
    ...(value(mode) === "restricted" || isUnknown(value(mode))
      ? []
      : [`metadata.labels["${PREFIX}/${mode}"] is "${value(mode)}", not "restricted"`]),
    ...(isPinned(value(`${mode}-version`)) || isUnknown(value(`${mode}-version`))
      ? []
      : [
          `metadata.labels["${PREFIX}/${mode}-version"] is "${value(`${mode}-version`)}", not a version of v1.25 or later`,
        ]),
  ]);
}

/** Namespaces of everybody and of the system. */
export const SHARED_NAMESPACES: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];
