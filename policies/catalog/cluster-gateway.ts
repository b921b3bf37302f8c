import { LEVELS } from "../levels";
import { serviceInternal } from "../rules/cluster/service-internal";
import { serviceLeadsToPods } from "../rules/cluster/service-leads-to-pods";
import { gatewayHttps } from "../rules/cluster/gateway-https";
import { gatewayHttpRedirected } from "../rules/cluster/gateway-http-redirected";
import { gatewayAnswersUnmatched } from "../rules/cluster/gateway-answers-unmatched";
import { gatewayNamesExist } from "../rules/cluster/gateway-names-exist";
import { gatewayClass } from "../rules/cluster/gateway-class";
import { gatewayFixedAddress } from "../rules/cluster/gateway-fixed-address";
import { gatewayConfinesRoutes } from "../rules/cluster/gateway-confines-routes";
import { gatewaySslPolicy } from "../rules/cluster/gateway-ssl-policy";
import { gkePolicyAttached } from "../rules/cluster/gke-policy-attached";
import { httpRouteLeadsSomewhere } from "../rules/cluster/http-route-leads-somewhere";
import { httpRoutesDistinct } from "../rules/cluster/http-routes-distinct";
import { httpRouteRedirectsSafely } from "../rules/cluster/http-route-redirects-safely";
import { httpRouteRedirectsHome } from "../rules/cluster/http-route-redirects-home";
import { uptimeCheckRouted } from "../rules/cluster/uptime-check-routed";
import { httpRouteCertificate } from "../rules/cluster/http-route-certificate";
import { ingressOfGke } from "../rules/cluster/ingress-of-gke";
import { ingressNoSnippets } from "../rules/cluster/ingress-no-snippets";
import { type PolicyRow } from "./row";

/** Services, Ingresses, the Gateway and its routes. */
export const CLUSTER_GATEWAY_ROWS: readonly PolicyRow[] = [
  {
    id: "service-internal",
    level: LEVELS.everywhere,
    fact: "a Service is a ClusterIP, or a load balancer inside the VPC",
    why: "it is a way in past the Gateway, its firewall and its certificates",
    fix: "use ClusterIP and a route, or annotate the load balancer as Internal",
    covers: ["KSV-0108", "kube-linter/exposed-services", "kube-score/service-type"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing"],
    rule: serviceInternal,
  },
  {
    id: "service-leads-to-pods",
    level: LEVELS.production,
    fact: "a Service has pods behind it, which listen on its target ports",
    why: "connections are refused",
    fix: "select the labels of the pods, and name a port of theirs",
    covers: ["kube-linter/dangling-service", "kube-linter/invalid-target-ports", "kube-score/service-targets-pod"],
    references: ["https://kubernetes.io/docs/concepts/services-networking/service/"],
    rule: serviceLeadsToPods,
  },
  {
    id: "gateway-https",
    level: LEVELS.everywhere,
    fact: "a Gateway takes HTTPS with a certificate, and HTTP is only redirected",
    why: "sessions and tokens are read on the way",
    fix: "add an HTTPS listener with a certificate map, and redirect on the other",
    covers: ["C5", "C19", "polaris/tlsSettingsMissing"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway"],
    rule: gatewayHttps,
  },
  {
    id: "gateway-http-redirected",
    level: LEVELS.recommended,
    fact: "a listener for HTTP has a route that redirects to HTTPS",
    why: "whoever types the address gets an error",
    fix: "add a route with a RequestRedirect",
    covers: ["C5"],
    references: ["https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/"],
    rule: gatewayHttpRedirected,
  },
  {
    id: "gateway-answers-unmatched",
    level: LEVELS.recommended,
    fact: "requests for other hosts have a route of ours",
    why: "GKE answers with a backend of its own, which no firewall protects",
    fix: "add a route without hostnames, which redirects",
    covers: ["C18"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/deploying-gateways"],
    rule: gatewayAnswersUnmatched,
  },
  {
    id: "gateway-names-exist",
    level: LEVELS.production,
    fact: "what a Gateway and its policies name in Google Cloud is in the stack",
    why: "the load balancer keeps what it had, without the firewall, certificate or address that was meant",
    fix: "take the name from the resource",
    covers: ["C4"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources"],
    rule: gatewayNamesExist,
  },
  {
    id: "gateway-class",
    level: LEVELS.production,
    fact: "a Gateway is of a class that GKE serves, not the classic load balancer",
    why: "nothing happens, or without most of what policies set",
    fix: "use gke-l7-global-external-managed, or another class of GKE's current load balancers",
    covers: ["C19"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/gatewayclass-capabilities"],
    rule: gatewayClass,
  },
  {
    id: "gateway-fixed-address",
    level: LEVELS.production,
    fact: "a public Gateway has a reserved address",
    why: "DNS points nowhere once the Gateway is made anew",
    fix: "reserve an address and name it",
    covers: ["C19"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/deploying-gateways#gateway_ip_addressing"],
    rule: gatewayFixedAddress,
  },
  {
    id: "gateway-confines-routes",
    level: LEVELS.production,
    fact: "a Gateway takes routes of its own namespace, or of those that it selects",
    why: "whoever may write routes anywhere takes over a host",
    fix: "set allowedRoutes.namespaces.from to Same or Selector",
    covers: ["C19"],
    references: ["https://gateway-api.sigs.k8s.io/concepts/security-model/"],
    rule: gatewayConfinesRoutes,
  },
  {
    id: "gateway-ssl-policy",
    level: LEVELS.everywhere,
    fact: "a Gateway with HTTPS has a GCPGatewayPolicy with an SSL policy",
    why: "TLS 1.0 and weak ciphers are accepted",
    fix: "attach a GCPGatewayPolicy with sslPolicy",
    covers: ["C5"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_ssl_policies",
    ],
    rule: gatewaySslPolicy,
  },
  {
    id: "gke-policy-attached",
    level: LEVELS.production,
    fact: "policies of the Gateway are attached to something that exists, one of a kind each",
    why: "the policy does nothing, and the Service or Gateway is left with defaults",
    fix: "name a Service or Gateway of the policy's namespace, with its group",
    covers: ["C18"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources"],
    rule: gkePolicyAttached,
  },
  {
    id: "http-route-leads-somewhere",
    level: LEVELS.production,
    fact: "a route hangs on a listener, names hosts, and leads to Services that exist or redirects",
    why: "the host is answered with 404 or 500, or another route's host is taken",
    fix: "correct parentRefs, hostnames and backendRefs",
    covers: ["C19"],
    references: ["https://gateway-api.sigs.k8s.io/api-types/httproute/"],
    rule: httpRouteLeadsSomewhere,
  },
  {
    id: "http-routes-distinct",
    level: LEVELS.production,
    fact: "on one listener a host and a path have one route",
    why: "of two the older wins, which isn't the same in a cluster that was restored",
    fix: "merge the routes, or give them other hosts or paths",
    covers: ["C19"],
    references: ["https://gateway-api.sigs.k8s.io/guides/http-routing/"],
    rule: httpRoutesDistinct,
  },
  {
    id: "http-route-redirects-safely",
    level: LEVELS.production,
    fact: "a redirect leads to HTTPS, and not in a circle",
    why: "what was sent over HTTPS goes on in the open, or browsers give up",
    fix: "set scheme to https, and hang redirects to HTTPS on the listener for HTTP alone",
    covers: ["C5"],
    references: ["https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/"],
    rule: httpRouteRedirectsSafely,
  },
  {
    id: "http-route-redirects-home",
    level: LEVELS.recommended,
    fact: "redirects lead to hosts that the stack has",
    why: "visitors are led to somebody else",
    fix: "correct the hostname, or acknowledge it with whose it is",
    covers: ["C19"],
    references: ["https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/"],
    rule: httpRouteRedirectsHome,
  },
  {
    id: "uptime-check-routed",
    level: LEVELS.production,
    fact: "what uptime checks ask is routed to a Service",
    why: "the check fails for ever, or the host has gone",
    fix: "route the host and the path, or correct the check",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/uptime-checks"],
    rule: uptimeCheckRouted,
  },
  {
    id: "http-route-certificate",
    level: LEVELS.production,
    fact: "hosts of routes have a certificate",
    why: "browsers refuse the site",
    fix: "add the host to the certificate map, or correct it",
    covers: ["C5"],
    references: ["https://cloud.google.com/certificate-manager/docs/maps"],
    rule: httpRouteCertificate,
  },
  {
    id: "ingress-of-gke",
    level: LEVELS.production,
    fact: "an Ingress says its class by annotation, has a certificate, takes no HTTP and leads to Services that exist",
    why: "GKE ignores ingressClassName alone, and answers HTTP by default",
    fix: "annotate it with kubernetes.io/ingress.class and a certificate, and forbid HTTP",
    covers: ["C19", "kube-score/ingress-targets-service", "polaris/tlsSettingsMissing"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/ingress"],
    rule: ingressOfGke,
  },
  {
    id: "ingress-no-snippets",
    level: LEVELS.everywhere,
    fact: "no annotation of an Ingress writes into a proxy's configuration",
    why: "whoever writes an Ingress reads every secret of the proxy",
    fix: "use what the controller offers as settings",
    covers: ["CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154"],
    references: ["https://github.com/kubernetes/ingress-nginx/issues/7837"],
    rule: ingressNoSnippets,
  },
];
