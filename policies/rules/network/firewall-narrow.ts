import { isEveryProtocol, readFirewall } from "../../facts/ranges-network";
import { rangesIn } from "../../facts/ranges";
import { blocksAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** More than that at once is no list of services any more; the same number as AVD-GCP-0074. */
const MOST_PORTS = 30;

/** Where a network of automatic subnets has them, so a rule for all of it is one that nobody narrowed. */
const DEFAULT_NETWORK = rangesIn(["10.128.0.0/9"]);

const WITH_PORTS = new Set(["tcp", "udp", "sctp", "6", "17", "132"]);

/** A rule that allows says which ports. */
export const firewallNarrow: ResourceRule = {
  appliesTo: ["google_compute_firewall"],
  evaluate: (resource) => {
    const { allow, disabled, direction, ranges } = readFirewall(resource);
    if (allow.length === 0 || disabled || direction === "EGRESS") {
      return NOT_APPLICABLE;
    }
    const whole = ranges.some(({ first, last }) =>
      DEFAULT_NETWORK.some((one) => one.first === first && one.last === last),
    );
    return verdict([
      ...allow.flatMap(problemsOf),
      ...(whole ? ["source_ranges has 10.128.0.0/9, every automatic subnet there is"] : []),
      ...(blocksAt(resource.arguments, "deny").length > 0
        ? ["deny is beside allow, and the API takes one of them"]
        : []),
    ]);
  },
};

function problemsOf(allow: Block): readonly string[] {
  if (isEveryProtocol(allow)) {
    return ["allow.protocol is all of them"];
  }
  const protocol = String(allow.protocol).toLowerCase();
  const ports: readonly unknown[] = Array.isArray(allow.ports) ? allow.ports : [];
  if (ports.length === 0) {
    return WITH_PORTS.has(protocol) ? [`allow.ports is absent, so that every port of ${protocol} is open`] : [];
  }
  return ports.flatMap((port) => {
    const [from, to] = String(port).split("-").map(Number);
    return to !== undefined && from !== undefined && to - from + 1 > MOST_PORTS
      ? [`allow.ports has ${String(port)}, more than ${MOST_PORTS} ports`]
      : [];
  });
}
