import { type RenderedObject } from "../rendered/rendered-cluster";
import { blocksAt } from "../rendered/rendered-stack";
import { textsIn } from "./cluster-objects";

/** One rule of a Role or ClusterRole, with its place. */
export interface AccessRule {
  /** For example `rules[0]`. */
  readonly path: string;
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** With the subresource behind a slash: `pods/exec`. */
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly urls: readonly string[];
}

/** Every rule of a role, not just the first. */
export function accessRules({ object }: RenderedObject): readonly AccessRule[] {
  return blocksAt(object, "rules").map((rule, index) => ({
    path: `rules[${index}]`,
    verbs: textsIn(rule.verbs),
    groups: textsIn(rule.apiGroups),
    resources: textsIn(rule.resources),
    names: textsIn(rule.resourceNames),
    urls: textsIn(rule.nonResourceURLs),
  }));
}

const matches = (values: readonly string[], wanted: readonly string[]): readonly string[] =>
  values.includes("*") ? ["*"] : values.filter((value) => wanted.includes(value));

/**
 * What a role says of some resources, such as `may create pods/exec`; a wildcard counts as everything.
 *
 * @param group the API group, empty for the core one
 */
export function grantsOn(
  role: RenderedObject,
  group: string,
  resources: readonly string[],
  verbs: readonly string[],
): readonly string[] {
  return accessRules(role).flatMap((rule) => {
    const inGroup = rule.groups.includes("*") || rule.groups.includes(group);
    // `pods/*` and `*/exec` are all subresources, and the same of every resource
    const found = rule.resources.filter((resource) =>
      resources.some((one) => resource === "*" || patterns(one).includes(resource)),
    );
    const how = matches(rule.verbs, verbs);
    return inGroup && found.length > 0 && how.length > 0
      ? [`${rule.path} may ${how.join(", ")} ${found.join(", ")}`]
      : [];
  });
}

function patterns(resource: string): readonly string[] {
  const [parent = "", child] = resource.split("/");
  return child === undefined ? [resource] : [resource, `${parent}/*`, `*/${child}`];
}

/** Verbs that read. https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
export const READ: readonly string[] = ["get", "list", "watch"];

/** Verbs that change what is there. */
export const CHANGE: readonly string[] = ["update", "patch", "delete", "deletecollection"];

/** Verbs that write. */
export const WRITE: readonly string[] = ["create", ...CHANGE];
