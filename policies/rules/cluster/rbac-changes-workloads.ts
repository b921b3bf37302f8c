import { CHANGE, grantsOn } from "../../facts/cluster-rbac";
import { WORKLOAD_RESOURCES } from "../../facts/cluster-workload-kinds";
import { verdict, type ObjectRule } from "../../rule";

/** Nobody changes or removes workloads that run. */
export const rbacChangesWorkloads: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict(
      Object.entries(WORKLOAD_RESOURCES).flatMap(([group, resources]) => grantsOn(role, group, resources, CHANGE)),
    ),
};
