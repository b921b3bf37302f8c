import { type ResourceNames } from "../environments/names";
import { type EnvironmentSettings } from "../environments/settings";
import {
  apiRateLimit,
  bodyLimit,
  owaspTop10,
  Rule,
  UserKey,
  webSocketConnects,
  wellFormedBearerTokens,
  When,
  type WebFirewallProps,
} from "../constructs/cloud-armor";

/** Where a session is created: the one request that costs a Job, so the one that is worth attacking. */
const SESSIONS = "/api/sessions";

/**
 * What cliscale's firewall refuses and limits, for both hosts. Priorities follow from the kind of a rule: what refuses
 * comes before what limits, since a request below a limit is allowed without a further look.
 */
export function cliscaleFirewall(settings: EnvironmentSettings, names: ResourceNames): WebFirewallProps {
  const { project, domain, wsDomain, firewall, allowDestroys } = settings;
  const { previewNewRules, enforcedRules } = firewall;
  return {
    project,
    name: names.webFirewall,
    description: `Web requests to ${domain} and ${wsDomain}`,
    // browsers of anybody anywhere are the users, so rules say who is turned away and not who may come
    defaultAction: "allow",
    ...(previewNewRules ? { newRules: "preview", enforcedRules } : { newRules: "enforce" }),
    rules: [...refusals(settings), owaspTop10({ except: ["php", "java"] }), ...limits(settings)],
    allowDestroy: allowDestroys,
  };
}

/** Requests that no browser sends by itself, cheapest to judge first. */
function refusals({ domain, wsDomain, firewall }: EnvironmentSettings): WebFirewallProps["rules"] {
  return [
    // the limits below are for a host each, so a route for another host must not become a way around them
    Rule.deny({
      name: "unknown-host",
      when: When.not(When.any(When.host(domain), When.host(wsDomain))),
      status: 404,
    }),
    // it asks the database; the kubelet and the load balancer's health checks reach pods without passing here.
    // /healthz, which asks nobody, stays open for uptime checks
    Rule.deny({ name: "readiness-from-outside", when: When.path("/readyz"), status: 404 }),
    bodyLimit({ bytes: firewall.maxBodyBytes }),
    // one token written in two ways would be two users to the limit below
    wellFormedBearerTokens({ path: SESSIONS, host: domain }),
  ];
}

/** Only the first limit that matches counts a request, so the more special one comes first. */
function limits({ domain, wsDomain, firewall }: EnvironmentSettings): WebFirewallProps["rules"] {
  const { sessions, connects, otherRequests } = firewall;
  return [
    // POST only: a preflight (OPTIONS) has no token and would use up the address's requests
    apiRateLimit({
      path: SESSIONS,
      host: domain,
      perAddress: perMinute(sessions.perAddressPerMinute),
      perUser: { ...perMinute(sessions.perUserPerMinute), user: UserKey.signedBearerToken() },
    }),
    webSocketConnects({ host: wsDomain, perAddress: perMinute(connects.perAddressPerMinute) }),
    Rule.throttle({
      name: "limit-other-requests",
      keys: [{ type: "IP" }],
      limit: perMinute(otherRequests.perAddressPerMinute),
    }),
  ];
}

function perMinute(requests: number): { readonly requests: number; readonly intervalSeconds: number } {
  return { requests, intervalSeconds: 60 };
}
