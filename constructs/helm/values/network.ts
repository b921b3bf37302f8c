import * as z from "zod";
import { remotePorts } from "./container";
import { cidr, egressHost, kubernetesName, labelKey, labelValue, remotePort, workloadName } from "./scalars";

/**
 * Ranges that are not the internet: what "anywhere but private ranges" leaves out.
 * https://www.iana.org/assignments/iana-ipv4-special-registry, and 34.118.224.0/20, from which GKE takes Service
 * addresses by default (https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing_secondary_range_svcs).
 */
export const PRIVATE_RANGES: readonly string[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "34.118.224.0/20",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

const podsElsewhere = z.strictObject({
  /** The namespace, by its name. */
  namespace: kubernetesName(),
  /** The pods in it. @default - all of them */
  podLabels: z.record(labelKey(), labelValue()).default({}),
  /** TCP ports. */
  ports: remotePorts(),
});

const range = z.strictObject({
  /** Where to or where from. */
  cidr: cidr(),
  /** TCP ports. */
  ports: remotePorts(),
});

/**
 * Who may talk to whom, in intents. Everything else is denied, both ways. What other settings imply is not repeated
 * here: a route lets the load balancer in, `metrics` the collector, `cloudSqlProxy` lets the pod out to the database
 * and to Google's APIs, `apiRules` to the Kubernetes API, and every pod may resolve names.
 */
export const podNetworkSchema = z.strictObject({
  /** Who may connect to these pods. */
  from: z
    .strictObject({
      /** Workloads, jobs or pod templates of this release; all ports. The other side is opened with it. @default - none */
      workloads: z.array(workloadName()).default([]),
      /** Pods of other namespaces. @default - none */
      namespaces: z.array(podsElsewhere).default([]),
      /** Addresses outside the cluster. @default - none */
      ranges: z.array(range).default([]),
    })
    .prefault({}),
  /** Whom these pods may connect to. */
  to: z
    .strictObject({
      /** Workloads, jobs or pod templates of this release; all ports. The other side is opened with it. @default - none */
      workloads: z.array(workloadName()).default([]),
      /** Google's APIs, and the metadata server that hands out credentials for them. @default false */
      googleApis: z.boolean().default(false),
      /** Hosts over HTTPS, by name; the first label may be `*`. Needs FQDN network policies in the cluster. @default - none */
      hosts: z.array(egressHost()).default([]),
      /** TCP ports on any public address, for example 443. Never reaches private ranges. @default - none */
      internetPorts: z.array(remotePort()).default([]),
      /** Pods of other namespaces. @default - none */
      namespaces: z.array(podsElsewhere).default([]),
      /** Addresses, for example a peered network's. @default - none */
      ranges: z.array(range).default([]),
    })
    .prefault({}),
});

/** What the policies have to know about the cluster's network. */
export const networkSchema = z.strictObject({
  /** The cluster's Service range: DNS is asked there. */
  serviceRange: cidr(),
  /** The range of private services access, where Cloud SQL lives. Needed with `cloudSqlProxy`. */
  databaseRange: cidr().optional(),
  /** Where the control plane answers: its private endpoint as a /32, or the node range. Needed with `apiRules`. @default - none */
  apiServerRanges: z.array(cidr()).default([]),
  /** What `internetPorts` leaves out. @default {@link PRIVATE_RANGES} */
  privateRanges: z
    .array(cidr())
    .min(1)
    .default([...PRIVATE_RANGES]),
});
