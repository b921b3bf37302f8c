import { contains, overlaps, parseCidr } from "../../constructs/core/cidr";
import { type Container, type ServicePort } from "../../sandbox/kubernetes/kubernetes-types";
import { type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { containersOf, podTemplateOf, type PodTemplate } from "../../sandbox/kubernetes/pod-templates";
import { matchesAll, matchesSelector } from "../../sandbox/kubernetes/selectors";

/** The fields of a Gateway's listener that decide which requests and routes it takes. */
export interface Listener {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly hostname?: string;
  readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string } };
}

/** One way to select requests. */
interface Match {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly headers?: unknown;
  readonly queryParams?: unknown;
  readonly method?: unknown;
}

/** A reference from a rule to a Service's port. */
export interface BackendRef {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

/** One rule of an HTTPRoute. */
export interface Rule {
  readonly matches?: readonly Match[];
  readonly filters?: readonly { readonly type: string; readonly requestRedirect?: { readonly scheme?: string } }[];
  readonly backendRefs?: readonly BackendRef[];
}

/** The spec of an HTTPRoute. */
export interface RouteSpec {
  readonly parentRefs?: readonly {
    readonly kind?: string;
    readonly name: string;
    readonly namespace?: string;
    readonly sectionName?: string;
    readonly port?: number;
  }[];
  readonly hostnames?: readonly string[];
  readonly rules?: readonly Rule[];
}

/** Where Google's front ends and health checks come from. https://cloud.google.com/load-balancing/docs/firewall-rules */
export const LOAD_BALANCER_RANGES = ["35.191.0.0/16", "130.211.0.0/22"] as const;

export const nameOf = ({ kind, metadata }: KubernetesObject): string =>
  `${kind} ${metadata.namespace}/${metadata.name}`;
export const specOf = <T>(object: KubernetesObject): T => (object.spec ?? {}) as T;
export const ofKind = (objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] =>
  objects.filter((object) => object.kind === kind);
export const listenersOf = (gateway: KubernetesObject): readonly Listener[] =>
  specOf<{ listeners?: readonly Listener[] }>(gateway).listeners ?? [];

/** The object of a kind with that name. */
export function find(
  objects: readonly KubernetesObject[],
  kind: string,
  namespace: string | undefined,
  name: string,
): KubernetesObject | undefined {
  return ofKind(objects, kind).find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
}

/** The policies of a kind that target an object. */
export function targeting(
  objects: readonly KubernetesObject[],
  kind: string,
  target: KubernetesObject,
): readonly KubernetesObject[] {
  return ofKind(objects, kind).filter((policy) => {
    const { targetRef } = specOf<{ targetRef?: { kind: string; name: string; namespace?: string } }>(policy);
    return (
      policy.metadata.namespace === target.metadata.namespace &&
      targetRef?.kind === target.kind &&
      targetRef.name === target.metadata.name
    );
  });
}

/** The HTTPRoutes that hang on a listener. */
export function routesOf(
  objects: readonly KubernetesObject[],
  gateway: KubernetesObject,
  listener: Listener,
): readonly KubernetesObject[] {
  return ofKind(objects, "HTTPRoute").filter((route) => {
    const own = route.metadata.namespace === gateway.metadata.namespace;
    return (
      (own || listener.allowedRoutes?.namespaces?.from === "All") &&
      (specOf<RouteSpec>(route).parentRefs ?? []).some(
        ({ kind = "Gateway", name, namespace = route.metadata.namespace, sectionName, port }) =>
          kind === "Gateway" &&
          name === gateway.metadata.name &&
          namespace === gateway.metadata.namespace &&
          (sectionName === undefined || sectionName === listener.name) &&
          (port === undefined || port === listener.port),
      )
    );
  });
}

/** True when a pattern such as `*.cliscale.dev` or a plain name means the host. */
export const coversHost = (pattern: string, host: string): boolean =>
  pattern === host || (pattern.startsWith("*.") && host.endsWith(pattern.slice(1)));

/** True for a rule that takes every path, whatever else the request says. */
export const takesEverything = ({ matches }: Rule): boolean =>
  (matches ?? []).length === 0 ||
  (matches ?? []).some(
    ({ path, headers, queryParams, method }) =>
      (path === undefined || ((path.type ?? "PathPrefix") === "PathPrefix" && (path.value ?? "/") === "/")) &&
      [headers, queryParams, method].every((condition) => condition === undefined),
  );

export const redirects = ({ filters = [] }: Rule): boolean => filters.some(({ type }) => type === "RequestRedirect");
export const answers = (rule: Rule): boolean => redirects(rule) || (rule.backendRefs ?? []).length > 0;

/** The pods of Deployments behind a Service. */
export function podsBehind(objects: readonly KubernetesObject[], service: KubernetesObject): readonly PodTemplate[] {
  const { selector } = specOf<{ selector?: Record<string, string> }>(service);
  return ofKind(objects, "Deployment")
    .filter(({ metadata }) => metadata.namespace === service.metadata.namespace)
    .map(podTemplateOf)
    .filter((pod): pod is PodTemplate => pod !== undefined && matchesAll(selector, pod.labels));
}

export const portsOf = (service: KubernetesObject): readonly ServicePort[] =>
  specOf<{ ports?: readonly ServicePort[] }>(service).ports ?? [];

/** The container that declares a port, with the port's number. */
export function containerWith(
  pod: PodTemplate,
  port: string | number,
): { readonly container: Container; readonly number: number } | undefined {
  for (const { container } of containersOf(pod)) {
    const declared = (container.ports ?? []).find(({ name, containerPort }) => port === name || port === containerPort);
    if (declared !== undefined) {
      return { container, number: declared.containerPort };
    }
  }
  return undefined;
}

interface IngressRule {
  readonly from?: readonly { readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] } }[];
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly endPort?: number;
    readonly protocol?: string;
  }[];
}

/** The range of the load balancer that the network policies keep away from a pod's port, if any. */
export function keptAway(objects: readonly KubernetesObject[], pod: PodTemplate, port: number): string | undefined {
  const policies = ofKind(objects, "NetworkPolicy").filter((policy) => {
    const { podSelector, policyTypes } = specOf<{ podSelector?: object; policyTypes?: readonly string[] }>(policy);
    return (
      policy.metadata.namespace === pod.object.metadata.namespace &&
      matchesSelector(podSelector ?? {}, pod.labels) &&
      (policyTypes ?? ["Ingress"]).includes("Ingress")
    );
  });
  const rules = policies.flatMap((policy) => specOf<{ ingress?: readonly IngressRule[] }>(policy).ingress ?? []);
  return policies.length === 0
    ? undefined
    : LOAD_BALANCER_RANGES.find((range) => !rules.some((rule) => letsIn(rule, range, pod, port)));
}

function letsIn({ from = [], ports = [] }: IngressRule, range: string, pod: PodTemplate, port: number): boolean {
  const wanted = parseCidr(range);
  const fromThere = from.some(({ ipBlock }) => {
    const block = ipBlock === undefined ? undefined : parseCidr(ipBlock.cidr);
    const excepted = (ipBlock?.except ?? []).map(parseCidr);
    return (
      wanted !== undefined &&
      block !== undefined &&
      contains(block, wanted) &&
      !excepted.some((hole) => hole !== undefined && overlaps(hole, wanted))
    );
  });
  const toThere = ports.some(({ port: allowed, endPort, protocol = "TCP" }) => {
    const first = typeof allowed === "string" ? containerWith(pod, allowed)?.number : allowed;
    return (
      protocol === "TCP" &&
      (allowed === undefined || (first !== undefined && first <= port && port <= (endPort ?? first)))
    );
  });
  return (from.length === 0 || fromThere) && (ports.length === 0 || toThere);
}
