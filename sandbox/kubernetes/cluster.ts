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
  /** What pods may do in Google Cloud. Left out, nobody knows. */
  readonly google?: GoogleAccess;
}

/** What pods may do in Google Cloud, and what is there for them. */
export interface GoogleAccess {
  /** The cluster's project, which has the pool of its workloads' identities. */
  readonly project: string;
  readonly projectNumber: string;
  /** Accounts that run nodes and pull images; empty when the cluster names none. */
  readonly nodeAccounts: readonly string[];
  readonly isEnabled: (api: string) => boolean;
  /** Whether a service account exists, by its email address. */
  readonly accountExists: (email: string) => boolean;
  /** Whether a member (`serviceAccount:…`, `principal://…`) may act as a service account. */
  readonly mayActAs: (member: string, email: string) => boolean;
  /** Whether a member may read a secret by its resource name. */
  readonly mayReadSecret: (member: string, secret: string) => boolean;
  /** Whether a member may connect to a database instance (`client`), or log in to it as itself (`login`). */
  readonly mayUseDatabase: (member: string, instance: CloudSqlInstance, right: "client" | "login") => boolean;
  /** Whether an instance has a user of that name; undefined when the instance is not known. */
  readonly hasDatabaseUser: (instance: CloudSqlInstance, user: string) => boolean | undefined;
  /** Whether an account may pull from a repository; undefined when the repository's project is not known. */
  readonly mayPull: (email: string, repository: ImageRepository) => boolean | undefined;
}

/** `project:region:name` */
export interface CloudSqlInstance {
  readonly project: string;
  readonly name: string;
}

/** A repository of Artifact Registry, as an image's name tells it. */
export interface ImageRepository {
  readonly project: string;
  readonly location: string;
  readonly name: string;
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
