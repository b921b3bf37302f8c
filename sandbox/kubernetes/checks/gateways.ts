import { type Check, type Finding } from "./check";
import { GKE_GATEWAY_CLASSES } from "../tables/gateway-api";

interface Listener {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly hostname?: string;
  readonly tls?: {
    readonly certificateRefs?: readonly { readonly name: string; readonly namespace?: string }[];
    readonly options?: Readonly<Record<string, string>>;
  };
}

/** Points a Gateway to a Certificate Manager map. https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway */
const CERTIFICATE_MAP = "networking.gke.io/certmap";
const PRESHARED = "networking.gke.io/pre-shared-certs";

/** GKE programs a Gateway of its own classes whose listeners are distinct and whose HTTPS listeners have a certificate from one place. */
export const gateways: Check = {
  id: "gateways",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway",
  effect: "does-not-work",
  find: (review) =>
    review.reviewed("gateway.networking.k8s.io", "Gateway").flatMap((object): Finding[] => {
      const { gatewayClassName, listeners } = object.spec as {
        gatewayClassName: string;
        listeners: readonly Listener[];
      };
      const hasMap = object.metadata.annotations?.[CERTIFICATE_MAP] !== undefined;
      const known =
        GKE_GATEWAY_CLASSES.has(gatewayClassName) ||
        review.find("gateway.networking.k8s.io", "GatewayClass", undefined, gatewayClassName) !== undefined;
      const place = ({ protocol, port, hostname = "*" }: Listener): string => `${protocol}/${port}/${hostname}`;
      return [
        ...(known
          ? []
          : [
              {
                object,
                path: "spec.gatewayClassName",
                message: `the GatewayClass "${gatewayClassName}" does not exist`,
                fix: `use one of ${[...GKE_GATEWAY_CLASSES].slice(0, 3).join(", ")}`,
              },
            ]),
        ...(listeners.length > 0
          ? []
          : [
              {
                object,
                path: "spec.listeners",
                message: "must have at least one listener",
                fix: "add a listener",
                effect: "refused" as const,
              },
            ]),
        ...listeners.flatMap((listener, index): Finding[] => {
          const path = `spec.listeners[${index}]`;
          const twice =
            listeners.findIndex(({ name }) => name === listener.name) !== index ||
            listeners.findIndex((other) => place(other) === place(listener)) !== index;
          const own =
            (listener.tls?.certificateRefs ?? []).length > 0 || listener.tls?.options?.[PRESHARED] !== undefined;
          return [
            ...(twice
              ? [
                  {
                    object,
                    path,
                    message: "listener name and the combination of port, protocol and hostname must be unique",
                    fix: "rename or remove one",
                    effect: "refused" as const,
                  },
                ]
              : []),
            ...(listener.protocol === "HTTPS" && !own && !hasMap
              ? [
                  {
                    object,
                    path: `${path}.tls`,
                    message: "an HTTPS listener needs a certificate",
                    fix: `annotate the Gateway with ${CERTIFICATE_MAP}, or name certificateRefs`,
                  },
                ]
              : []),
            ...(own && hasMap
              ? [
                  {
                    object,
                    path: `${path}.tls`,
                    message: `certificates of the listener and the annotation ${CERTIFICATE_MAP} exclude each other`,
                    fix: "keep one of the two",
                  },
                ]
              : []),
            ...(listener.tls?.certificateRefs ?? [])
              .filter(
                ({ name, namespace = object.metadata.namespace }) =>
                  review.find("", "Secret", namespace, name) === undefined,
              )
              .map(({ name }) => ({
                object,
                path: `${path}.tls.certificateRefs`,
                message: `secret "${name}" not found`,
                fix: "create the TLS Secret, or use a certificate map",
              })),
          ];
        }),
      ];
    }),
};
