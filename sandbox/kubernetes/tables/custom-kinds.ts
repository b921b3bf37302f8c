import { type ClusterFeatures } from "../cluster";
import { type ObjectSchema } from "../schema/schema";
import { EXTERNAL_SECRETS } from "./external-secrets";
import { GATEWAY_API } from "./gateway-api";
import { GKE_NETWORKING } from "./gke-networking";
import { GKE_PLATFORM } from "./gke-platform";

/** A kind that a custom resource definition adds to the cluster. */
export interface CustomKind {
  readonly kind: string;
  readonly apiVersions: readonly string[];
  readonly scope: "namespaced" | "cluster";
  /**
   * The feature without which the kind does not exist, or "definition" for one that only a CustomResourceDefinition of
   * some release brings. @default - GKE installs it in every cluster
   */
  readonly needs?: keyof ClusterFeatures | "definition";
  /** Everything but apiVersion, kind, metadata and status. */
  readonly body: Readonly<Record<string, ObjectSchema>>;
  readonly source: string;
}

/** Custom resources that GKE or an operator of ours installs. */
export const CUSTOM_KINDS: readonly CustomKind[] = [
  ...GATEWAY_API,
  ...GKE_NETWORKING,
  ...GKE_PLATFORM,
  ...EXTERNAL_SECRETS,
];
