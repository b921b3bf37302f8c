/**
 * What Kubernetes' generated models leave out and its API server checks all the same. Keys are `<Model>.<field>`.
 * Source: the validation code of Kubernetes 1.34, https://github.com/kubernetes/kubernetes/tree/v1.34.0/pkg/apis
 */

/** Required by validation although the OpenAPI document calls them optional. */
export const EXTRA_REQUIRED: ReadonlySet<string> = new Set([
  "V1Container.image",
  "V1EphemeralContainer.image",
  "V1ConfigMapEnvSource.name",
  "V1ConfigMapKeySelector.name",
  "V1ConfigMapVolumeSource.name",
  "V1SecretEnvSource.name",
  "V1SecretKeySelector.name",
  "V1SecretVolumeSource.secretName",
  "V1CronJob.spec",
  "V1DaemonSet.spec",
  "V1Deployment.spec",
  "V1StatefulSet.spec",
  "V1Job.spec",
  "V1Pod.spec",
  "V1PodTemplateSpec.spec",
  "V1DeploymentSpec.template",
  "V1HorizontalPodAutoscaler.spec",
  "V2HorizontalPodAutoscaler.spec",
  "V1PersistentVolumeClaim.spec",
  "V1Service.spec",
  "V1Ingress.spec",
]);

const PROTOCOLS = ["TCP", "UDP", "SCTP"];
const SELECTOR_OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

/** Strings of which only these values exist. */
export const FIELD_VALUES: Readonly<Record<string, readonly string[]>> = {
  "V1AppArmorProfile.type": ["Localhost", "RuntimeDefault", "Unconfined"],
  "V1Container.imagePullPolicy": ["Always", "IfNotPresent", "Never"],
  "V1Container.restartPolicy": ["Always", "OnFailure", "Never"],
  "V1Container.terminationMessagePolicy": ["File", "FallbackToLogsOnError"],
  "V1ContainerPort.protocol": PROTOCOLS,
  "V1CronJobSpec.concurrencyPolicy": ["Allow", "Forbid", "Replace"],
  "V1DaemonSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
  "V1DeploymentStrategy.type": ["Recreate", "RollingUpdate"],
  "V1HTTPGetAction.scheme": ["HTTP", "HTTPS"],
  "V1HTTPIngressPath.pathType": ["Exact", "Prefix", "ImplementationSpecific"],
  "V1JobSpec.completionMode": ["NonIndexed", "Indexed"],
  "V1JobSpec.podReplacementPolicy": ["TerminatingOrFailed", "Failed"],
  "V1LabelSelectorRequirement.operator": SELECTOR_OPERATORS,
  "V1LimitRangeItem.type": ["Container", "Pod", "PersistentVolumeClaim"],
  "V1NetworkPolicyPort.protocol": PROTOCOLS,
  "V1NetworkPolicySpec.policyTypes": ["Ingress", "Egress"],
  "V1NodeSelectorRequirement.operator": [...SELECTOR_OPERATORS, "Gt", "Lt"],
  "V1PersistentVolumeClaimSpec.accessModes": ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"],
  "V1PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": ["IfHealthyBudget", "AlwaysAllow"],
  "V1PodSpec.dnsPolicy": ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
  "V1PodSpec.preemptionPolicy": ["PreemptLowerPriority", "Never"],
  "V1PodSpec.restartPolicy": ["Always", "OnFailure", "Never"],
  "V1SeccompProfile.type": ["RuntimeDefault", "Localhost", "Unconfined"],
  "V1ServicePort.protocol": PROTOCOLS,
  "V1ServiceSpec.externalTrafficPolicy": ["Cluster", "Local"],
  "V1ServiceSpec.internalTrafficPolicy": ["Cluster", "Local"],
  "V1ServiceSpec.ipFamilyPolicy": ["SingleStack", "PreferDualStack", "RequireDualStack"],
  "V1ServiceSpec.sessionAffinity": ["None", "ClientIP"],
  "V1ServiceSpec.type": ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
  "V1StatefulSetSpec.podManagementPolicy": ["OrderedReady", "Parallel"],
  "V1StatefulSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
  "V1Toleration.effect": ["NoSchedule", "PreferNoSchedule", "NoExecute", ""],
  "V1Toleration.operator": ["Exists", "Equal"],
  "V1TopologySpreadConstraint.whenUnsatisfiable": ["DoNotSchedule", "ScheduleAnyway"],
  "V2MetricSpec.type": ["Resource", "ContainerResource", "Pods", "Object", "External"],
  "V2MetricTarget.type": ["Utilization", "Value", "AverageValue"],
  "V2HPAScalingRules.selectPolicy": ["Max", "Min", "Disabled"],
  "V2HPAScalingPolicy.type": ["Pods", "Percent"],
};

/** Strings (or maps of strings) that are quantities, so that YAML numbers fit as well. */
export const QUANTITY_FIELDS: ReadonlySet<string> = new Set([
  "V1ResourceRequirements.limits",
  "V1ResourceRequirements.requests",
  "V1VolumeResourceRequirements.limits",
  "V1VolumeResourceRequirements.requests",
  "V1ResourceQuotaSpec.hard",
  "V1LimitRangeItem.default",
  "V1LimitRangeItem.defaultRequest",
  "V1LimitRangeItem.max",
  "V1LimitRangeItem.maxLimitRequestRatio",
  "V1LimitRangeItem.min",
  "V1EmptyDirVolumeSource.sizeLimit",
  "V1PersistentVolumeSpec.capacity",
  "V1PodSpec.overhead",
  "V1Overhead.podFixed",
  "V1ResourceFieldSelector.divisor",
  "V2MetricTarget.averageValue",
  "V2MetricTarget.value",
  "V2HPAScalingRules.tolerance",
]);

const PORT = [1, 65535] as const;
const NOT_NEGATIVE = [0, 2147483647] as const;
const POSITIVE = [1, 2147483647] as const;

/** Whole numbers whose range is the same wherever the field occurs. Keys are field names. */
export const NUMBER_RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  containerPort: PORT,
  hostPort: PORT,
  replicas: NOT_NEGATIVE,
  minReadySeconds: NOT_NEGATIVE,
  terminationGracePeriodSeconds: NOT_NEGATIVE,
  backoffLimit: NOT_NEGATIVE,
  ttlSecondsAfterFinished: NOT_NEGATIVE,
  initialDelaySeconds: NOT_NEGATIVE,
  periodSeconds: POSITIVE,
  timeoutSeconds: POSITIVE,
  failureThreshold: POSITIVE,
  successThreshold: POSITIVE,
  maxReplicas: POSITIVE,
  maxSkew: POSITIVE,
};
