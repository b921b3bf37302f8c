export { EdgeDns, type DnsRecord } from "./dns";
export { Edge, type EdgeProps, type IEdge } from "./edge";
export { HostCertificate, type HostCertificateProps } from "./host-certificate";
