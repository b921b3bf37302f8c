import { isRecord, type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { type AccessEntry, type Identity, type Target } from "./entry";
import { type ClusterObject } from "../../policies/rendered/cluster-object";
import { nameOf } from "./pods";

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What Roles and ClusterRoles let their subjects do, one line for each resource. */
export function kubernetesGrants(objects: readonly ClusterObject[]): readonly AccessEntry[] {
  return objects
    .filter(({ object }) => object.kind === "RoleBinding" || object.kind === "ClusterRoleBinding")
    .flatMap((placed) => {
      const { object, path: why } = placed;
      const namespace = object.kind === "RoleBinding" ? (object.metadata.namespace ?? placed.namespace) : undefined;
      const role = roleOf(objects, object, namespace);
      const source = `${object.kind} ${namespace === undefined ? object.metadata.name : nameOf(placed)}`;
      return subjectsOf(object).flatMap((subject) =>
        role.map((rights) => ({ identity: identityOf(subject, placed.namespace), ...rights, why, source })),
      );
    });
}

type Rights = Pick<AccessEntry, "may" | "on" | "condition">;

/** The rules of the role that a binding names. One that nobody renders, such as the built-in `view`, is shown by its name. */
function roleOf(
  objects: readonly ClusterObject[],
  { roleRef }: KubernetesObject,
  namespace: string | undefined,
): readonly Rights[] {
  const { kind, name } = roleRef as { readonly kind: string; readonly name: string };
  const role = objects.find(
    (placed) =>
      placed.object.kind === kind &&
      placed.object.metadata.name === name &&
      (kind === "ClusterRole" || nameOf(placed) === `${namespace}/${name}`),
  );
  const rules = Array.isArray(role?.object.rules) ? (role.object.rules as readonly Rule[]) : undefined;
  return (
    rules?.flatMap((rule) => rightsOf(rule, namespace)) ?? [
      { may: `${kind} ${name}`, on: placeOf("what it names", namespace) },
    ]
  );
}

function rightsOf(rule: Rule, namespace: string | undefined): readonly Rights[] {
  const may = rule.verbs.join(",");
  const names = rule.resourceNames ?? [];
  const condition = names.length === 0 ? undefined : `only ${names.join(", ")}`;
  const resources = (rule.resources ?? []).flatMap((resource) =>
    (rule.apiGroups ?? [""]).map((group) => (group === "" ? resource : `${resource}.${group}`)),
  );
  return [...resources, ...(rule.nonResourceURLs ?? [])].map((type) => ({
    may,
    on: placeOf(type, namespace),
    condition,
  }));
}

function placeOf(type: string, namespace: string | undefined): Target {
  return {
    type,
    name: namespace === undefined ? "in the whole cluster" : `in namespace ${namespace}`,
    fullName: namespace === undefined ? "cluster" : `namespaces/${namespace}`,
    level: "resource",
  };
}

function subjectsOf({ subjects }: KubernetesObject): readonly Subject[] {
  return Array.isArray(subjects) ? subjects.filter(isRecord).map((subject) => subject as unknown as Subject) : [];
}

function identityOf({ kind, name, namespace }: Subject, ownNamespace: string): Identity {
  if (kind === "ServiceAccount") {
    return { kind: "Kubernetes service account", name: `${namespace ?? ownNamespace}/${name}` };
  }
  return { kind: kind === "Group" ? "group" : "user", name };
}
