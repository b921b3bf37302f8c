import { accessRules } from "../../facts/cluster-rbac";
import { verdict, type ObjectRule } from "../../rule";

/** No rule of a role, whichever, says `*`, nor all subresources of something. */
export const rbacNoWildcards: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict(
      accessRules(role).flatMap(({ path, verbs, groups, resources, urls }) => [
        ...(verbs.includes("*") ? [`${path}.verbs has "*"`] : []),
        ...(groups.includes("*") ? [`${path}.apiGroups has "*"`] : []),
        ...resources.filter((one) => one.includes("*")).map((one) => `${path}.resources has "${one}"`),
        ...urls.filter((one) => one.includes("*")).map((one) => `${path}.nonResourceURLs has "${one}"`),
      ]),
    ),
};
