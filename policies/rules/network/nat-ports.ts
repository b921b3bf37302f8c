import { isReference, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** 64 ports are 64 connections at once to one place, and a node has dozens of pods: https://cloud.google.com/nat/docs/ports-and-addresses */
const LEAST = 64;

/** What one node may need when its pods all call the same service. */
const LEAST_MAX = 1_024;

/** Below that, connections of a pool that wait for work are cut. Google's default is 1200: https://cloud.google.com/nat/docs/tune-nat-configuration */
const LEAST_IDLE_SECONDS = 300;

/** Nodes get as many ports as they need, and none gets all of them. */
export const natPorts: ResourceRule = {
  appliesTo: ["google_compute_router_nat"],
  evaluate: ({ arguments: block }) => {
    if (block.type === "PRIVATE") {
      return NOT_APPLICABLE;
    }
    const dynamic = block.enable_dynamic_port_allocation === true;
    const { tcp_established_idle_timeout_sec: idle } = block;
    return verdict([
      ...(dynamic ? dynamicProblems(block) : staticProblems(block)),
      ...(idle !== undefined && !isReference(idle) && Number(idle) < LEAST_IDLE_SECONDS
        ? [`tcp_established_idle_timeout_sec is ${shown(idle)}, less than ${LEAST_IDLE_SECONDS}`]
        : []),
    ]);
  },
};

function dynamicProblems(block: Block): readonly string[] {
  const { min_ports_per_vm: least, max_ports_per_vm: most } = block;
  return [
    ...(block.enable_endpoint_independent_mapping === true
      ? ["enable_endpoint_independent_mapping is true, which the API refuses beside enable_dynamic_port_allocation"]
      : []),
    ...(isRight(least, LEAST) ? [] : [`min_ports_per_vm is ${shown(least)}, not a power of two from ${LEAST}`]),
    ...(isRight(most, LEAST_MAX)
      ? []
      : [
          `max_ports_per_vm is ${shown(most)}, not a power of two from ${LEAST_MAX}; without one a node may take every port`,
        ]),
    ...(Number(most) <= Number(least) ? [`max_ports_per_vm is ${shown(most)}, not above min_ports_per_vm`] : []),
  ];
}

function staticProblems({ min_ports_per_vm: least, max_ports_per_vm: most }: Block): readonly string[] {
  return [
    ...(most === undefined
      ? []
      : ["max_ports_per_vm is there without enable_dynamic_port_allocation, and the API refuses it"]),
    ...(isReference(least) || Number(least) >= LEAST_MAX
      ? []
      : [
          `min_ports_per_vm is ${shown(least)} for every node, less than ${LEAST_MAX}, and enable_dynamic_port_allocation is not true`,
        ]),
  ];
}

/** Between its limit and all ports there are. */
const isRight = (ports: unknown, least: number): boolean =>
  isReference(ports) ||
  (Number(ports) >= least && Number(ports) <= 65_536 && Number.isInteger(Math.log2(Number(ports))));
