import { textAt, textsAt } from "./tls-hosts";
import { isWorld, parseRange, rangesIn, type Range } from "./ranges";
import {
  blocksAt,
  isReference,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../rendered/rendered-stack";

/** What a value leads to: the address of a resource in the stack, or the last part of a name that is written out. */
export function targetOf(value: unknown): string {
  const text = typeof value === "string" ? value : "";
  return /\$\{((?:data\.)?[\w-]+\.[\w-]+)[.[]/.exec(text)?.[1] ?? text.split("/").pop() ?? "";
}

/** True when both lead to the same resource, by reference or by name. */
export function isSame(one: unknown, other: unknown, stack: RenderedStack): boolean {
  const [first, second] = [targetOf(one), targetOf(other)];
  const named = (address: string, name: string): boolean =>
    [...stack.resources, ...stack.dataSources].some(
      (resource) => resource.address === address && resource.arguments.name === name,
    );
  return first !== "" && (first === second || named(first, second) || named(second, first));
}

/** The resource of a type that a value leads to. */
export const referred = (value: unknown, type: string, stack: RenderedStack): RenderedResource | undefined =>
  stack
    .ofType(type)
    .find(
      (resource) =>
        resource.address === targetOf(value) || (resource.arguments.name === targetOf(value) && targetOf(value) !== ""),
    );

/** A range that is taken, and by what. */
export interface Taken {
  readonly range: Range;
  /** The argument and its resource. */
  readonly by: string;
  readonly owner: string;
}

/** Every range that a network's subnets, private services and control planes take. */
export function takenIn(network: unknown, stack: RenderedStack): readonly Taken[] {
  const inside = (type: string) => stack.ofType(type).filter((one) => isSame(one.arguments.network, network, stack));
  return [
    ...inside("google_compute_subnetwork").flatMap(rangesOfSubnet),
    ...inside("google_compute_global_address").flatMap(rangeOfAddress),
    ...inside("google_container_cluster").flatMap(({ address, arguments: block }) =>
      [
        "private_cluster_config.master_ipv4_cidr_block",
        "ip_allocation_policy.cluster_ipv4_cidr_block",
        "ip_allocation_policy.services_ipv4_cidr_block",
      ].flatMap((path) => taken(textAt(block, path), path, address)),
    ),
  ];
}

/** The primary and secondary ranges of a subnet. */
export function rangesOfSubnet({ address, arguments: block }: RenderedResource): readonly Taken[] {
  return [
    ...taken(block.ip_cidr_range, "ip_cidr_range", address),
    ...blocksAt(block, "secondary_ip_range").flatMap((range) =>
      taken(range.ip_cidr_range, `secondary_ip_range ${textAt(range, "range_name")}`, address),
    ),
  ];
}

/** The range that a global address reserves. */
export const rangeOfAddress = ({ address, arguments: block }: RenderedResource): readonly Taken[] =>
  block.prefix_length === undefined
    ? []
    : taken(`${textAt(block, "address")}/${Number(block.prefix_length)}`, "address", address);

function taken(text: unknown, argument: string, owner: string): readonly Taken[] {
  const range = typeof text === "string" && text.includes("/") ? parseRange(text) : undefined;
  return range === undefined ? [] : [{ range, by: `${argument} of ${owner}`, owner }];
}

/** A rule of a VPC's firewall. */
export interface Firewall {
  readonly resource: RenderedResource;
  readonly direction: "INGRESS" | "EGRESS";
  readonly priority: number;
  readonly disabled: boolean;
  readonly allow: readonly Block[];
  readonly deny: readonly Block[];
  /** From where, or for EGRESS where to. */
  readonly ranges: readonly Range[];
  /** For everybody: so many addresses that they are no selection, and no tag or account instead. */
  readonly world: boolean;
  /** Only for some instances. */
  readonly targeted: boolean;
}

/** What holds when no priority is written: https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules */
const PRIORITY = 1000;

/** Reads a `google_compute_firewall`. */
export function readFirewall(resource: RenderedResource): Firewall {
  const { arguments: block } = resource;
  const direction = block.direction === "EGRESS" ? "EGRESS" : "INGRESS";
  const written = textsAt(block, direction === "EGRESS" ? "destination_ranges" : "source_ranges");
  const ranges = rangesIn(written);
  const sources = ["source_tags", "source_service_accounts"].some((name) => textsAt(block, name).length > 0);
  // without any range or source the API takes 0.0.0.0/0
  const everybody =
    written.length === 0 && !sources && !isReference(block.source_ranges) && !isReference(block.destination_ranges);
  return {
    resource,
    direction,
    priority: Number(block.priority ?? PRIORITY),
    disabled: block.disabled === true,
    allow: blocksAt(block, "allow"),
    deny: blocksAt(block, "deny"),
    ranges,
    world: everybody || isWorld(ranges),
    targeted: ["target_tags", "target_service_accounts"].some((name) => textsAt(block, name).length > 0),
  };
}

/** The firewall rules of a network. */
export const firewallsOf = (network: unknown, stack: RenderedStack): readonly Firewall[] =>
  stack
    .ofType("google_compute_firewall")
    .filter(({ arguments: block }) => isSame(block.network, network, stack))
    .map(readFirewall);

/** Every protocol. */
export const isEveryProtocol = ({ protocol }: Block): boolean => protocol === "all" || protocol === undefined;

/** The clusters whose nodes are in a subnet. */
export const clustersIn = (subnet: RenderedResource, stack: RenderedStack): readonly RenderedResource[] =>
  stack
    .ofType("google_container_cluster")
    .filter(({ arguments: block }) => referred(block.subnetwork, subnet.type, stack)?.address === subnet.address);
