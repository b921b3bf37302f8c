import * as z from "zod";
import { probesSchema } from "./container";
import { gracePeriodSeconds, podShape } from "./pod";
import { integer, port, portName, requestPath, text, variableName, workloadName } from "./scalars";

/** Metrics for Managed Service for Prometheus. A PodMonitoring. */
export const metricsSchema = z.strictObject({
  /** The name of one of the workload's ports. */
  port: portName(),
  /** @default `/metrics` */
  path: requestPath().default("/metrics"),
  /** Seconds between two scrapes. @default 30 */
  intervalSeconds: integer(5, 3600, "seconds").default(30),
  /** Samples in one scrape; the scrape fails above it, so that labels without bounds are noticed. @default 5000 */
  sampleLimit: integer(1, 100000).default(5000),
});

/** How many pods there are. */
export const replicasSchema = z.strictObject({
  /** At least two, so that one may go. @default 2 */
  min: integer(2, 1000).default(2),
  /** @default 6 */
  max: integer(2, 1000).default(6),
  /** Average use of the requested CPU that the autoscaler aims at. @default 70 */
  targetCpuPercent: integer(10, 95, "percent").default(70),
});

/** A service that runs all the time: a Deployment and everything around it. */
export const workloadSchema = z.strictObject({
  ...podShape,
  /** Ports of the container by their names. The Service offers the same numbers. @default - none, and no Service */
  ports: z.record(portName(), port()).default({}),
  /** When a pod has started, takes requests, lives. */
  probes: probesSchema,
  /** How many pods, between which bounds. */
  replicas: replicasSchema.prefault({}),
  /**
   * Exactly one pod, never two: no autoscaler, no disruption budget, and the old pod ends before the new one
   * starts, so each roll-out and each node upgrade interrupts the service. @default false
   */
  singleton: z.boolean().default(false),
  /** Pods that stay through node upgrades and other voluntary disruptions. @default - one less than `replicas.min` */
  disruptionBudget: z
    .strictObject({
      /** Less than `replicas.min`, or nothing could ever be drained. */
      minAvailable: integer(1, 999),
    })
    .optional(),
  /** Pods above the wanted number during a roll-out; none may be missing. @default `25%` */
  maxSurge: text(/^([1-9][0-9]*|[1-9][0-9]?%|100%)$/, "be a number of pods or a percentage, at least 1").default("25%"),
  /** Seconds that a new pod has to be ready before the next one is replaced. @default 30 */
  minReadySeconds: integer(0, 3600, "seconds").default(30),
  /**
   * Seconds that a pod goes on serving before its application is told to stop, until load balancers have noticed; counts
   * towards the grace period. @default - 20, or `drainingTimeoutSeconds` of the gateway's service when that is longer
   */
  drainSeconds: integer(0, 3600, "seconds").optional(),
  /** Seconds between the order to stop and the kill, the drain included. @default - `drainSeconds` and 40 more */
  terminationGracePeriodSeconds: gracePeriodSeconds().optional(),
  /**
   * What happens when zones can't be kept equal. ScheduleAnyway rather starts a pod in the wrong zone than not at
   * all. @default DoNotSchedule
   */
  zoneSpread: z.enum(["DoNotSchedule", "ScheduleAnyway"]).default("DoNotSchedule"),
  /** Metrics to collect. @default - none */
  metrics: metricsSchema.optional(),
  /**
   * Jobs that this workload creates itself through the Kubernetes API: environment variable to pod template. The
   * variable holds the complete Job as JSON; the application adds a name and the session's labels. @default - none
   */
  launches: z.record(variableName(), workloadName()).default({}),
});

/** A workload with everything filled in that follows from other settings. */
export const resolvedWorkloadSchema = workloadSchema.required({
  disruptionBudget: true,
  drainSeconds: true,
  terminationGracePeriodSeconds: true,
});
