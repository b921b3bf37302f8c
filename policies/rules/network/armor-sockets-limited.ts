import { isPerAddress, limitOf } from "../../facts/armor-limits";
import { demandsOf, effectiveRules, headerOf, isBackendPolicy, limits } from "../../facts/armor-policy";
import { hostsBehind, policiesFor, type PublicHost } from "../../facts/tls-hosts";
import { type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A request that may take more than ten minutes is a connection that stays, such as a WebSocket's. */
const STAYS = 600;

/** Ten new connections in a second from one address: each stays and takes memory until it is closed. */
const MOST = 600;

/** Hosts whose connections stay have a limit for opening them. */
export const armorSocketsLimited: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const hosts = isBackendPolicy(policy) ? hostsBehind(policy, stack).filter((host) => keeps(host, stack)) : [];
    if (hosts.length === 0) {
      return NOT_APPLICABLE;
    }
    const perAddress = effectiveRules(policy, stack)
      .filter(limits)
      .flatMap((rule) => limitOf(rule) ?? [])
      .filter(isPerAddress);
    return verdict(
      hosts.flatMap(({ host }) => {
        const own = perAddress.find(({ rule }) => {
          const demands = demandsOf(rule);
          return (
            demands.length > 0 &&
            demands.every(
              (one) => one.kind === "test" && headerOf(one.test.subject) === "host" && one.test.argument === host,
            )
          );
        });
        return own === undefined
          ? [`rule: none outside preview limits connections to ${host} per address, which stay open`]
          : own.perMinute > MOST
            ? [
                `rate_limit_threshold of ${own.rule.name} is ${own.perMinute} connections in a minute, more than ${MOST}`,
              ]
            : [];
      }),
    );
  },
};

const keeps = ({ services }: PublicHost, stack: RenderedStack): boolean =>
  services.some((service) =>
    policiesFor("GCPBackendPolicy", service, stack).some(({ timeoutSec }) => Number(timeoutSec) > STAYS),
  );
