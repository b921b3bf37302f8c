/**
 * The kinds that every GKE cluster serves, by API version: `Kind` or, where the generated model is named otherwise, `Kind=Model`.
 * A model is the version's name in front of the kind unless told. Beta and alpha versions are off in GKE.
 * Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/
 */
export const BUILT_IN_KINDS: Readonly<Record<string, { readonly namespaced?: string; readonly cluster?: string }>> = {
  v1: {
    namespaced:
      "Binding ConfigMap Endpoints Event=CoreV1Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
    cluster: "Namespace Node PersistentVolume",
  },
  "admissionregistration.k8s.io/v1": {
    cluster:
      "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
  },
  "apiextensions.k8s.io/v1": { cluster: "CustomResourceDefinition" },
  "apiregistration.k8s.io/v1": { cluster: "APIService" },
  "apps/v1": { namespaced: "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet" },
  "autoscaling/v1": { namespaced: "HorizontalPodAutoscaler" },
  "autoscaling/v2": { namespaced: "HorizontalPodAutoscaler" },
  "batch/v1": { namespaced: "CronJob Job" },
  "certificates.k8s.io/v1": { cluster: "CertificateSigningRequest" },
  "coordination.k8s.io/v1": { namespaced: "Lease" },
  "discovery.k8s.io/v1": { namespaced: "EndpointSlice" },
  "events.k8s.io/v1": { namespaced: "Event=EventsV1Event" },
  "flowcontrol.apiserver.k8s.io/v1": { cluster: "FlowSchema PriorityLevelConfiguration" },
  "networking.k8s.io/v1": { namespaced: "Ingress NetworkPolicy", cluster: "IPAddress IngressClass ServiceCIDR" },
  "node.k8s.io/v1": { cluster: "RuntimeClass" },
  "policy/v1": { namespaced: "PodDisruptionBudget" },
  "rbac.authorization.k8s.io/v1": { namespaced: "Role RoleBinding", cluster: "ClusterRole ClusterRoleBinding" },
  "resource.k8s.io/v1": {
    namespaced: "ResourceClaim=ResourceV1ResourceClaim ResourceClaimTemplate",
    cluster: "DeviceClass ResourceSlice",
  },
  "scheduling.k8s.io/v1": { cluster: "PriorityClass" },
  "storage.k8s.io/v1": {
    namespaced: "CSIStorageCapacity",
    cluster: "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
  },
};

/**
 * API versions that charts still carry and clusters no longer serve, with what replaced them.
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
export const REMOVED_KINDS: Readonly<Record<string, string>> = {
  "extensions/v1beta1 Deployment": "apps/v1",
  "extensions/v1beta1 DaemonSet": "apps/v1",
  "extensions/v1beta1 Ingress": "networking.k8s.io/v1",
  "extensions/v1beta1 NetworkPolicy": "networking.k8s.io/v1",
  "apps/v1beta1 Deployment": "apps/v1",
  "apps/v1beta2 Deployment": "apps/v1",
  "networking.k8s.io/v1beta1 Ingress": "networking.k8s.io/v1",
  "batch/v1beta1 CronJob": "batch/v1",
  "policy/v1beta1 PodDisruptionBudget": "policy/v1",
  "policy/v1beta1 PodSecurityPolicy": "the namespace label pod-security.kubernetes.io/enforce",
  "autoscaling/v2beta1 HorizontalPodAutoscaler": "autoscaling/v2",
  "autoscaling/v2beta2 HorizontalPodAutoscaler": "autoscaling/v2",
  "rbac.authorization.k8s.io/v1beta1 Role": "rbac.authorization.k8s.io/v1",
  "rbac.authorization.k8s.io/v1beta1 RoleBinding": "rbac.authorization.k8s.io/v1",
  "gateway.networking.k8s.io/v1alpha2 Gateway": "gateway.networking.k8s.io/v1",
  "gateway.networking.k8s.io/v1alpha2 HTTPRoute": "gateway.networking.k8s.io/v1",
  "gateway.networking.k8s.io/v1 ReferenceGrant":
    "gateway.networking.k8s.io/v1beta1 (v1 comes with Gateway API 1.5, GKE 1.35.2)",
};
