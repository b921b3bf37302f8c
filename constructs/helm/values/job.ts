import * as z from "zod";
import { podShape } from "./pod";
import { integer, labelKey, port, portName } from "./scalars";

const jobShape = {
  ...podShape,
  /** Seconds until the Job is stopped, with all its retries. */
  activeDeadlineSeconds: integer(1, 604800, "seconds"),
  /** Pods that may fail before the Job has failed. */
  backoffLimit: integer(0, 20),
  /** Seconds that the finished Job stays, for its log. */
  ttlSecondsAfterFinished: integer(0, 604800, "seconds"),
  /** Let the cluster autoscaler move its pods, which ends what they do. @default false */
  evictable: z.boolean().default(false),
};

/**
 * Work that runs once per change of its settings, for example a database migration. Its name carries a hash of its
 * settings, so a new image makes a new Job; it has to be idempotent.
 */
export const jobSchema = z.strictObject({
  ...jobShape,
  /**
   * "workloads": it has succeeded before any Deployment of the same release is made or changed, and runs with each
   * release. One that fails stops the release. @default - it runs beside them
   */
  before: z.literal("workloads").optional(),
  /** @default 600 */
  activeDeadlineSeconds: jobShape.activeDeadlineSeconds.default(600),
  /** @default 3 */
  backoffLimit: jobShape.backoffLimit.default(3),
  /** @default 86400, one day */
  ttlSecondsAfterFinished: jobShape.ttlSecondsAfterFinished.default(86400),
});

/**
 * The pod of Jobs that an application creates itself. Its ServiceAccount, its network policies and its labels exist
 * before any Job does.
 */
export const podTemplateSchema = z.strictObject({
  ...jobShape,
  /** Ports that the workloads in `network.from` connect to. @default - none */
  ports: z.record(portName(), port()).default({}),
  /** Labels that the application has to set on each Job's pods; the policies select only pods that have them. @default - none */
  sessionLabels: z.array(labelKey()).default([]),
  /** @default 3600 */
  activeDeadlineSeconds: jobShape.activeDeadlineSeconds.default(3600),
  /** @default 0: a session that died is not started again */
  backoffLimit: jobShape.backoffLimit.default(0),
  /** @default 300 */
  ttlSecondsAfterFinished: jobShape.ttlSecondsAfterFinished.default(300),
});
