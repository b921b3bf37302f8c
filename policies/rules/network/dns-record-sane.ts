import { textsAt } from "../../facts/tls-hosts";
import { blocksAt, isReference, isWritten } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Under half a minute every visitor waits for DNS; over two days, as long as registries keep name servers, a mistake stays too long. */
const SECONDS = { least: 30, most: 172_800 };

/** A record says something, for a time after which it can be changed, and leads to addresses that this stack still has. */
export const dnsRecordSane: ResourceRule = {
  appliesTo: ["google_dns_record_set"],
  evaluate: ({ arguments: block }) => {
    const data = textsAt(block, "rrdatas");
    const routed = blocksAt(block, "routing_policy").length > 0;
    const { ttl, type } = block;
    const literal = type === "A" || type === "AAAA" ? data.filter(isWritten) : [];
    return verdict([
      ...(data.length === 0 && !routed && !isReference(block.rrdatas) ? ["rrdatas is empty"] : []),
      ...(isReference(ttl) || (Number(ttl) >= SECONDS.least && Number(ttl) <= SECONDS.most)
        ? []
        : [`ttl is ${shown(ttl)}, not ${SECONDS.least} to ${SECONDS.most}`]),
      ...literal.map(
        (one) =>
          `rrdatas has ${one}, which leads to somebody else when the address is given back; refer to the resource`,
      ),
    ]);
  },
};
