import { BlockList, isIP } from "node:net";
import { isRecord } from "../objects";
import { type Check, type Finding } from "./check";

interface PolicyRule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string; readonly endPort?: number }[];
}
interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly podSelector?: unknown;
  readonly namespaceSelector?: unknown;
}

/** Address ranges and peers of network policies. */
export const networkPolicies: Check = {
  id: "network-policies",
  source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
  effect: "refused",
  find: (review) =>
    review.reviewed("networking.k8s.io", "NetworkPolicy").flatMap((object): Finding[] => {
      const spec = (isRecord(object.spec) ? object.spec : {}) as { ingress?: PolicyRule[]; egress?: PolicyRule[] };
      const rules = (["ingress", "egress"] as const).flatMap((side) =>
        (spec[side] ?? []).map((rule, index) => ({ rule, path: `spec.${side}[${index}]` })),
      );
      return rules.flatMap(({ rule, path }) => [
        ...(["from", "to"] as const).flatMap((side) =>
          (rule[side] ?? []).flatMap((peer, index) =>
            peerProblems(peer, `${path}.${side}[${index}]`).map((problem) => ({ object, ...problem })),
          ),
        ),
        ...(rule.ports ?? []).flatMap(({ port, endPort }, index): Finding[] =>
          endPort === undefined || (typeof port === "number" && endPort >= port)
            ? []
            : [
                {
                  object,
                  path: `${path}.ports[${index}].endPort`,
                  message: "needs a numeric port that is not above it",
                  fix: "set port to the first number of the range",
                },
              ],
        ),
      ]);
    }),
};

function peerProblems({ ipBlock, podSelector, namespaceSelector }: Peer, path: string): Omit<Finding, "object">[] {
  if (ipBlock === undefined) {
    return podSelector === undefined && namespaceSelector === undefined
      ? [{ path, message: "must specify a peer", fix: "name an ipBlock, a podSelector or a namespaceSelector" }]
      : [];
  }
  const { cidr, except = [] } = ipBlock;
  const mixed = podSelector !== undefined || namespaceSelector !== undefined;
  return [
    ...(mixed ? [{ path, message: "may not specify both ipBlock and another peer", fix: "make them two peers" }] : []),
    ...(isRange(cidr)
      ? []
      : [{ path: `${path}.ipBlock.cidr`, message: `"${cidr}" is no address range`, fix: "write it like 10.0.0.0/8" }]),
    ...except.flatMap((range, index) => {
      const place = `${path}.ipBlock.except[${index}]`;
      return isRange(range) && isRange(cidr) && !contains(cidr, range)
        ? [{ path: place, message: `"${range}" is not within "${cidr}"`, fix: "except a part of the range" }]
        : isRange(range)
          ? []
          : [{ path: place, message: `"${range}" is no address range`, fix: "write it like 10.0.0.0/8" }];
    }),
  ];
}

function isRange(range: string): boolean {
  const [address = "", bits = "", ...rest] = range.split("/");
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

function contains(outer: string, inner: string): boolean {
  const [address = "", bits = ""] = outer.split("/");
  const [innerAddress = "", innerBits = ""] = inner.split("/");
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family);
  return Number(innerBits) > Number(bits) && isIP(innerAddress) === isIP(address) && block.check(innerAddress, family);
}
