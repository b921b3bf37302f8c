import { type ServiceSpec } from "../kubernetes-types";
import { type KubernetesObject } from "../objects";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

const CLASS = "kubernetes.io/ingress.class";

interface Backend {
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}
interface IngressSpec {
  readonly ingressClassName?: string;
  readonly defaultBackend?: Backend;
  readonly rules?: readonly { readonly http?: { readonly paths: readonly { readonly backend: Backend }[] } }[];
}

/** GKE reads the class from the annotation alone and leads traffic to ports of Services. */
export const ingresses: Check = {
  id: "ingresses",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/ingress",
  effect: "does-not-work",
  find: (review) =>
    review.reviewed("networking.k8s.io", "Ingress").flatMap((object): Finding[] => {
      const { ingressClassName, defaultBackend, rules = [] } = object.spec as IngressSpec;
      const annotation = object.metadata.annotations?.[CLASS];
      const paths = rules.flatMap(({ http }, index) =>
        (http?.paths ?? []).map(({ backend }, position) => ({
          backend,
          path: `spec.rules[${index}].http.paths[${position}].backend`,
        })),
      );
      const backends = [
        ...(defaultBackend === undefined ? [] : [{ backend: defaultBackend, path: "spec.defaultBackend" }]),
        ...paths,
      ];
      return [
        ...(ingressClassName !== undefined && annotation === undefined
          ? [
              {
                object,
                path: "spec.ingressClassName",
                message: "GKE takes no action on an Ingress with ingressClassName and without the class annotation",
                fix: `annotate it with ${CLASS}: gce or gce-internal`,
              },
            ]
          : []),
        ...backends.flatMap(({ backend, path }) => backendProblems(object, backend, path, review)),
      ];
    }),
};

function backendProblems(object: KubernetesObject, { service }: Backend, path: string, review: Review): Finding[] {
  if (service === undefined) {
    return [];
  }
  const { namespace } = object.metadata;
  const found = review.find("", "Service", namespace, service.name);
  if (found === undefined) {
    return [
      {
        object,
        path: `${path}.service.name`,
        message: `the Service "${namespace}/${service.name}" does not exist`,
        fix: "add it to the release, or correct the name",
      },
    ];
  }
  const ports = ((found.spec ?? {}) as ServiceSpec).ports;
  const { name, number } = service.port ?? {};
  const leads =
    ports === undefined || ports.some((port) => (name === undefined ? port.port === number : port.name === name));
  return leads
    ? []
    : [
        {
          object,
          path: `${path}.service.port`,
          message: `the Service "${service.name}" has no port ${name ?? number}`,
          fix: "use a port of the Service",
        },
      ];
}
