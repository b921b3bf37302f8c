import { grantsOn, WRITE } from "../../facts/cluster-rbac";
import { verdict, type ObjectRule } from "../../rule";

const CERTIFICATES = "certificates.k8s.io";

/** Nobody approves certificates, rewrites what others send through webhooks, or changes the cluster's own objects. */
export const rbacNoClusterControl: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict([
      ...grantsOn(
        role,
        CERTIFICATES,
        ["certificatesigningrequests/approval", "certificatesigningrequests/status"],
        WRITE,
      ),
      ...grantsOn(role, CERTIFICATES, ["signers"], ["approve", "sign"]),
      ...grantsOn(
        role,
        "admissionregistration.k8s.io",
        [
          "validatingwebhookconfigurations",
          "mutatingwebhookconfigurations",
          "validatingadmissionpolicies",
          "mutatingadmissionpolicies",
        ],
        WRITE,
      ),
      ...grantsOn(role, "", ["nodes", "nodes/status", "namespaces", "persistentvolumes"], WRITE),
      ...grantsOn(role, "apiregistration.k8s.io", ["apiservices"], WRITE),
    ]),
};
