import { type RenderedCluster, type RenderedObject } from "../rendered/rendered-cluster";
import { blocksAt, valueAt, type Block, type RenderedStack } from "../rendered/rendered-stack";
import { isRecord } from "../../sandbox/kubernetes/objects";
import { annotationOf, textAt, textMap, textsIn } from "./cluster-objects";
import { podsIn, type PodObject } from "./cluster-pods";
import { matchesAll } from "../../sandbox/kubernetes/selectors";

/** The certificate map of a Gateway. https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway */
export const CERTIFICATE_MAP = "networking.gke.io/certmap";

/** One listener of a Gateway. */
export interface Listener {
  readonly path: string;
  readonly name: string;
  readonly protocol: string;
  readonly block: Block;
}

/** True for a Gateway of one of GKE's own classes, which are Google's load balancers. */
export const isGkeGateway = ({ object }: RenderedObject): boolean =>
  (textAt(object, "spec.gatewayClassName") ?? "gke-").startsWith("gke-");

/** The listeners of a Gateway. */
export function listenersOf({ object }: RenderedObject): readonly Listener[] {
  return blocksAt(object, "spec.listeners").map((block, index) => ({
    path: `spec.listeners[${index}]`,
    name: String(block.name),
    protocol: String(block.protocol),
    block,
  }));
}

/** True when a route hangs on a listener, by the listener's name or by the Gateway's alone. */
export function isAttached(route: RenderedObject, gateway: RenderedObject, listener: Listener): boolean {
  return blocksAt(route.object, "spec.parentRefs").some(
    ({ name, namespace, kind, sectionName, port }) =>
      (kind ?? "Gateway") === "Gateway" &&
      name === gateway.name &&
      (namespace ?? route.namespace) === gateway.namespace &&
      (sectionName ?? listener.name) === listener.name &&
      (port ?? listener.block.port) === listener.block.port,
  );
}

/** The routes of a listener. */
export const routesOf = (gateway: RenderedObject, listener: Listener, cluster: RenderedCluster) =>
  cluster.ofKind("HTTPRoute").filter((route) => isAttached(route, gateway, listener));

/** The hosts of a route; none for one that takes every host of its listener. A list isn't a block, so its path ends before it. */
export function hostnamesOf(route: Block): readonly string[] {
  const { spec } = route;
  return isRecord(spec) ? textsIn(spec.hostnames) : [];
}

/** A Service that a route or Ingress leads to, with the Service's port. */
export interface Backend {
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  readonly port: unknown;
}

/** The Services that an HTTPRoute leads to. */
export function backendsOf(route: RenderedObject): readonly Backend[] {
  return blocksAt(route.object, "spec.rules").flatMap((rule, index) =>
    blocksAt(rule, "backendRefs").flatMap(({ kind, name, namespace, port }, position) =>
      (kind ?? "Service") === "Service"
        ? [
            {
              path: `spec.rules[${index}].backendRefs[${position}]`,
              name: String(name),
              namespace: typeof namespace === "string" ? namespace : route.namespace,
              port,
            },
          ]
        : [],
    ),
  );
}

/** True for a Service behind a Gateway of GKE's. A route whose Gateway is elsewhere counts as well. */
export function isRouted(service: RenderedObject, cluster: RenderedCluster): boolean {
  const gateways = cluster.ofKind("Gateway");
  return cluster
    .ofKind("HTTPRoute")
    .filter(({ object }) => {
      const parents = blocksAt(object, "spec.parentRefs").map(({ name }) => gateways.find((one) => one.name === name));
      return parents.length === 0 || parents.some((gateway) => gateway === undefined || isGkeGateway(gateway));
    })
    .flatMap(backendsOf)
    .some(({ name, namespace }) => name === service.name && namespace === service.namespace);
}

/** The pods behind a Service. */
export const podsBehind = ({ object, namespace }: RenderedObject, cluster: RenderedCluster): readonly PodObject[] =>
  podsIn(namespace, cluster).filter(({ pod }) =>
    matchesAll(textMap(valueAt(object, "spec.selector")), textMap(pod.labels)),
  );

/** The policies of a kind that are attached to an object. https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources */
export function policiesFor(kind: string, target: RenderedObject, cluster: RenderedCluster): readonly RenderedObject[] {
  return cluster
    .ofKind(kind, target.namespace)
    .filter(
      ({ object }) =>
        valueAt(object, "spec.targetRef.kind") === target.kind &&
        valueAt(object, "spec.targetRef.name") === target.name,
    );
}

/** The Service that a policy is attached to. */
export function serviceOf({ object, namespace }: RenderedObject, cluster: RenderedCluster): RenderedObject | undefined {
  return valueAt(object, "spec.targetRef.kind") === "Service"
    ? cluster.ofKind("Service", namespace).find(({ name }) => name === valueAt(object, "spec.targetRef.name"))
    : undefined;
}

/**
 * What is wrong with the name of a Google resource that Kubernetes refers to: none of that name is in the stack although it has others of
 * the type. A stack without any gets them from elsewhere, and names that Terraform computes can't be compared.
 */
export function unknownName(
  stack: RenderedStack,
  path: string,
  name: string | undefined,
  types: readonly string[],
): readonly string[] {
  const names = types.flatMap((type) => stack.ofType(type)).map((resource) => resource.arguments.name);
  const known = names.filter((one): one is string => typeof one === "string" && !one.includes("${"));
  return name === undefined || name === "" || known.length === 0 || known.length < names.length || known.includes(name)
    ? []
    : [`${path} is "${name}", and the stack has only ${known.map((one) => `"${one}"`).join(", ")}`];
}

/** The certificate map that a Gateway names. */
export const certificateMapOf = ({ object }: RenderedObject): string | undefined =>
  annotationOf(object, CERTIFICATE_MAP);
