import { verdict, type ObjectRule } from "../../rule";

/** The versions that Kubernetes serves today. https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
const SERVED: Readonly<Record<string, string>> = {
  Pod: "v1",
  PodTemplate: "v1",
  ReplicationController: "v1",
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  DaemonSet: "apps/v1",
  ReplicaSet: "apps/v1",
  Job: "batch/v1",
  CronJob: "batch/v1",
};

/** Workloads are written in a version of the API that is still there. */
export const workloadApiVersion: ObjectRule = {
  kinds: Object.keys(SERVED),
  evaluate: ({ kind, apiVersion }) =>
    verdict(
      apiVersion === SERVED[kind] ? [] : [`apiVersion is "${apiVersion}", not "${String(SERVED[kind])}" for a ${kind}`],
    ),
};
