import { maintenanceProblems } from "../../constructs/gke/maintenance";
import { NAME_RULES, nameProblem } from "../../constructs/core/naming";
import { type Finding } from "../../constructs/core/validation";
import { type EnvironmentSettings } from "../settings";
import { duplicates, type Check } from "./check";

type Cluster = EnvironmentSettings["cluster"];
type NodePools = Extract<Cluster, { readonly mode: "standard" }>["nodePools"];

/** Maintenance, groups and node pools. */
export const cluster: Check = {
  reads: ["cluster"],
  find: ({ cluster: settings }) => [
    ...windowProblems(settings.maintenance),
    nameProblem(NAME_RULES.host, "cluster.securityGroupsDomain", settings.securityGroupsDomain),
    ...duplicates("cluster.maintenance.days", settings.maintenance.days),
    ...duplicates(
      "cluster.authorizedNetworks",
      settings.authorizedNetworks.map(({ cidr }) => cidr),
    ),
    ...(settings.mode === "standard" ? poolProblems(settings.nodePools, settings.expectedNodes) : []),
  ],
};

/** GKE's rules for windows and exclusions, with the names that the settings have here. */
function windowProblems({ days, startTime, hours, exclusions }: Cluster["maintenance"]): readonly Finding[] {
  const startHour = Number(startTime.slice(0, 2));
  const findings = maintenanceProblems({ window: { days, startHour, durationHours: hours }, exclusions });
  return findings.map(
    (finding): Finding =>
      finding &&
      (finding.setting === "maintenance.window"
        ? {
            ...finding,
            setting: "cluster.maintenance.days",
            value: days,
            fix: "add days or raise 'cluster.maintenance.hours'",
          }
        : { ...finding, setting: `cluster.${finding.setting}` }),
  );
}

function poolProblems(pools: NodePools, expectedNodes: number): readonly Finding[] {
  const most = pools.reduce((total, { maxNodes }) => total + maxNodes, 0);
  return [
    pools.every(({ spot }) => spot) && {
      setting: "cluster.nodePools",
      value: pools.length,
      must: "hold at least one pool that is not spot, since the gateway holds open sockets",
      fix: 'add { "name": "default", "machineType": "e2-standard-4", "maxNodes": 6 }',
    },
    ...duplicates(
      "cluster.nodePools",
      pools.map(({ name }) => name),
    ),
    ...pools.map(
      ({ minNodes, maxNodes }, index): Finding =>
        minNodes > maxNodes && {
          setting: `cluster.nodePools[${index}].minNodes`,
          value: minNodes,
          must: `be at most its maxNodes (${maxNodes})`,
          fix: "lower it or raise maxNodes",
        },
    ),
    most > expectedNodes && {
      setting: "cluster.expectedNodes",
      value: expectedNodes,
      must: `be at least what the node pools may grow to together (${most})`,
      fix: `raise it to ${most} or lower a pool's maxNodes`,
    },
  ];
}
