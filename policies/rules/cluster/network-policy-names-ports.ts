import { readPolicy } from "../../reachability/policies";
import { verdict, type ObjectRule } from "../../rule";

/** What a program may need of neighbouring ports, such as those of a passive FTP server. */
const WIDEST = 1000;

/** Who is let through is let through to ports, not to all that a peer listens on. Rules for everybody have rules of their own. */
export const networkPolicyNamesPorts: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (source) => {
    const { ingress = [], egress = [] } = readPolicy(source);
    return verdict(
      [...ingress, ...egress].flatMap(({ path, ports }) =>
        ports([])
          .filter(({ first, last }) => last - first >= WIDEST)
          .map(({ protocol, first, last }) => `${path}.ports open ${protocol} ${first} to ${last}`),
      ),
    );
  },
};
