import { type HelmProviderConfig } from "@cdktf/provider-helm/lib/provider";
import { type KubernetesProviderConfig } from "@cdktf/provider-kubernetes/lib/provider";
import { type ICluster } from "./cluster";

/** The settings of the two providers that work inside a cluster. */
export interface KubernetesConnection {
  /** For `new KubernetesProvider(this, "kubernetes", …)`. */
  readonly kubernetes: KubernetesProviderConfig;
  /** For `new HelmProvider(this, "helm", …)`. */
  readonly helm: HelmProviderConfig;
}

/**
 * How Terraform reaches a cluster: by its DNS-based endpoint, as whoever runs Terraform. The plugin of Google's command
 * line tool fetches a token when one is needed, so none gets old during a long apply and none gets into plan or state.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin
 *
 * The endpoint has a publicly trusted certificate: with the cluster's own certificate authority it is refused.
 */
export function kubernetesConnection(cluster: ICluster): KubernetesConnection {
  const host = `https://${cluster.dnsEndpoint}`;
  const exec = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "gke-gcloud-auth-plugin" };
  return { kubernetes: { host, exec: [exec] }, helm: { kubernetes: { host, exec } } };
}
