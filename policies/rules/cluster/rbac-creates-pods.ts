import { grantsOn } from "../../facts/cluster-rbac";
import { WORKLOAD_RESOURCES } from "../../facts/cluster-workload-kinds";
import { verdict, type ObjectRule } from "../../rule";

/** Who creates pods can run as every service account of the namespace and mount all that is in it, so it is a decision. */
export const rbacCreatesPods: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict(
      Object.entries(WORKLOAD_RESOURCES).flatMap(([group, resources]) => grantsOn(role, group, resources, ["create"])),
    ),
};
