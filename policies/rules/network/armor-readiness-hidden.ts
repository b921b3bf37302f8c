import { demandsOf, effectiveRules, isBackendPolicy, refuses, type ArmorRule } from "../../facts/armor-policy";
import { hostsBehind, policiesFor, textAt } from "../../facts/tls-hosts";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A readiness check asks a database or another service, so everybody who may ask it can keep that busy. Liveness asks nobody. */
const READINESS = /ready/i;

/** What the load balancer's health checks ask for stays inside: they don't pass Cloud Armor. */
export const armorReadinessHidden: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const services = isBackendPolicy(policy) ? hostsBehind(policy, stack).flatMap((host) => host.services) : [];
    const paths = services
      .flatMap((service) => policiesFor("HealthCheckPolicy", service, stack))
      .flatMap((check) =>
        ["httpHealthCheck", "httpsHealthCheck", "http2HealthCheck"].map((kind) =>
          textAt(check, `config.${kind}.requestPath`),
        ),
      )
      .filter((path) => READINESS.test(path));
    if (paths.length === 0) {
      return NOT_APPLICABLE;
    }
    const refusing = effectiveRules(policy, stack).filter(refuses);
    return verdict(
      [...new Set(paths)]
        .filter((path) => !refusing.some((rule) => refusesPath(rule, path)))
        .map((path) => `rule: none outside preview refuses ${path}, which health checks ask for`),
    );
  },
};

function refusesPath(rule: ArmorRule, path: string): boolean {
  const [only, ...more] = demandsOf(rule);
  const options = only?.kind === "or" ? only.items : only === undefined ? [] : [only];
  return (
    more.length === 0 &&
    options.some(
      (one) =>
        one.kind === "test" &&
        one.test.subject === "request.path" &&
        (one.test.operation === "matches"
          ? one.test.argument.includes(path)
          : path.startsWith(one.test.argument) && one.test.argument.length > 1),
    )
  );
}
