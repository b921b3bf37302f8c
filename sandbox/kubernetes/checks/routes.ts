import { type ServiceSpec } from "../kubernetes-types";
import { isRecord, type KubernetesObject } from "../objects";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

const GROUP = "gateway.networking.k8s.io";

interface ParentRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
}
interface BackendRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}
interface RouteSpec {
  readonly parentRefs?: readonly ParentRef[];
  readonly rules?: readonly {
    readonly backendRefs?: readonly BackendRef[];
    readonly filters?: readonly { readonly type: string }[];
  }[];
}

/** An HTTPRoute must hang on a Gateway that lets it, and lead to ports of Services. */
export const routes: Check = {
  id: "routes",
  source: "https://gateway-api.sigs.k8s.io/api-types/httproute/",
  effect: "does-not-work",
  find: (review) =>
    review.reviewed(GROUP, "HTTPRoute").flatMap((object) => {
      const { parentRefs = [], rules = [] } = object.spec as RouteSpec;
      return [
        ...(parentRefs.length > 0
          ? []
          : [{ object, path: "spec.parentRefs", message: "the route hangs on no Gateway", fix: "name a Gateway" }]),
        ...parentRefs.flatMap((parent, index) => parentProblems(object, parent, `spec.parentRefs[${index}]`, review)),
        ...rules.flatMap(({ backendRefs = [], filters = [] }, index): Finding[] => {
          const path = `spec.rules[${index}]`;
          const redirects = filters.some(({ type }) => type === "RequestRedirect");
          const nowhere = backendRefs.length === 0 && !redirects;
          return [
            ...(nowhere
              ? [
                  {
                    object,
                    path: `${path}.backendRefs`,
                    message: "a rule without backend and redirect answers 404",
                    fix: "name a Service",
                  },
                ]
              : []),
            ...backendRefs.flatMap((backend, position) =>
              backendProblems(object, backend, `${path}.backendRefs[${position}]`, review),
            ),
          ];
        }),
      ];
    }),
};

function parentProblems(object: KubernetesObject, parent: ParentRef, path: string, review: Review): Finding[] {
  const namespace = parent.namespace ?? object.metadata.namespace;
  const gateway = review.find(parent.group ?? GROUP, parent.kind ?? "Gateway", namespace, parent.name);
  if (gateway === undefined) {
    return [
      {
        object,
        path,
        message: `the Gateway "${namespace}/${parent.name}" does not exist`,
        fix: "add it to the release, or correct the name",
      },
    ];
  }
  const listeners =
    (isRecord(gateway.spec) ? (gateway.spec.listeners as readonly Listener[] | undefined) : undefined) ?? [];
  const meant = listeners.filter(({ name }) => parent.sectionName === undefined || name === parent.sectionName);
  if (listeners.length > 0 && meant.length === 0) {
    return [
      {
        object,
        path: `${path}.sectionName`,
        message: `the Gateway has no listener "${parent.sectionName}"`,
        fix: `use one of ${listeners.map(({ name }) => name).join(", ")}`,
      },
    ];
  }
  const elsewhere = namespace !== object.metadata.namespace;
  const closed = meant.every(({ allowedRoutes }) =>
    ["Same", "None"].includes(allowedRoutes?.namespaces?.from ?? "Same"),
  );
  return elsewhere && listeners.length > 0 && closed
    ? [
        {
          object,
          path,
          message: `the Gateway's listeners take no routes from namespace "${object.metadata.namespace}"`,
          fix: "set allowedRoutes.namespaces.from on the listener",
        },
      ]
    : [];
}

interface Listener {
  readonly name: string;
  readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string } };
}

function backendProblems(object: KubernetesObject, backend: BackendRef, path: string, review: Review): Finding[] {
  const namespace = backend.namespace ?? object.metadata.namespace;
  if ((backend.group ?? "") !== "" || (backend.kind ?? "Service") !== "Service") {
    return [];
  }
  const service = review.find("", "Service", namespace, backend.name);
  if (service === undefined) {
    return [
      {
        object,
        path: `${path}.name`,
        message: `the Service "${namespace}/${backend.name}" does not exist`,
        fix: "add it to the release, or correct the name",
      },
    ];
  }
  const ports = ((service.spec ?? {}) as ServiceSpec).ports?.map(({ port }) => port);
  if (backend.port === undefined) {
    return [
      {
        object,
        path: `${path}.port`,
        message: "must have port for Service reference",
        fix: "name the Service's port",
        effect: "refused",
      },
    ];
  }
  if (ports !== undefined && !ports.includes(backend.port)) {
    return [
      {
        object,
        path: `${path}.port`,
        message: `the Service "${backend.name}" has no port ${backend.port}`,
        fix: `use one of ${ports.join(", ")}`,
      },
    ];
  }
  return namespace === object.metadata.namespace || isGranted(object, namespace, backend.name, review)
    ? []
    : [
        {
          object,
          path,
          message: `no ReferenceGrant lets the route use a Service of namespace "${namespace}"`,
          fix: "add a ReferenceGrant there, or move the route",
        },
      ];
}

interface GrantSpec {
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
}

function isGranted(route: KubernetesObject, namespace: string | undefined, service: string, review: Review): boolean {
  return review.ofKind(GROUP, "ReferenceGrant", namespace).some(({ spec }) => {
    const { from = [], to = [] } = (spec ?? {}) as Partial<GrantSpec>;
    return (
      from.some(
        (source) =>
          source.group === GROUP && source.kind === route.kind && source.namespace === route.metadata.namespace,
      ) && to.some((target) => target.kind === "Service" && (target.name === undefined || target.name === service))
    );
  });
}
