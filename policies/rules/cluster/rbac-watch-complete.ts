import { accessRules } from "../../facts/cluster-rbac";
import { verdict, type ObjectRule } from "../../rule";

/**
 * Clients list before they watch, and what they list they may get: to leave one out protects nothing and breaks them.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export const rbacWatchComplete: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict(
      accessRules(role).flatMap(({ path, verbs }) => {
        const missing = verbs.includes("*") ? [] : ["get", "list"].filter((verb) => !verbs.includes(verb));
        return verbs.includes("watch") && missing.length > 0
          ? [`${path}.verbs has "watch" without ${missing.map((verb) => `"${verb}"`).join(" and ")}`]
          : [];
      }),
    ),
};
