import {
  anything,
  between,
  fields,
  flag,
  listOf,
  oneOf,
  openFields,
  port,
  text,
  textMap,
  whole,
} from "../schema/schema";
import { type CustomKind } from "./custom-kinds";

const POLICIES = "https://github.com/GoogleCloudPlatform/gke-gateway-api/tree/main/apis/networking/v1";
const FQDN = "https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies";
const INGRESS = "https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration";

const targetRef = fields({ "group!": text, "kind!": text, "name!": text, namespace: text });

const backendPolicy = fields({
  "targetRef!": targetRef,
  default: openFields({
    timeoutSec: between(1, 2147483647),
    securityPolicy: text,
    connectionDraining: openFields({ drainingTimeoutSec: between(0, 3600) }),
    logging: openFields({ enabled: flag, sampleRate: between(0, 1000000) }),
    sessionAffinity: openFields({
      type: oneOf(
        "CLIENT_IP",
        "CLIENT_IP_PORT_PROTO",
        "CLIENT_IP_PROTO",
        "GENERATED_COOKIE",
        "HEADER_FIELD",
        "HTTP_COOKIE",
        "NONE",
      ),
      cookieTtlSec: between(0, 1209600),
    }),
    iap: openFields({ enabled: flag, clientID: text, oauth2ClientSecret: openFields({ name: text }) }),
    maxRatePerEndpoint: between(1, 1000000000),
    backendPreference: text,
    scopes: listOf(anything),
  }),
});

const gatewayPolicy = fields({
  "targetRef!": targetRef,
  default: openFields({ sslPolicy: text, allowGlobalAccess: flag, region: text }),
});

const checkedPort = {
  portSpecification: oneOf("USE_FIXED_PORT", "USE_NAMED_PORT", "USE_SERVING_PORT"),
  port,
  portName: text,
};
const proxyHeader = oneOf("NONE", "PROXY_V1");
const httpCheck = fields({ ...checkedPort, host: text, requestPath: text, proxyHeader, response: text });

const healthCheckPolicy = fields({
  "targetRef!": targetRef,
  default: openFields({
    checkIntervalSec: between(1, 300),
    timeoutSec: between(1, 300),
    healthyThreshold: between(1, 10),
    unhealthyThreshold: between(1, 10),
    logConfig: openFields({ enabled: flag }),
    config: fields({
      type: oneOf("TCP", "HTTP", "HTTPS", "HTTP2", "GRPC"),
      tcpHealthCheck: fields({ ...checkedPort, request: text, response: text, proxyHeader }),
      httpHealthCheck: httpCheck,
      httpsHealthCheck: httpCheck,
      http2HealthCheck: httpCheck,
      grpcHealthCheck: fields({ ...checkedPort, grpcServiceName: text }),
    }),
  }),
});

const fqdnNetworkPolicy = fields({
  podSelector: fields({ matchLabels: textMap, matchExpressions: listOf(anything) }),
  "egress!": listOf(
    fields({
      "matches!": listOf(fields({ name: text, pattern: text })),
      ports: listOf(fields({ protocol: oneOf("TCP", "UDP", "ALL"), port: whole, name: text })),
    }),
  ),
});

const policy = (kind: string, spec: CustomKind["body"][string]): CustomKind => ({
  kind,
  apiVersions: ["networking.gke.io/v1"],
  scope: "namespaced",
  needs: "gatewayApi",
  body: { "spec!": spec },
  source: POLICIES,
});

export const GKE_NETWORKING: readonly CustomKind[] = [
  policy("GCPBackendPolicy", backendPolicy),
  policy("GCPGatewayPolicy", gatewayPolicy),
  policy("HealthCheckPolicy", healthCheckPolicy),
  policy("GCPSessionAffinityPolicy", openFields({ "targetRef!": targetRef })),
  {
    kind: "FQDNNetworkPolicy",
    apiVersions: ["networking.gke.io/v1alpha1"],
    scope: "namespaced",
    needs: "fqdnNetworkPolicy",
    body: { "spec!": fqdnNetworkPolicy },
    source: FQDN,
  },
  {
    kind: "ManagedCertificate",
    apiVersions: ["networking.gke.io/v1"],
    scope: "namespaced",
    body: { "spec!": fields({ domains: listOf(text) }) },
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/managed-certs",
  },
  {
    kind: "FrontendConfig",
    apiVersions: ["networking.gke.io/v1beta1"],
    scope: "namespaced",
    body: {
      spec: openFields({ sslPolicy: text, redirectToHttps: openFields({ enabled: flag, responseCodeName: text }) }),
    },
    source: INGRESS,
  },
  {
    kind: "BackendConfig",
    apiVersions: ["cloud.google.com/v1"],
    scope: "namespaced",
    body: {
      spec: openFields({ timeoutSec: whole, securityPolicy: openFields({ name: text }), healthCheck: openFields({}) }),
    },
    source: INGRESS,
  },
];
