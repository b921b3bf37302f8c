import { valueAt } from "../../rendered/rendered-stack";
import { METADATA, HOOK_ANNOTATIONS } from "./cluster-access";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const SELECTOR = hurts(remove, set({ "app.kubernetes.io/name": "another" }), add({ "app.kubernetes.io/version": "2" }));

/** Only the gateway's pods hold connections for long. */
const holdsConnections = (block: Readonly<Record<string, unknown>>): boolean =>
  valueAt(block, "spec.scaleTargetRef.name") === "ws-gateway";

/** Disruptions, scaling, quotas, monitoring and secrets. */
export const AVAILABILITY_PATHS: PathTable = {
  PodDisruptionBudget: {
    ...METADATA,
    "": hurts(remove),
    spec: hurts(add({ maxUnavailable: 0 })),
    "spec.minAvailable": hurts(remove, set(0), set("100%"), set(99), set("0%")),
    "spec.unhealthyPodEvictionPolicy": hurts(remove, set("IfHealthyBudget")),
    "spec.selector": hurts(remove, set({})),
    "spec.selector.matchLabels": SELECTOR,
  },
  HorizontalPodAutoscaler: {
    ...METADATA,
    spec: hurts(remove),
    "": hurts(remove),
    "spec.scaleTargetRef": hurts(remove),
    "spec.scaleTargetRef.apiVersion": hurts(remove, set("extensions/v1beta1")),
    "spec.scaleTargetRef.kind": hurts(set("StatefulSet")),
    "spec.scaleTargetRef.name": hurts(set("another-workload")),
    "spec.minReplicas": hurts(remove, set(1), set(0)),
    "spec.maxReplicas": hurts(set(1), set(2), set(10000)),
    "spec.metrics": hurts(remove, set([])),
    "spec.metrics[].type": hurts(set("External")),
    "spec.metrics[].resource": hurts(remove),
    "spec.metrics[].resource.name": hurts(remove),
    "spec.metrics[].resource.target": hurts(remove),
    "spec.metrics[].resource.target.type": harmless("the API takes only the one that fits the number"),
    "spec.metrics[].resource.target.averageUtilization": hurts(remove, set(100), set(99), set(1)),
    "spec.behavior": onlyWhen(hurts(remove), holdsConnections, "pods that hold no connections may go at once"),
    "spec.behavior.scaleDown": onlyWhen(
      hurts(remove),
      holdsConnections,
      "pods that hold no connections may go at once",
    ),
    "spec.behavior.scaleDown.stabilizationWindowSeconds": butSame(hurts(set(0)), remove, "300 is the default"),
    "spec.behavior.scaleDown.policies": onlyWhen(
      hurts(remove, dropEach),
      holdsConnections,
      "pods that hold no connections may go at once",
    ),
    "spec.behavior.scaleDown.policies[].type": harmless("one per cent of as few pods as are kept here is one pod"),
    "spec.behavior.scaleDown.policies[].value": onlyWhen(
      hurts(set(100)),
      holdsConnections,
      "pods that hold no connections may go at once",
    ),
    "spec.behavior.scaleDown.policies[].periodSeconds": onlyWhen(
      hurts(set(1)),
      holdsConnections,
      "pods that hold no connections may go at once",
    ),
  },
  ResourceQuota: {
    ...METADATA,
    "": hurts(remove),
    spec: hurts(add({ scopes: ["Terminating"] }), add({ scopes: ["BestEffort"] })),
    "spec.hard": hurts(remove, set({})),
    "spec.hard.pods": hurts(remove, set("100000"), set("0"), set("1")),
    "spec.hard.requests.cpu": hurts(remove, set("0"), set("1")),
    "spec.hard.requests.memory": hurts(remove, set("0"), set("1Gi")),
    "spec.hard.limits.cpu": hurts(remove, set("0"), set("1")),
    "spec.hard.limits.memory": hurts(remove, set("0"), set("1Gi")),
    "spec.hard.services.loadbalancers": hurts(remove, set("10")),
    "spec.hard.services.nodeports": hurts(remove, set("10")),
  },
  LimitRange: {
    ...METADATA,
    spec: hurts(remove),
    "": hurts(remove),
    "spec.limits": hurts(remove, dropEach, set([])),
    "spec.limits[].type": hurts(set("Pod"), set("PersistentVolumeClaim")),
    "spec.limits[].default": hurts(remove),
    "spec.limits[].default.cpu": hurts(remove, set("1000")),
    "spec.limits[].default.memory": hurts(remove, set("1000Gi")),
    "spec.limits[].defaultRequest": hurts(remove),
    "spec.limits[].defaultRequest.cpu": hurts(remove, set("1000")),
    "spec.limits[].defaultRequest.memory": hurts(remove, set("1000Gi")),
    "spec.limits[].max": hurts(remove),
    "spec.limits[].max.cpu": hurts(remove, set("1000")),
    "spec.limits[].max.memory": hurts(remove, set("1000Gi")),
    "spec.limits[].min": hurts(remove),
    "spec.limits[].min.cpu": hurts(remove, set("1000")),
    "spec.limits[].min.memory": hurts(remove, set("1000Gi")),
  },
  PodMonitoring: {
    ...METADATA,
    spec: hurts(remove),
    "": hurts(remove),
    "spec.selector": hurts(remove, set({})),
    "spec.selector.matchLabels": SELECTOR,
    "spec.endpoints": hurts(remove, dropEach, set([])),
    "spec.endpoints[].port": hurts(set("nothing"), set("http"), set(9999)),
    "spec.endpoints[].path": butSame(hurts(set("/")), remove, "/metrics is the default"),
    "spec.endpoints[].interval": butSame(
      hurts(set("1h"), set("10m")),
      remove,
      "the default is once a minute, which is enough",
    ),
    "spec.limits": hurts(remove),
    "spec.limits.samples": hurts(remove, set(0)),
  },
  SecretProviderClass: {
    ...METADATA,
    ...HOOK_ANNOTATIONS,
    "": hurts(remove),
    "metadata.name": hurts(set("another-class")),
    spec: hurts(add({ secretObjects: [{ secretName: "pg", type: "Opaque", data: [] }] })),
    "spec.provider": hurts(remove, set("vault"), set("aws")),
    "spec.parameters": hurts(remove),
    "spec.parameters.secrets": hurts(
      remove,
      set(""),
      set('- resourceName: "projects/p/secrets/another-secret/versions/1"\n  path: "DATABASE_URL"\n'),
      set('- resourceName: "projects/p/secrets/another-secret/versions/latest"\n  path: "DATABASE_URL"\n'),
    ),
  },
};
