import { annotationOf, named } from "../../facts/cluster-objects";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** GKE reads this and ignores ingressClassName alone. https://cloud.google.com/kubernetes-engine/docs/concepts/ingress#deprecated_annotation */
const CLASS = "kubernetes.io/ingress.class";
const CERTIFICATES = [
  "networking.gke.io/managed-certificates",
  "ingress.gcp.kubernetes.io/pre-shared-cert",
  "networking.gke.io/certmap",
];

/** An Ingress says its class where its controller looks, has a certificate, takes no HTTP, and leads to Services that exist. */
export const ingressOfGke: ObjectRule = {
  kinds: ["Ingress"],
  evaluate: ({ object, namespace }, { cluster }) => {
    const ingressClass = annotationOf(object, CLASS);
    const isInternal = ingressClass === "gce-internal";
    const isGoogle = ingressClass === "gce" || isInternal;
    const isSecure =
      blocksAt(object, "spec.tls").length > 0 || CERTIFICATES.some((key) => annotationOf(object, key) !== undefined);
    const redirects =
      annotationOf(object, "kubernetes.io/ingress.allow-http") === "false" ||
      annotationOf(object, "networking.gke.io/v1beta1.FrontendConfig") !== undefined;
    const backends = [
      ...blocksAt(object, "spec.defaultBackend"),
      ...blocksAt(object, "spec.rules").flatMap((rule) =>
        blocksAt(rule, "http.paths").flatMap((path) => blocksAt(path, "backend")),
      ),
    ].map((backend) => valueAt(backend, "service.name"));
    return verdict([
      ...(ingressClass === undefined
        ? [`metadata.annotations["${CLASS}"] is absent, and GKE ignores ingressClassName alone`]
        : []),
      ...(isSecure ? [] : ["spec.tls is absent, and no annotation names a certificate"]),
      ...(isGoogle && !redirects
        ? ['metadata.annotations["kubernetes.io/ingress.allow-http"] is absent, so that HTTP is answered']
        : []),
      ...backends
        .filter((name) => name !== undefined && named(cluster.ofKind("Service", namespace), name) === undefined)
        .map((name) => `spec leads to Service ${JSON.stringify(name)}, which ${namespace} hasn't`),
    ]);
  },
};
