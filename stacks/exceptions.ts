import { acknowledge } from "../policies";
import { type CliscaleWorkload } from "./cliscale-workload";

/** Workloads with secrets: each has a store that reads as it. */
const WITH_SECRETS = ["controller", "ws-gateway", "first-grants"];

/** Where cliscale breaks a rule of the guardrails on purpose. The README lists them. */
export function acknowledgeExceptions({
  release,
  externalSecrets,
}: Pick<CliscaleWorkload, "release" | "externalSecrets">): void {
  acknowledge(
    release,
    "rbac-creates-pods",
    "creating Jobs for sessions is what the controller is for; it may do so in its own namespace alone, whose Pod Security, quota and network policies hold for them",
    { only: "rbac.authorization.k8s.io/v1 Role ws-cli/controller" },
  );
  if (externalSecrets === undefined) {
    return;
  }
  for (const workload of WITH_SECRETS) {
    acknowledge(
      release,
      "rbac-no-escalation",
      "the External Secrets Operator reads a workload's secrets as that workload: it may ask for tokens of this one account and of no other",
      { only: `rbac.authorization.k8s.io/v1 Role ws-cli/${workload}-secret-store` },
    );
  }
  acknowledge(
    externalSecrets,
    "network-policy-ingress-narrow",
    "the API server calls the operator's webhook from addresses that GKE does not tell; the one port is its webhook's, behind TLS",
  );
}
