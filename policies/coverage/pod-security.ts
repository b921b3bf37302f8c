import { type PublicCheck } from "./check";

/** The checks of the admission plugin for the Pod Security Standards: 12 of level baseline, 7 of level restricted. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const POD_SECURITY: readonly PublicCheck[] = [
  { id: "pod-security/hostNamespaces", demands: "No network, process or IPC namespace of the node" },
  { id: "pod-security/privileged", demands: "No privileged container" },
  { id: "pod-security/capabilities_baseline", demands: "No capability beyond the default ones" },
  { id: "pod-security/hostPathVolumes", demands: "No hostPath volume" },
  { id: "pod-security/hostPorts", demands: "No hostPort" },
  { id: "pod-security/hostProbesAndHostLifecycle", demands: "No host in probes and lifecycle hooks" },
  { id: "pod-security/appArmorProfile", demands: "No other AppArmor profile than RuntimeDefault or Localhost" },
  { id: "pod-security/seLinuxOptions", demands: "No unusual SELinux type, no user and no role" },
  { id: "pod-security/procMount", demands: "/proc stays masked" },
  { id: "pod-security/seccompProfile_baseline", demands: "seccomp is not switched off" },
  { id: "pod-security/sysctls", demands: "Safe sysctls only" },
  { id: "pod-security/windowsHostProcess", demands: "No HostProcess of Windows" },
  { id: "pod-security/allowPrivilegeEscalation", demands: "allowPrivilegeEscalation set to false" },
  { id: "pod-security/capabilities_restricted", demands: "All capabilities dropped, NET_BIND_SERVICE at most added" },
  { id: "pod-security/restrictedVolumes", demands: "Volumes of eight types only" },
  { id: "pod-security/runAsNonRoot", demands: "runAsNonRoot on the pod or on each container" },
  { id: "pod-security/runAsUser", demands: "No user 0" },
  { id: "pod-security/seccompProfile_restricted", demands: "RuntimeDefault or Localhost for each container" },
  { id: "pod-security/procMount_restricted", demands: "/proc stays masked, also with user namespaces" },
];
