import { accessRules } from "../../facts/cluster-rbac";
import { WORKLOAD_RESOURCES } from "../../facts/cluster-workload-kinds";
import { verdict, type ObjectRule } from "../../rule";

/** Resources of Kubernetes' own groups, by which a wrong group is noticed. Groups of others may have resources of the same names. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  ...WORKLOAD_RESOURCES,
  "": [
    ...(WORKLOAD_RESOURCES[""] ?? []),
    "services",
    "configmaps",
    "secrets",
    "serviceaccounts",
    "namespaces",
    "nodes",
  ],
};

/** Every rule of a role gives something: it has verbs and resources, and its resources are of its groups. */
export const rbacGrantsSomething: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) => {
    const rules = accessRules(role);
    // a ClusterRole may be put together from others
    const isAggregate = role.object.aggregationRule !== undefined;
    return verdict([
      ...(rules.length === 0 && !isAggregate ? ["rules are none, so that whoever has the role may nothing"] : []),
      ...rules.flatMap(({ path, verbs, groups, resources, urls }) => [
        ...(verbs.length === 0 ? [`${path}.verbs are none`] : []),
        ...(resources.length === 0 && urls.length === 0 ? [`${path}.resources are none`] : []),
        ...(groups.length === 0 && urls.length === 0 ? [`${path}.apiGroups are none`] : []),
        ...(groups.length > 0 && groups.every((group) => group in HOMES) ? resources : [])
          .filter((resource) => isElsewhere(resource, groups))
          .map((resource) => `${path}.resources has "${resource}", which is in none of ${JSON.stringify(groups)}`),
      ]),
    ]);
  },
};

function isElsewhere(resource: string, groups: readonly string[]): boolean {
  const [parent = ""] = resource.split("/");
  const homes = Object.keys(HOMES).filter((group) => HOMES[group]?.includes(parent));
  return homes.length > 0 && !homes.some((home) => groups.includes(home));
}
