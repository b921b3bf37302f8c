import { LEVELS } from "../levels";
import { binaryAuthorizationAttestorKeys } from "../rules/gke/binary-authorization-attestor-keys";
import { binaryAuthorizationEnforced } from "../rules/gke/binary-authorization-enforced";
import { gkeAnonymousRequestsLimited } from "../rules/gke/gke-anonymous-requests-limited";
import { gkeAuthorizedNetworks } from "../rules/gke/gke-authorized-networks";
import { gkeBinaryAuthorization } from "../rules/gke/gke-binary-authorization";
import { gkeControlPlaneEndpoint } from "../rules/gke/gke-control-plane-endpoint";
import { gkeControlPlaneReachable } from "../rules/gke/gke-control-plane-reachable";
import { gkeGoogleGroups } from "../rules/gke/gke-google-groups";
import { gkeNoAlphaFeatures } from "../rules/gke/gke-no-alpha-features";
import { gkeNoBindingsToEverybody } from "../rules/gke/gke-no-bindings-to-everybody";
import { gkeNoClientCertificate } from "../rules/gke/gke-no-client-certificate";
import { gkeNoLegacyAbac } from "../rules/gke/gke-no-legacy-abac";
import { gkePrivateEndpointGuarded } from "../rules/gke/gke-private-endpoint-guarded";
import { gkeSecretsEncrypted } from "../rules/gke/gke-secrets-encrypted";
import { gkeSecurityPosture } from "../rules/gke/gke-security-posture";
import { gkeWorkloadIdentity } from "../rules/gke/gke-workload-identity";
import { type PolicyRow } from "./row";

/** Who reaches the control plane of a cluster, and what they may do there. */
export const GKE_ACCESS_ROWS: readonly PolicyRow[] = [
  {
    id: "gke-control-plane-reachable",
    level: LEVELS.everywhere,
    fact: "somebody can reach the control plane of a GKE cluster",
    why: "the cluster comes up, and neither people nor Terraform's own providers can talk to it",
    fix: "set control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic to true, or leave IP endpoints on",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/access-control-plane"],
    rule: gkeControlPlaneReachable,
  },
  {
    id: "gke-control-plane-endpoint",
    level: LEVELS.recommended,
    fact: "people reach a GKE control plane by its DNS endpoint or by a private address",
    why: "a public address is found and tried by everybody, and office networks change",
    fix: "set control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic to true and give people roles/container.clusterViewer",
    covers: ["CIS-GKE-5.6.4"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation"],
    rule: gkeControlPlaneEndpoint,
  },
  {
    id: "gke-authorized-networks",
    level: LEVELS.everywhere,
    fact: "a public GKE control plane lets in named networks only",
    why: "the API server would answer the whole internet, or every virtual machine of Google Cloud",
    fix: "set master_authorized_networks_config with narrow cidr_blocks and gcp_public_cidrs_access_enabled = false, or switch IP endpoints off",
    covers: [
      "seed/no-authorized-networks",
      "seed/split-internet",
      "CKV_GCP_18",
      "CKV_GCP_20",
      "AVD-GCP-0061",
      "CIS-GKE-5.6.3",
    ],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks"],
    rule: gkeAuthorizedNetworks,
  },
  {
    id: "gke-private-endpoint-guarded",
    level: LEVELS.recommended,
    fact: "authorized networks of GKE hold for the private address too",
    why: "every machine in the VPC and behind its peerings could reach the API server",
    fix: "set master_authorized_networks_config.private_endpoint_enforcement_enabled to true",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks"],
    rule: gkePrivateEndpointGuarded,
  },
  {
    id: "gke-no-legacy-abac",
    level: LEVELS.everywhere,
    fact: "GKE clusters have no legacy authorization",
    why: "every service account in the cluster would have rights that no role gives it",
    fix: "leave enable_legacy_abac off and use RBAC",
    covers: ["CKV_GCP_7", "AVD-GCP-0062", "CIS-GKE-5.8.3"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster"],
    rule: gkeNoLegacyAbac,
  },
  {
    id: "gke-no-client-certificate",
    level: LEVELS.everywhere,
    fact: "nobody signs in to a GKE cluster with a client certificate or a password",
    why: "a certificate can't be revoked before it ends, and Terraform's state would hold it",
    fix: "set master_auth.client_certificate_config.issue_client_certificate to false and remove username and password",
    covers: ["CKV_GCP_13", "AVD-GCP-0064", "CIS-GKE-5.8.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/security-overview"],
    rule: gkeNoClientCertificate,
  },
  {
    id: "gke-anonymous-requests-limited",
    level: LEVELS.production,
    fact: "anonymous requests to a GKE cluster reach health checks only",
    why: "one wrong RoleBinding would be enough to let anybody in",
    fix: "set anonymous_authentication_config.mode to LIMITED",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster"],
    rule: gkeAnonymousRequestsLimited,
  },
  {
    id: "gke-no-bindings-to-everybody",
    level: LEVELS.production,
    fact: "GKE refuses role bindings to everybody",
    why: "system:authenticated is everybody with a Google account, which is easily taken for everybody in the company",
    fix: "set both switches of rbac_binding_config to false",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster"],
    rule: gkeNoBindingsToEverybody,
  },
  {
    id: "gke-google-groups",
    level: LEVELS.recommended,
    fact: "GKE's RBAC knows Google groups",
    why: "roles bound to single people stay when they leave",
    fix: "set authenticator_groups_config.security_group to gke-security-groups@<domain>",
    covers: ["CKV_GCP_65", "CIS-GKE-5.8.2"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac"],
    rule: gkeGoogleGroups,
  },
  {
    id: "gke-secrets-encrypted",
    level: LEVELS.production,
    fact: "GKE encrypts Kubernetes Secrets with a key of ours",
    why: "whoever reads etcd or its backups reads every Secret",
    fix: "set database_encryption with state ENCRYPTED and a key_name in the region of the cluster",
    covers: ["CIS-GKE-5.3.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets"],
    rule: gkeSecretsEncrypted,
  },
  {
    id: "gke-workload-identity",
    level: LEVELS.everywhere,
    fact: "GKE gives pods Google identities of their own",
    why: "pods would share the node's account, and with it everything that any of them needs",
    fix: "set workload_identity_config.workload_pool to <project>.svc.id.goog",
    covers: ["CIS-GKE-5.2.2"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"],
    rule: gkeWorkloadIdentity,
  },
  {
    id: "gke-binary-authorization",
    level: LEVELS.recommended,
    fact: "GKE asks Binary Authorization before it starts an image",
    why: "an image from anywhere runs as soon as somebody can write a Deployment",
    fix: "set binary_authorization.evaluation_mode to PROJECT_SINGLETON_POLICY_ENFORCE",
    covers: ["CKV_GCP_66", "CIS-GKE-5.10.4"],
    references: ["https://cloud.google.com/binary-authorization/docs/setting-up"],
    rule: gkeBinaryAuthorization,
  },
  {
    id: "binary-authorization-enforced",
    level: LEVELS.production,
    fact: "Binary Authorization policies refuse images that nobody vouched for",
    why: "a policy that allows everything, or only writes logs, is no policy",
    fix: "set evaluation_mode to REQUIRE_ATTESTATION with attestors or to ALWAYS_DENY, and enforcement_mode to ENFORCED_BLOCK_AND_AUDIT_LOG",
    covers: ["CIS-GKE-5.1.4"],
    references: ["https://cloud.google.com/binary-authorization/docs/policy-yaml-reference"],
    rule: binaryAuthorizationEnforced,
  },
  {
    id: "binary-authorization-attestor-keys",
    level: LEVELS.production,
    fact: "attestors of Binary Authorization have a key",
    why: "no attestation could be checked, and nothing that asks for one would start",
    fix: "add attestation_authority_note.public_keys",
    covers: [],
    references: ["https://cloud.google.com/binary-authorization/docs/key-concepts#attestors"],
    rule: binaryAuthorizationAttestorKeys,
  },
  {
    id: "gke-security-posture",
    level: LEVELS.recommended,
    fact: "GKE's security posture dashboard is on",
    why: "known misconfigurations of workloads would show nowhere",
    fix: "set security_posture_config.mode to BASIC",
    covers: ["CIS-GKE-5.10.5", "gke-policy-automation/security-posture"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/about-security-posture-dashboard"],
    rule: gkeSecurityPosture,
  },
  {
    id: "gke-no-alpha-features",
    level: LEVELS.production,
    fact: "GKE clusters have no alpha features",
    why: "GKE deletes an alpha cluster after 30 days and never upgrades it",
    fix: "leave enable_kubernetes_alpha off",
    covers: ["CKV2_GCP_19", "CIS-GKE-5.10.2"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/alpha-clusters"],
    rule: gkeNoAlphaFeatures,
  },
];
