import { grantsOn, READ, WRITE } from "../../facts/cluster-rbac";
import { verdict, type ObjectRule } from "../../rule";

/** No role reads or writes Secrets: pods get theirs as files. */
export const rbacNoSecrets: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) => verdict(grantsOn(role, "", ["secrets"], [...READ, ...WRITE])),
};
