import { anything, between, fields, listOf, oneOf, openFields, port, text, textMap, whole } from "../schema/schema";
import { type CustomKind } from "./custom-kinds";

// https://gateway-api.sigs.k8s.io/reference/spec/ (standard channel, 1.4), which GKE installs with gateway_api_config CHANNEL_STANDARD
const SOURCE = "https://gateway-api.sigs.k8s.io/reference/spec/";
const GROUP = "gateway.networking.k8s.io";

const selector = fields({ matchLabels: textMap, matchExpressions: listOf(anything) });
const objectReference = fields({ group: text, kind: text, "name!": text, namespace: text });
const headers = listOf(fields({ "name!": text, "value!": text }));
const headerModifier = fields({ set: headers, add: headers, remove: listOf(text) });
const pathModifier = fields({
  "type!": oneOf("ReplaceFullPath", "ReplacePrefixMatch"),
  replaceFullPath: text,
  replacePrefixMatch: text,
});
const valueMatch = listOf(fields({ type: oneOf("Exact", "RegularExpression"), "name!": text, "value!": text }));
const backend = { group: text, kind: text, "name!": text, namespace: text, port };

const filter = fields({
  "type!": oneOf(
    "RequestHeaderModifier",
    "ResponseHeaderModifier",
    "RequestMirror",
    "RequestRedirect",
    "URLRewrite",
    "ExtensionRef",
    "CORS",
  ),
  requestHeaderModifier: headerModifier,
  responseHeaderModifier: headerModifier,
  requestMirror: fields({ "backendRef!": fields(backend), percent: between(0, 100), fraction: openFields({}) }),
  requestRedirect: fields({
    scheme: oneOf("http", "https"),
    hostname: text,
    path: pathModifier,
    port,
    statusCode: whole,
  }),
  urlRewrite: fields({ hostname: text, path: pathModifier }),
  extensionRef: fields({ "group!": text, "kind!": text, "name!": text }),
  cors: openFields({
    allowOrigins: listOf(text),
    allowMethods: listOf(text),
    allowHeaders: listOf(text),
    maxAge: whole,
  }),
});

const parentRef = fields({ group: text, kind: text, namespace: text, "name!": text, sectionName: text, port });

const gateway = fields({
  "gatewayClassName!": text,
  "listeners!": listOf(
    fields({
      "name!": text,
      hostname: text,
      "port!": port,
      "protocol!": text,
      tls: fields({
        mode: oneOf("Terminate", "Passthrough"),
        certificateRefs: listOf(objectReference),
        frontendValidation: openFields({}),
        options: textMap,
      }),
      allowedRoutes: fields({
        namespaces: fields({ from: oneOf("All", "Selector", "Same", "None"), selector }),
        kinds: listOf(fields({ group: text, "kind!": text })),
      }),
    }),
  ),
  addresses: listOf(fields({ type: text, value: text })),
  infrastructure: openFields({ labels: textMap, annotations: textMap }),
  allowedListeners: openFields({}),
  backendTLS: openFields({}),
  tls: openFields({}),
});

const httpRoute = fields({
  parentRefs: listOf(parentRef),
  hostnames: listOf(text),
  rules: listOf(
    fields({
      name: text,
      matches: listOf(
        fields({
          path: fields({ type: oneOf("Exact", "PathPrefix", "RegularExpression"), value: text }),
          headers: valueMatch,
          queryParams: valueMatch,
          method: oneOf("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"),
        }),
      ),
      filters: listOf(filter),
      backendRefs: listOf(fields({ ...backend, weight: between(0, 1000000), filters: listOf(filter) })),
      timeouts: fields({ request: text, backendRequest: text }),
      retry: openFields({}),
      sessionPersistence: openFields({}),
    }),
  ),
});

export const GATEWAY_API: readonly CustomKind[] = [
  {
    kind: "GatewayClass",
    apiVersions: [`${GROUP}/v1`, `${GROUP}/v1beta1`],
    scope: "cluster",
    needs: "gatewayApi",
    body: { "spec!": fields({ "controllerName!": text, parametersRef: objectReference, description: text }) },
    source: SOURCE,
  },
  {
    kind: "Gateway",
    apiVersions: [`${GROUP}/v1`, `${GROUP}/v1beta1`],
    scope: "namespaced",
    needs: "gatewayApi",
    body: { "spec!": gateway },
    source: SOURCE,
  },
  {
    kind: "HTTPRoute",
    apiVersions: [`${GROUP}/v1`, `${GROUP}/v1beta1`],
    scope: "namespaced",
    needs: "gatewayApi",
    body: { "spec!": httpRoute },
    source: SOURCE,
  },
  {
    kind: "ReferenceGrant",
    apiVersions: [`${GROUP}/v1beta1`],
    scope: "namespaced",
    needs: "gatewayApi",
    body: {
      "spec!": fields({
        "from!": listOf(fields({ "group!": text, "kind!": text, "namespace!": text })),
        "to!": listOf(fields({ "group!": text, "kind!": text, name: text })),
      }),
    },
    source: SOURCE,
  },
  {
    kind: "BackendTLSPolicy",
    apiVersions: [`${GROUP}/v1`],
    scope: "namespaced",
    needs: "gatewayApi",
    body: {
      "spec!": fields({
        "targetRefs!": listOf(openFields({ "kind!": text, "name!": text })),
        "validation!": openFields({}),
        options: textMap,
      }),
    },
    source: SOURCE,
  },
];

/** The classes that GKE's controller serves; any other Gateway waits for ever. https://cloud.google.com/kubernetes-engine/docs/how-to/gatewayclass-capabilities */
export const GKE_GATEWAY_CLASSES: ReadonlySet<string> = new Set([
  "gke-l7-global-external-managed",
  "gke-l7-regional-external-managed",
  "gke-l7-rilb",
  "gke-l7-gxlb",
  "gke-l7-global-external-managed-mc",
  "gke-l7-regional-external-managed-mc",
  "gke-l7-rilb-mc",
  "gke-l7-gxlb-mc",
  "gke-l7-cross-regional-internal-managed-mc",
]);
