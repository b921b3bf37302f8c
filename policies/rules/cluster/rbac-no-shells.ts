import { grantsOn, READ, WRITE } from "../../facts/cluster-rbac";
import { verdict, type ObjectRule } from "../../rule";

const SHELLS = [
  "pods/exec",
  "pods/attach",
  "pods/portforward",
  "pods/proxy",
  "pods/ephemeralcontainers",
  "services/proxy",
];

/** Nobody gets into running pods, nor past the API server through a node. `get` is enough for a shell over WebSockets. */
export const rbacNoShells: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict([
      ...grantsOn(role, "", SHELLS, ["get", ...WRITE]),
      ...grantsOn(role, "", ["nodes/proxy"], [...READ, ...WRITE]),
      ...grantsOn(role, "", ["pods/log"], ["delete", "deletecollection"]),
    ]),
};
