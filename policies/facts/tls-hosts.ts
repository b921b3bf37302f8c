import { type RenderedObject } from "../rendered/rendered-cluster";
import { blocksAt, valueAt, type Block, type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";

/** A host name that a Gateway serves to the internet. */
export interface PublicHost {
  readonly host: string;
  readonly gateway: RenderedObject;
  /** The Services that answer. */
  readonly services: readonly { readonly name: string; readonly namespace: string }[];
}

/** The annotation by which a Gateway names its certificate map: https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway */
const CERTIFICATE_MAP = "networking.gke.io/certmap";

/** The Gateways with an address on the internet: https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api#gatewayclass */
export const publicGateways = (stack: RenderedStack): readonly RenderedObject[] =>
  stack.cluster.ofKind("Gateway").filter(({ object }) => /external|gxlb/.test(textAt(object, "spec.gatewayClassName")));

/** The name of the certificate map of a Gateway; empty without one. */
export function certificateMapOf({ object }: RenderedObject): string {
  const value = object.metadata.annotations?.[CERTIFICATE_MAP];
  return typeof value === "string" ? value : "";
}

/** Every host name that routes of public Gateways serve. */
export function publicHosts(stack: RenderedStack): readonly PublicHost[] {
  const gateways = publicGateways(stack);
  return stack.cluster.ofKind("HTTPRoute").flatMap((route) => {
    const gateway = gateways.find(({ name, namespace }) =>
      blocksAt(route.object, "spec.parentRefs").some(
        (parent) => parent.name === name && (parent.namespace ?? route.namespace) === namespace,
      ),
    );
    const services = blocksAt(route.object, "spec.rules")
      .flatMap((rule) => blocksAt(rule, "backendRefs"))
      .map((backend) => ({
        name: textAt(backend, "name"),
        namespace: textAt(backend, "namespace") || route.namespace,
      }));
    return gateway === undefined
      ? []
      : textsAt(route.object, "spec.hostnames").map((host) => ({ host, gateway, services }));
  });
}

/** The `spec.default` of the policies of a kind for one Service. */
export const policiesFor = (
  kind: string,
  service: PublicHost["services"][number],
  stack: RenderedStack,
): readonly Block[] =>
  stack.cluster
    .ofKind(kind, service.namespace)
    .filter(({ object }) => valueAt(object, "spec.targetRef.name") === service.name)
    .flatMap(({ object }) => blocksAt(object, "spec.default"));

/** The hosts whose Services are behind a Cloud Armor policy. */
export const hostsBehind = (policy: RenderedResource, stack: RenderedStack): readonly PublicHost[] =>
  publicHosts(stack).filter(({ services }) =>
    services.some((service) =>
      policiesFor("GCPBackendPolicy", service, stack).some(({ securityPolicy }) =>
        stack.refersTo(securityPolicy, policy),
      ),
    ),
  );

/** True when a certificate or map entry for a name is for the host, wildcards included. */
export function isFor(name: unknown, host: string): boolean {
  const text = typeof name === "string" ? name.toLowerCase() : "";
  return text === host || (text.startsWith("*.") && host.split(".").slice(1).join(".") === text.slice(2));
}

/** The texts of a list. */
export function textsAt(block: Block, path: string): readonly string[] {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const parent = steps.length === 0 ? block : blocksAt(block, steps.join("."))[0];
  const value = parent?.[last];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** The text at a path; empty for anything else. */
export function textAt(block: Block, path: string): string {
  const value = valueAt(block, path);
  return typeof value === "string" ? value : "";
}
