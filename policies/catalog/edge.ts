import { LEVELS } from "../levels";
import { backendServiceProtected } from "../rules/network/backend-service-protected";
import { certificateEntryMatches } from "../rules/network/certificate-entry-matches";
import { certificateMapComplete } from "../rules/network/certificate-map-complete";
import { certificateRenewed } from "../rules/network/certificate-renewed";
import { dnsAuthorizationPublished } from "../rules/network/dns-authorization-published";
import { dnsCaa } from "../rules/network/dns-caa";
import { dnsHostPublished } from "../rules/network/dns-host-published";
import { dnsRecordSane } from "../rules/network/dns-record-sane";
import { dnsSigned } from "../rules/network/dns-signed";
import { dnsZoneKept } from "../rules/network/dns-zone-kept";
import { dnsZonePublic } from "../rules/network/dns-zone-public";
import { edgeKept } from "../rules/network/edge-kept";
import { edgeNamesInStack } from "../rules/network/edge-names-in-stack";
import { forwardingRuleHttps } from "../rules/network/forwarding-rule-https";
import { gatewayAddress } from "../rules/network/gateway-address";
import { httpRedirected } from "../rules/network/http-redirected";
import { httpsProxySslPolicy } from "../rules/network/https-proxy-ssl-policy";
import { tls12OrLater } from "../rules/network/tls-1-2-or-later";
import { tlsForwardSecrecy } from "../rules/network/tls-forward-secrecy";
import { tlsPolicyAttached } from "../rules/network/tls-policy-attached";
import { type PolicyRow } from "./row";

/** Load balancing, certificates and DNS. */
export const EDGE_ROWS: readonly PolicyRow[] = [
  {
    id: "tls-1-2-or-later",
    level: LEVELS.everywhere,
    fact: "load balancers accept TLS 1.2 and later only",
    why: "TLS 1.0 and 1.1 are broken, and the provider's default accepts them",
    fix: "set min_tls_version to TLS_1_2 and profile to RESTRICTED or MODERN",
    covers: ["CKV_GCP_4", "AVD-GCP-0039", "C5"],
    references: ["https://cloud.google.com/load-balancing/docs/ssl-policies-concepts"],
    rule: tls12OrLater,
  },
  {
    id: "tls-forward-secrecy",
    level: LEVELS.recommended,
    fact: "load balancers agree on keys that nobody can recover later",
    why: "with the profile MODERN, recorded traffic can be read once the certificate's key is known",
    fix: "set profile to RESTRICTED",
    covers: ["C5"],
    references: ["https://cloud.google.com/load-balancing/docs/ssl-policies-concepts#defining_an_ssl_policy"],
    rule: tlsForwardSecrecy,
  },
  {
    id: "tls-policy-attached",
    level: LEVELS.production,
    fact: "SSL policies are at a load balancer",
    why: "a load balancer without one accepts TLS 1.0",
    fix: "name it in ssl_policy of HTTPS proxies, or in GCPGatewayPolicy",
    covers: ["C5"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_ssl"],
    rule: tlsPolicyAttached,
  },
  {
    id: "https-proxy-ssl-policy",
    level: LEVELS.production,
    fact: "HTTPS proxies have an SSL policy",
    why: "without one they accept TLS 1.0",
    fix: "set ssl_policy",
    covers: ["C5"],
    references: ["https://cloud.google.com/load-balancing/docs/use-ssl-policies"],
    rule: httpsProxySslPolicy,
  },
  {
    id: "http-redirected",
    level: LEVELS.production,
    fact: "load balancers on the internet answer plain HTTP with a redirect only",
    why: "passwords and cookies travel for everybody to read",
    fix: "set default_url_redirect.https_redirect in the proxy's URL map and nothing else",
    covers: ["C5"],
    references: ["https://cloud.google.com/load-balancing/docs/https/setting-up-http-https-redirect"],
    rule: httpRedirected,
  },
  {
    id: "forwarding-rule-https",
    level: LEVELS.production,
    fact: "forwarding rules on the internet lead to proxies with TLS",
    why: "passwords and cookies travel for everybody to read",
    fix: "set target to an HTTPS proxy, or to one that only redirects",
    covers: ["CKV2_GCP_37", "CKV2_GCP_38", "C5"],
    references: ["https://cloud.google.com/load-balancing/docs/https"],
    rule: forwardingRuleHttps,
  },
  {
    id: "backend-service-protected",
    level: LEVELS.production,
    fact: "HTTP backends on the internet have Cloud Armor, logs and a connection draining",
    why: "attacks go straight to the application, and nobody can tell afterwards what came",
    fix: "set security_policy, log_config.enable, and connection_draining_timeout_sec above 0",
    covers: ["C18"],
    references: [
      "https://cloud.google.com/armor/docs/configure-security-policies#attach-policies",
      "https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring",
    ],
    rule: backendServiceProtected,
  },
  {
    id: "certificate-renewed",
    level: LEVELS.recommended,
    fact: "Google renews certificates, and proves each name by DNS",
    why: "a certificate that a person renews runs out, and one that is proved by traffic can't exist before its host serves",
    fix: "set managed with a dns_authorizations entry for each domain",
    covers: ["CIS-GKE-5.6.7", "C5"],
    references: ["https://cloud.google.com/certificate-manager/docs/domain-authorization"],
    rule: certificateRenewed,
  },
  {
    id: "certificate-entry-matches",
    level: LEVELS.everywhere,
    fact: "map entries give a host a certificate for its name",
    why: "visitors see a warning and go away",
    fix: "list a certificate whose domains include the hostname",
    covers: ["C5"],
    references: ["https://cloud.google.com/certificate-manager/docs/maps"],
    rule: certificateEntryMatches,
  },
  {
    id: "certificate-map-complete",
    level: LEVELS.production,
    fact: "certificate maps are at a load balancer, with a certificate for each host there",
    why: "a host without a certificate answers no connection at all",
    fix: "name the map in the Gateway's annotation or the proxy, and add an entry for each host of its routes",
    covers: ["C5", "C19"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway",
      "https://cloud.google.com/certificate-manager/docs/maps",
    ],
    rule: certificateMapComplete,
  },
  {
    id: "edge-names-in-stack",
    level: LEVELS.recommended,
    fact: "Google resources that a Gateway names are made by the same stack as the rest of its load balancer",
    why: "the Gateway is never programmed, or serves without the policy",
    fix: "make the resource, or correct the name",
    covers: ["C5", "C18", "C19"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources"],
    rule: edgeNamesInStack,
  },
  {
    id: "gateway-address",
    level: LEVELS.production,
    fact: "the address of a Gateway on the internet is external, and of the family that its records promise",
    why: "the Gateway gets no address, or visitors are sent to none",
    fix: "set address_type to EXTERNAL and ip_version to what the records say",
    covers: ["C19"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/deploying-gateways#gateway_ip_addressing"],
    rule: gatewayAddress,
  },
  {
    id: "edge-kept",
    level: LEVELS.production,
    fact: "Terraform refuses to destroy addresses and zones that others have written down",
    why: "Google gives out another address or other name servers, and every record and registrar has to change",
    fix: "set lifecycle.prevent_destroy to true",
    covers: [],
    references: [
      "https://cloud.google.com/vpc/docs/reserve-static-external-ip-address",
      "https://cloud.google.com/dns/docs/update-name-servers",
    ],
    rule: edgeKept,
  },
  {
    id: "dns-signed",
    level: LEVELS.production,
    fact: "public DNS zones are signed, without SHA-1",
    why: "somebody on the way could send visitors elsewhere",
    fix: "set dnssec_config.state to on, and publish the DS record in the parent zone",
    covers: ["CKV_GCP_16", "CKV_GCP_17", "AVD-GCP-0012", "AVD-GCP-0013"],
    references: ["https://cloud.google.com/dns/docs/dnssec"],
    rule: dnsSigned,
  },
  {
    id: "dns-zone-kept",
    level: LEVELS.production,
    fact: "zones are not destroyed with their records",
    why: "one wrong change takes every name away at once",
    fix: "leave force_destroy out or set it to false",
    covers: [],
    references: ["https://cloud.google.com/dns/docs/zones"],
    rule: dnsZoneKept,
  },
  {
    id: "dns-zone-public",
    level: LEVELS.production,
    fact: "the zone of hosts on the internet is public",
    why: "nobody outside the network can resolve them",
    fix: "set visibility to public, or add a public zone of the name beside the private one",
    covers: [],
    references: ["https://cloud.google.com/dns/docs/zones/zones-overview"],
    rule: dnsZonePublic,
  },
  {
    id: "dns-caa",
    level: LEVELS.recommended,
    fact: "zones say who may issue certificates for their names",
    why: "any authority that somebody deceives can issue one",
    fix: "add a CAA record for pki.goog and whoever else issues, or acknowledge that a parent zone has it",
    covers: [],
    references: [
      "https://cloud.google.com/dns/docs/records-overview",
      "https://cloud.google.com/certificate-manager/docs/domain-authorization",
    ],
    rule: dnsCaa,
  },
  {
    id: "dns-record-sane",
    level: LEVELS.recommended,
    fact: "records have data, a time to live from 30 seconds to two days, and addresses that are resources",
    why: "a record that leads to an address that was given back sends visitors to whoever has it now",
    fix: "set rrdatas by reference and ttl to some minutes",
    covers: [],
    references: ["https://cloud.google.com/dns/docs/records-overview"],
    rule: dnsRecordSane,
  },
  {
    id: "dns-host-published",
    level: LEVELS.recommended,
    fact: "each host of a Gateway has a record that leads to the Gateway's address",
    why: "visitors don't find it",
    fix: "add an A record in the zone of the name that refers to the address",
    covers: ["C19"],
    references: ["https://cloud.google.com/dns/docs/records-overview"],
    rule: dnsHostPublished,
  },
  {
    id: "dns-authorization-published",
    level: LEVELS.production,
    fact: "the records that prove domains are published, beside those of the domain",
    why: "the certificate is never issued, or runs out some months later",
    fix: "add a google_dns_record_set with name, type and data of dns_resource_record",
    covers: ["C5"],
    references: ["https://cloud.google.com/certificate-manager/docs/dns-authorizations"],
    rule: dnsAuthorizationPublished,
  },
];
