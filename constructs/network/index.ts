export { LOAD_BALANCER_RANGES } from "./ingress-firewall";
export { type DynamicPorts, type NatOptions, type NatPorts, type StaticPorts } from "./nat-gateway";
export { Network, type INetwork, type NetworkProps } from "./network";
export { type FlowLogs } from "./node-subnetwork";
