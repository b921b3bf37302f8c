import { type Finding } from "../../constructs/core/validation";
import { amount } from "../capacity";
import { type EnvironmentSettings } from "../settings";
import { type Check } from "./check";

interface Bounds {
  readonly cpu: string;
  readonly memory: string;
}

const KINDS = ["cpu", "memory"] as const;
const SPREAD = "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/";

/** Replicas, drains and the resources of each container. */
export const workloads: Check = {
  reads: ["workloads", "runner.resources", "limitRange", "stage"],
  find: (settings) => {
    const { controller, gateway, proxy } = settings.workloads;
    const containers = {
      "workloads.controller.resources": controller.resources,
      "workloads.gateway.resources": gateway.resources,
      "workloads.proxy": proxy,
      "runner.resources": settings.runner.resources,
    };
    return [
      ...replicaProblems("workloads.controller", controller, settings.stage),
      ...replicaProblems("workloads.gateway", gateway, settings.stage),
      ...limitRangeProblems(settings.limitRange),
      ...Object.entries(containers).flatMap(([setting, { requests, limits }]) => [
        ...ordered(`${setting}.requests`, requests, `${setting}.limits`, limits),
        ...ordered("limitRange.min", settings.limitRange.min, `${setting}.requests`, requests, "upper"),
        ...ordered(`${setting}.limits`, limits, "limitRange.max", settings.limitRange.max),
      ]),
    ];
  },
};

type Workload = EnvironmentSettings["workloads"]["controller" | "gateway"];

function replicaProblems(setting: string, workload: Workload, stage: EnvironmentSettings["stage"]): readonly Finding[] {
  const { minReplicas, maxReplicas, drainSeconds, terminationGraceSeconds } = workload;
  return [
    minReplicas > maxReplicas && {
      setting: `${setting}.minReplicas`,
      value: minReplicas,
      must: `be at most '${setting}.maxReplicas' (${maxReplicas})`,
      fix: "lower it or raise 'maxReplicas'",
    },
    stage !== "sandbox" &&
      minReplicas < 2 && {
        setting: `${setting}.minReplicas`,
        value: minReplicas,
        must: "be at least 2 outside the sandbox: one pod is none during a node upgrade",
        fix: "raise it to 2",
        source: SPREAD,
      },
    drainSeconds >= terminationGraceSeconds && {
      setting: `${setting}.drainSeconds`,
      value: drainSeconds,
      must: `be less than '${setting}.terminationGraceSeconds' (${terminationGraceSeconds}), or pods are killed before they have drained`,
      fix: `lower it or raise 'terminationGraceSeconds' above ${drainSeconds}`,
      source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
    },
  ];
}

function limitRangeProblems({
  min,
  defaultRequest,
  default: limit,
  max,
}: EnvironmentSettings["limitRange"]): readonly Finding[] {
  return [
    ...ordered("limitRange.min", min, "limitRange.defaultRequest", defaultRequest, "upper"),
    ...ordered("limitRange.defaultRequest", defaultRequest, "limitRange.default", limit),
    ...ordered("limitRange.default", limit, "limitRange.max", max),
  ];
}

/** A problem for each resource of which the lower bound is above the upper one; `blame` says which of them is named. */
function ordered(
  lowerName: string,
  lower: Bounds,
  upperName: string,
  upper: Bounds,
  blame: "lower" | "upper" = "lower",
): readonly Finding[] {
  return KINDS.map((kind): Finding => {
    const fits = amount(lower)[kind] <= amount(upper)[kind];
    const [setting, value, must] =
      blame === "lower"
        ? [`${lowerName}.${kind}`, lower[kind], `be at most '${upperName}.${kind}' (${upper[kind]})`]
        : [`${upperName}.${kind}`, upper[kind], `be at least '${lowerName}.${kind}' (${lower[kind]})`];
    return !fits && { setting, value, must, fix: "change one of the two" };
  });
}
