import { publicGateways, publicHosts, textsAt } from "../../facts/tls-hosts";
import {
  blocksAt,
  isReference,
  isWritten,
  type RenderedResource,
  type RenderedStack,
} from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Each host that a Gateway serves has a record that leads to the Gateway's address, where the stack keeps records at all. */
export const dnsHostPublished: ResourceRule = {
  appliesTo: ["google_compute_global_address"],
  evaluate: (address, stack) => {
    const here = publicGateways(stack).filter(({ object }) =>
      blocksAt(object, "spec.addresses").some(({ value }) => stack.refersTo(value, address)),
    );
    const hosts = [
      ...new Set(
        publicHosts(stack)
          .filter(({ gateway }) => here.includes(gateway))
          .map(({ host }) => host),
      ),
    ];
    const records = stack.ofType("google_dns_record_set");
    if (hosts.length === 0 || records.length === 0) {
      return NOT_APPLICABLE;
    }
    return verdict(hosts.flatMap((host) => problemsOf(host, records, address, stack)));
  },
};

function problemsOf(
  host: string,
  records: readonly RenderedResource[],
  address: RenderedResource,
  stack: RenderedStack,
): readonly string[] {
  const named = records.filter(
    ({ arguments: { name } }) => name === `${host}.` || name === `*.${host.split(".").slice(1).join(".")}.`,
  );
  const leading = named.filter(({ arguments: block }) =>
    textsAt(block, "rrdatas").some((data) => stack.refersTo(data, address)),
  );
  const right = leading.filter(({ arguments: { type } }) => type === "A" || type === "AAAA" || isReference(type));
  return [
    ...(named.length === 0 ? [`address: no google_dns_record_set is for ${host}.`] : []),
    ...(named.length > 0 && right.length === 0 ? [`address: no A or AAAA record of ${host}. leads to it`] : []),
    ...right.flatMap(({ address: record, arguments: block }) => outside(host, record, block.managed_zone, stack)),
  ];
}

function outside(host: string, record: string, value: unknown, stack: RenderedStack): readonly string[] {
  const zone = stack.ofType("google_dns_managed_zone").find((one) => stack.refersTo(value, one));
  const inside =
    zone === undefined || !isWritten(zone.arguments.dns_name) || `.${host}.`.endsWith(`.${zone.arguments.dns_name}`);
  return inside ? [] : [`address: ${record} for ${host}. is in a zone that the name is not in`];
}
