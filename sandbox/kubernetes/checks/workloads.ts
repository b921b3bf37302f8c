import { isRecord, type KubernetesObject } from "../objects";
import { podTemplateOf } from "../pod-templates";
import { type Check, type Finding } from "./check";

/** What each kind that creates pods demands of their restart policy. */
const RESTART_POLICIES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["Always"],
  StatefulSet: ["Always"],
  DaemonSet: ["Always"],
  ReplicaSet: ["Always"],
  Job: ["Never", "OnFailure"],
  CronJob: ["Never", "OnFailure"],
};

/** Rules between a workload and its pods: restart policy, strategy, schedule. */
export const workloads: Check = {
  id: "workloads",
  source: "https://kubernetes.io/docs/concepts/workloads/controllers/",
  effect: "refused",
  find: (review) =>
    review.objects.flatMap((object) => [
      ...restartPolicy(object),
      ...strategy(object),
      ...readyInTime(object),
      ...schedule(object),
    ]),
};

function restartPolicy(object: KubernetesObject): Finding[] {
  const allowed = RESTART_POLICIES[object.kind];
  const template = podTemplateOf(object);
  const policy = template?.spec.restartPolicy ?? "Always";
  return allowed === undefined || template === undefined || allowed.includes(policy)
    ? []
    : [
        {
          object,
          path: `${template.path}.restartPolicy`,
          message: `unsupported value "${policy}" for a ${object.kind}`,
          fix: `set ${allowed.join(" or ")}`,
        },
      ];
}

function strategy(object: KubernetesObject): Finding[] {
  const { strategy: chosen } = specOf(object) as {
    strategy?: { type?: string; rollingUpdate?: { maxSurge?: unknown; maxUnavailable?: unknown } };
  };
  if (object.kind !== "Deployment" || chosen === undefined) {
    return [];
  }
  const { maxSurge = "25%", maxUnavailable = "25%" } = chosen.rollingUpdate ?? {};
  const isZero = (value: unknown): boolean => value === 0 || value === "0%" || value === "0";
  return [
    ...(chosen.type === "Recreate" && chosen.rollingUpdate !== undefined
      ? [
          {
            object,
            path: "spec.strategy.rollingUpdate",
            message: "may not be specified when strategy `type` is 'Recreate'",
            fix: "remove it",
          },
        ]
      : []),
    ...(isZero(maxSurge) && isZero(maxUnavailable)
      ? [
          {
            object,
            path: "spec.strategy.rollingUpdate",
            message: "may not be 0 when `maxSurge` is 0 as well",
            fix: "let one pod more or one pod less run during a roll-out",
          },
        ]
      : []),
  ];
}

function readyInTime(object: KubernetesObject): Finding[] {
  const { minReadySeconds = 0, progressDeadlineSeconds = 600 } = specOf(object) as Record<string, number | undefined>;
  return object.kind === "Deployment" && minReadySeconds >= progressDeadlineSeconds
    ? [
        {
          object,
          path: "spec.progressDeadlineSeconds",
          message: `must be greater than minReadySeconds (${minReadySeconds})`,
          fix: "raise progressDeadlineSeconds",
        },
      ]
    : [];
}

function schedule(object: KubernetesObject): Finding[] {
  const { schedule: cron } = specOf(object);
  if (object.kind !== "CronJob" || typeof cron !== "string") {
    return [];
  }
  const isMacro = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)$/.test(cron);
  const fields = cron.trim().split(/\s+/);
  const fits = isMacro || (fields.length === 5 && fields.every((field) => /^[\dA-Za-z*/,?L#-]+$/.test(field)));
  return [
    ...(fits
      ? []
      : [
          {
            object,
            path: "spec.schedule",
            message: `"${cron}" is no cron expression of five fields`,
            fix: 'write it like "0 3 * * *"',
          },
        ]),
    ...(/^(CRON_)?TZ=/.test(cron)
      ? [{ object, path: "spec.schedule", message: "TZ is not allowed in the schedule", fix: "set spec.timeZone" }]
      : []),
  ];
}

const specOf = (object: KubernetesObject): Readonly<Record<string, unknown>> =>
  isRecord(object.spec) ? object.spec : {};
