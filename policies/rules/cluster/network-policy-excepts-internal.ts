import { INTERNAL, reachedBy } from "../../facts/cluster-internet";
import { readPolicy } from "../../reachability/policies";
import { verdict, type ObjectRule } from "../../rule";

/** A rule for the internet leaves out what is inside: private ranges, and the link-local one with the metadata server. */
export const networkPolicyExceptsInternal: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (policy) =>
    verdict(
      (readPolicy(policy).egress ?? []).flatMap((rule) => [
        ...(rule.peers === undefined ? [`${rule.path} has no to, so that it reaches everybody inside as well`] : []),
        ...reachedBy(rule, INTERNAL).map(
          ({ path, open }) => `${path}.ipBlock.except lacks ${open.map(({ text }) => text).join(", ")}`,
        ),
      ]),
    ),
};
