import { firewallsOf, isEveryProtocol, readFirewall, type Firewall } from "../../facts/ranges-network";
import { contains } from "../../facts/ranges";
import { verdict, type ResourceRule } from "../../rule";

/**
 * Each rule acts: a lower number goes first, and of two equal ones the one that refuses.
 * https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules
 */
export const firewallOrder: ResourceRule = {
  appliesTo: ["google_compute_firewall"],
  evaluate: (resource, stack) => {
    const rule = readFirewall(resource);
    const others = firewallsOf(resource.arguments.network, stack).filter(
      (other) => other.resource.address !== resource.address && !other.disabled,
    );
    const ignored =
      rule.direction === "EGRESS"
        ? ["source_ranges", "source_tags", "source_service_accounts"]
        : ["destination_ranges"];
    return verdict([
      ...(rule.disabled && rule.deny.length > 0 ? ["disabled is true, so that nothing is refused"] : []),
      ...(rule.allow.length + rule.deny.length === 0 ? ["allow and deny are absent"] : []),
      ...(rule.direction === "EGRESS"
        ? ignored
            .filter((name) => resource.arguments[name] !== undefined)
            .map((name) => `${name} says nothing about EGRESS`)
        : []),
      ...(refusesEverything(rule) ? shadowed(rule, others) : []),
      ...(rule.deny.length > 0 && !rule.disabled ? undone(rule, others) : []),
    ]);
  },
};

const refusesEverything = ({ deny, world, targeted, disabled }: Firewall): boolean =>
  deny.some(isEveryProtocol) && world && !targeted && !disabled;

/** Rules that a refusal of everything leaves without any effect. */
const shadowed = (rule: Firewall, others: readonly Firewall[]): readonly string[] =>
  others
    .filter((other) => other.direction === rule.direction && other.allow.length > 0 && other.priority >= rule.priority)
    .map(
      (other) => `priority is ${rule.priority}, so that ${other.resource.address} (${other.priority}) allows nothing`,
    );

/** Rules that allow for everybody what this one refuses, before it is asked. */
const undone = (rule: Firewall, others: readonly Firewall[]): readonly string[] =>
  others
    .filter(
      (other) =>
        other.direction === rule.direction &&
        other.allow.some(isEveryProtocol) &&
        !other.targeted &&
        other.priority < rule.priority &&
        (other.world || rule.ranges.every((range) => other.ranges.some((outer) => contains(outer, range)))),
    )
    .map(
      (other) =>
        `priority is ${rule.priority}, and ${other.resource.address} (${other.priority}) allows the same before`,
    );
