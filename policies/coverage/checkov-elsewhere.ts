import { type PublicCheck } from "./check";

/** What nobody writes on GKE: flags of the control plane and PodSecurityPolicies. */
export const CHECKOV_ELSEWHERE: readonly PublicCheck[] = [
  {
    id: "CKV_K8S_68",
    demands: "API server: anonymous requests are off",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_69",
    demands: "API server: no basic authentication",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_70",
    demands: "API server: no token file",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_71",
    demands: "API server: kubelet over HTTPS",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_72",
    demands: "API server: a client certificate for kubelet",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_73",
    demands: "API server: kubelet's certificate authority",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_74",
    demands: "API server: authorization is not AlwaysAllow",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_75",
    demands: "API server: authorization includes Node",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_77",
    demands: "API server: authorization includes RBAC",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_78",
    demands: "API server: EventRateLimit",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_79",
    demands: "API server: no AlwaysAdmit",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_80",
    demands: "API server: AlwaysPullImages",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_81",
    demands: "API server: SecurityContextDeny",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_82",
    demands: "API server: ServiceAccount admission",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_83",
    demands: "API server: NamespaceLifecycle",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_84",
    demands: "API server: PodSecurityPolicy admission",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_85",
    demands: "API server: NodeRestriction",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_86",
    demands: "API server: no insecure bind address",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_88",
    demands: "API server: no insecure port",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_89",
    demands: "API server: a secure port",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_90",
    demands: "API server: profiling is off",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_91",
    demands: "API server: an audit log path",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_92",
    demands: "API server: audit logs for 30 days",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_93",
    demands: "API server: ten audit log backups",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_94",
    demands: "API server: audit logs of 100 MB",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_95",
    demands: "API server: a request timeout",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_96",
    demands: "API server: service account lookup",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_97",
    demands: "API server: service account keys",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_99",
    demands: "API server: certificates for etcd",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_100",
    demands: "API server: a TLS certificate",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_102",
    demands: "API server: a client certificate authority for etcd",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_104",
    demands: "API server: encryption of Secrets at rest",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_105",
    demands: "API server: strong cipher suites",
    notApplicable: "flags of the API server, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_106",
    demands: "controller manager: terminated pods are collected",
    notApplicable: "flags of the controller manager, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_107",
    demands: "controller manager: profiling of the controller manager is off",
    notApplicable: "flags of the controller manager, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_108",
    demands: "controller manager: credentials per controller",
    notApplicable: "flags of the controller manager, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_110",
    demands: "controller manager: a private key for service accounts",
    notApplicable: "flags of the controller manager, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_111",
    demands: "controller manager: a root certificate authority for the controller manager",
    notApplicable: "flags of the controller manager, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_112",
    demands: "controller manager: rotation of kubelet's server certificates",
    notApplicable: "flags of the controller manager, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_113",
    demands: "controller manager: the controller manager binds to localhost",
    notApplicable: "flags of the controller manager, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_114",
    demands: "scheduler: profiling of the scheduler is off",
    notApplicable: "flags of the scheduler, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_115",
    demands: "scheduler: the scheduler binds to localhost",
    notApplicable: "flags of the scheduler, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_116",
    demands: "etcd: client certificates for etcd's peers",
    notApplicable: "flags of the etcd, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_117",
    demands: "etcd: no self-signed certificates of etcd",
    notApplicable: "flags of the etcd, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_118",
    demands: "etcd: certificates of etcd",
    notApplicable: "flags of the etcd, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_119",
    demands: "etcd: no self-signed certificates of etcd's peers",
    notApplicable: "flags of the etcd, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_121",
    demands: "etcd: peer client certificates of etcd",
    notApplicable: "flags of the etcd, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_138",
    demands: "kubelet: anonymous requests to kubelet are off",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_139",
    demands: "kubelet: kubelet's authorization is not AlwaysAllow",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_140",
    demands: "kubelet: a client certificate authority for kubelet",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_141",
    demands: "kubelet: kubelet's read-only port is closed",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_143",
    demands: "kubelet: kubelet's streaming timeout",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_144",
    demands: "kubelet: kubelet protects kernel defaults",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_145",
    demands: "kubelet: kubelet manages iptables",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_146",
    demands: "kubelet: kubelet keeps its host name",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_147",
    demands: "kubelet: kubelet's event rate",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_148",
    demands: "kubelet: kubelet's TLS certificate",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_149",
    demands: "kubelet: rotation of kubelet's client certificates",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_151",
    demands: "kubelet: strong cipher suites of kubelet",
    notApplicable: "flags of the kubelet, which Google sets on GKE",
  },
  {
    id: "CKV_K8S_1",
    demands: "PodSecurityPolicy: no hostPID",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_2",
    demands: "PodSecurityPolicy: no privileged containers",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_3",
    demands: "PodSecurityPolicy: no hostIPC",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_4",
    demands: "PodSecurityPolicy: no hostNetwork",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_5",
    demands: "PodSecurityPolicy: no privilege escalation",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_6",
    demands: "PodSecurityPolicy: no root containers",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_7",
    demands: "PodSecurityPolicy: NET_RAW dropped",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_24",
    demands: "PodSecurityPolicy: no added capabilities",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_32",
    demands: "PodSecurityPolicy: a seccomp profile",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
  {
    id: "CKV_K8S_36",
    demands: "PodSecurityPolicy: all capabilities dropped",
    notApplicable: "PodSecurityPolicy was removed in Kubernetes 1.25; the Pod Security Standards take its place",
  },
];
