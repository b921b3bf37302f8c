export { EdgeDns, type DnsRecord } from "./dns";
export { Edge, type EdgeProps, type IEdge } from "./edge";
export { type GatewayValues, type Unmatched } from "./gateway-values";
export { HostCertificate, type HostCertificateProps } from "./host-certificate";
export {
  OPEN_TO_THE_INTERNET,
  type EdgeService,
  type EdgeServiceBase,
  type GatewayService,
  type HttpService,
  type RequestLogs,
  type WebSocketService,
} from "./services";
