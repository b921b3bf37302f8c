import { isSame, referred } from "../../facts/ranges-network";
import { textAt } from "../../facts/tls-hosts";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

const RULES = ["google_compute_global_forwarding_rule", "google_compute_forwarding_rule"];

/** Without TLS a load balancer on the internet answers with the way to HTTPS and nothing else. */
export const httpRedirected: ResourceRule = {
  appliesTo: ["google_compute_target_http_proxy", "google_compute_region_target_http_proxy"],
  evaluate: (proxy, stack) => {
    const rules = RULES.flatMap((type) => stack.ofType(type)).filter((rule) =>
      isSame(rule.arguments.target, `\${${proxy.address}.id}`, stack),
    );
    const internal =
      rules.length > 0 && rules.every((rule) => textAt(rule.arguments, "load_balancing_scheme").startsWith("INTERNAL"));
    const { url_map: map } = proxy.arguments;
    const known =
      referred(map, "google_compute_url_map", stack) ?? referred(map, "google_compute_region_url_map", stack);
    if (internal) {
      return NOT_APPLICABLE;
    }
    if (known === undefined) {
      return unknown("url_map");
    }
    const redirects = valueAt(known.arguments, "default_url_redirect.https_redirect") === true;
    const serves = ["default_service", "path_matcher"].filter((name) => known.arguments[name] !== undefined);
    return verdict([
      ...(redirects ? [] : [`url_map ${known.address} has no default_url_redirect.https_redirect`]),
      ...serves.map((name) => `url_map ${known.address} has ${name}, which answers without TLS`),
    ]);
  },
};
