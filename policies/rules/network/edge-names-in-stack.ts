import { certificateMapOf, textAt } from "../../facts/tls-hosts";
import { blocksAt } from "../../rendered/rendered-stack";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { verdict, type ObjectRule } from "../../rule";

/** What a load balancer is made of in Google's names: a stack that has one of them has the others too. */
const EDGE = [
  "google_compute_global_address",
  "google_compute_security_policy",
  "google_compute_ssl_policy",
  "google_certificate_manager_certificate_map",
];

/** The Google resources that objects of a Gateway name are made where the rest of the load balancer is. */
export const edgeNamesInStack: ObjectRule = {
  kinds: ["Gateway", "GCPGatewayPolicy", "GCPBackendPolicy"],
  evaluate: (object, stack) => {
    const has = (type: string): boolean => [...stack.ofType(type), ...stack.ofType(`data.${type}`)].length > 0;
    return verdict(
      namesIn(object)
        .filter(({ name, type }) => name !== "" && !has(type) && EDGE.some(has))
        .map(({ path, name, type }) => `${path} is "${name}", and the stack has no ${type}`),
    );
  },
};

function namesIn(
  one: RenderedObject,
): readonly { readonly path: string; readonly name: string; readonly type: string }[] {
  const { object } = one;
  switch (one.kind) {
    case "Gateway":
      return [
        {
          path: "metadata.annotations",
          name: certificateMapOf(one),
          type: "google_certificate_manager_certificate_map",
        },
        ...blocksAt(object, "spec.addresses")
          .filter(({ type }) => type === "NamedAddress")
          .map((address) => ({
            path: "spec.addresses",
            name: textAt(address, "value"),
            type: "google_compute_global_address",
          })),
      ].filter(
        ({ type }) =>
          type !== "google_compute_global_address" || !textAt(object, "spec.gatewayClassName").includes("regional"),
      );
    case "GCPGatewayPolicy":
      return [
        {
          path: "spec.default.sslPolicy",
          name: textAt(object, "spec.default.sslPolicy"),
          type: "google_compute_ssl_policy",
        },
      ];
    default:
      return [
        {
          path: "spec.default.securityPolicy",
          name: textAt(object, "spec.default.securityPolicy"),
          type: "google_compute_security_policy",
        },
      ];
  }
}
