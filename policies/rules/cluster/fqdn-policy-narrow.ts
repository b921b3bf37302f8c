import { blocksAt, type Block } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** Domains in which anybody can have a name, so that a pattern for them is everybody's. */
const SHARED = /^\*\.[a-z]+$|^\*\.(co|com|org|net)\.[a-z]{2}$/;

/** Names of a node, a cluster and a VPC themselves. */
const INTERNAL = /(^|\.)(internal|local)$/;

/** A FQDNNetworkPolicy opens hosts, not the internet, on ports that it names. */
export const fqdnPolicyNarrow: ObjectRule = {
  kinds: ["FQDNNetworkPolicy"],
  evaluate: ({ object }) =>
    verdict(
      blocksAt(object, "spec.egress").flatMap((rule, index) => {
        const path = `spec.egress[${index}]`;
        return [
          ...blocksAt(rule, "matches").flatMap((match, position) => problems(match, `${path}.matches[${position}]`)),
          ...(blocksAt(rule, "ports").length === 0 ? [`${path}.ports are absent, so that all are open`] : []),
          ...blocksAt(rule, "ports")
            .filter(({ port, protocol }) => port === undefined || protocol === "ALL")
            .map(() => `${path}.ports have one for every port or protocol`),
        ];
      }),
    ),
};

function problems({ name, pattern }: Block, path: string): readonly string[] {
  const host = [name, pattern].find((value) => typeof value === "string") ?? "";
  return [
    ...(typeof pattern === "string" && (pattern === "*" || SHARED.test(pattern))
      ? [`${path}.pattern is "${pattern}", which anybody can have a name in`]
      : []),
    ...(INTERNAL.test(host) ? [`${path} is "${host}", a name inside`] : []),
  ];
}
