import { type KubernetesObject } from "./objects";

/** What an API server knows when a request arrives. A plain value: the caller builds it from the simulated cloud. */
export interface ClusterView {
  /** Every namespace by name; `default` and `kube-system` are not implied. */
  readonly namespaces: Readonly<Record<string, NamespaceView>>;
  readonly features: ClusterFeatures;
  /** Objects that are stored already, each with its namespace filled in. */
  readonly objects: readonly KubernetesObject[];
  /**
   * The state of a version in Secret Manager by its resource name, with or without project; undefined when it does not
   * exist. Left out, nobody knows.
   */
  readonly secretVersionState?: (resource: string) => "ENABLED" | "DISABLED" | "DESTROYED" | undefined;
}

/** A namespace with what admission reads from it. */
export interface NamespaceView {
  /** `pod-security.kubernetes.io/enforce` and its siblings decide which pods may start. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What is switched on in the cluster and thereby which kinds exist. */
export interface ClusterFeatures {
  /** An Autopilot cluster: no privileged pods, no host namespaces, resources are set by default. */
  readonly autopilot: boolean;
  /** `gateway_api_config` is `CHANNEL_STANDARD` (the default on Autopilot): Gateway API and GKE's policies exist. */
  readonly gatewayApi: boolean;
  /** `enable_fqdn_network_policy`: the kind FQDNNetworkPolicy exists. */
  readonly fqdnNetworkPolicy: boolean;
  /** `secret_manager_config.enabled`: SecretProviderClass exists and its provider is `gke`. */
  readonly secretManagerAddon: boolean;
}
