import { accessRules } from "../../facts/cluster-rbac";
import { accountOf } from "../../facts/cluster-identity";
import { runningContainers, type PodObject } from "../../facts/cluster-pods";
import { embeddedObject } from "../../facts/pods-launched";
import { type RenderedCluster, type RenderedObject } from "../../rendered/rendered-cluster";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A workload that carries the manifest of what it launches, a Job for example, may create it. */
export const rbacLaunchesAllowed: ObjectRule = {
  kinds: "pods",
  evaluate: (one, { cluster }) => {
    const launched = (one.pod === undefined ? [] : runningContainers(one as PodObject))
      .flatMap((container) => blocksAt(container, "env"))
      .flatMap(({ value }) => embeddedObject(value, one.namespace) ?? []);
    const account = one.pod === undefined ? undefined : accountOf(one as PodObject, cluster);
    if (launched.length === 0 || account === undefined) {
      return NOT_APPLICABLE;
    }
    const rules = rolesOf(account, cluster).flatMap(accessRules);
    return verdict(
      launched
        .filter(({ apiVersion, kind }) => {
          const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
          const resource = `${kind.toLowerCase()}s`;
          return !rules.some(
            ({ verbs, groups, resources, names }) =>
              has(verbs, "create") && has(groups, group) && has(resources, resource) && names.length === 0,
          );
        })
        .map(
          ({ kind }) =>
            `${one.pod?.path}.serviceAccountName is ${account.name}, which may not create the ${kind} that env describes`,
        ),
    );
  },
};

const has = (values: readonly string[], value: string): boolean => values.includes(value) || values.includes("*");

function rolesOf({ name, namespace }: RenderedObject, cluster: RenderedCluster): readonly RenderedObject[] {
  const bindings = [...cluster.ofKind("RoleBinding", namespace), ...cluster.ofKind("ClusterRoleBinding")].filter(
    ({ object, namespace: home }) =>
      blocksAt(object, "subjects").some(
        (subject) =>
          subject.kind === "ServiceAccount" && subject.name === name && (subject.namespace ?? home) === namespace,
      ),
  );
  return bindings.flatMap(({ object }) => {
    const kind = valueAt(object, "roleRef.kind") === "Role" ? "Role" : "ClusterRole";
    return cluster
      .ofKind(kind, kind === "Role" ? namespace : undefined)
      .filter((role) => role.name === valueAt(object, "roleRef.name"));
  });
}
