import { reachedBy, SPECIAL } from "../../facts/cluster-internet";
import { readPolicy } from "../../reachability/policies";
import { verdict, type ObjectRule } from "../../rule";

/** A rule for the internet leaves out the other ranges that aren't the internet, some of which a VPC or GKE itself may use. */
export const networkPolicyExceptsSpecial: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (policy) =>
    verdict(
      (readPolicy(policy).egress ?? []).flatMap((rule) =>
        reachedBy(rule, SPECIAL).map(
          ({ path, open }) => `${path}.ipBlock.except lacks ${open.map(({ text }) => text).join(", ")}`,
        ),
      ),
    ),
};
