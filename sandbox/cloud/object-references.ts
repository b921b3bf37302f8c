import { at, isObject, text, type ObjectValue, type Value } from "../plugin/values";
import { valuesAt } from "./references";
import { type CloudObject, sha256 } from "./store";
import { fill } from "./template";

/** The collection of what Helm releases have put into the cluster. */
export const CLUSTER_OBJECT = "kubernetes_object";

/** A Kubernetes object that makes GKE's load balancer use something of Google Cloud, by its name. */
export interface ObjectReference {
  readonly kind: string;
  readonly names: (object: ObjectValue) => readonly string[];
  /** What it names; one of them has to exist. */
  readonly to: readonly string[];
  /** What the API's errors call that. */
  readonly noun: string;
  /** Where the API keeps it. */
  readonly collection: string;
  /** What GKE makes for the object, which uses it from then on. */
  readonly user: "backendServices" | "forwardingRules" | "targetHttpsProxies";
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources and …/secure-gateway */
export const OBJECT_REFERENCES: readonly ObjectReference[] = [
  {
    kind: "GCPBackendPolicy",
    names: (object) => valuesAt(object, "spec.default.securityPolicy"),
    to: ["google_compute_security_policy"],
    noun: "security_policy",
    collection: "global/securityPolicies",
    user: "backendServices",
  },
  {
    kind: "GCPGatewayPolicy",
    names: (object) => valuesAt(object, "spec.default.sslPolicy"),
    to: ["google_compute_ssl_policy"],
    noun: "ssl_policy",
    collection: "global/sslPolicies",
    user: "targetHttpsProxies",
  },
  {
    kind: "Gateway",
    names: (object) => annotation(object, "networking.gke.io/certmap"),
    to: ["google_certificate_manager_certificate_map"],
    noun: "certificate_map",
    collection: "locations/global/certificateMaps",
    user: "targetHttpsProxies",
  },
  {
    kind: "Gateway",
    names: (object) =>
      listAt(object, "spec.addresses")
        .filter(isNamed)
        .flatMap((address) => valuesAt(address, "value")),
    // regional classes take regional addresses
    to: ["google_compute_global_address", "google_compute_address"],
    noun: "address",
    collection: "global/addresses",
    user: "forwardingRules",
  },
];

/** The Kubernetes object that an object of the collection {@link CLUSTER_OBJECT} holds. */
export function manifestOf(attributes: ObjectValue): ObjectValue {
  return JSON.parse(text(attributes, "manifest") ?? "{}") as ObjectValue;
}

/** `Gateway ws-cli/cliscale` */
export function objectName(object: ObjectValue): string {
  return fill("{kind} {metadata.namespace}/{metadata.name}", object);
}

/** The load balancer's own resource that GKE made for an object: named by GKE, with a hash. */
export function userOf({ key, attributes }: CloudObject, { user }: ObjectReference, project: string): string {
  const object = manifestOf(attributes);
  const target = fill("{spec.targetRef.name}", object) || fill("{metadata.name}", object);
  const name = fill(`gkegw1-${sha256(key).slice(0, 4)}-{metadata.namespace}-${target}`, object);
  return `projects/${project}/global/${user}/${name}`;
}

function annotation(object: ObjectValue, name: string): readonly string[] {
  const annotations = at(object, "metadata.annotations");
  return isObject(annotations) ? valuesAt(annotations[name], "") : [];
}

function listAt(object: ObjectValue, path: string): readonly Value[] {
  const list = at(object, path);
  return Array.isArray(list) ? (list as readonly Value[]) : [];
}

const isNamed = (address: Value): boolean => isObject(address) && address["type"] === "NamedAddress";
