import { type PublicCheck } from "./check";

const CUSTOMER_KEYS =
  "nobody's disk is better protected by a key of ours unless losing the key has to destroy it: Google encrypts all of them. Where data is kept, the rules for databases, volumes and buckets ask for keys";

/** Checks of trivy-checks for Compute Engine and DNS: https://avd.aquasec.com/misconfig/google/compute and https://avd.aquasec.com/misconfig/google/dns */
export const TRIVY_NETWORK: readonly PublicCheck[] = [
  { id: "AVD-GCP-0012", demands: "zones are not signed with RSA and SHA-1" },
  { id: "AVD-GCP-0013", demands: "zones are signed" },
  { id: "AVD-GCP-0027", demands: "no firewall rule lets everybody in" },
  { id: "AVD-GCP-0029", demands: "subnets have flow logs" },
  { id: "AVD-GCP-0030", demands: "instances refuse the project's SSH keys" },
  { id: "AVD-GCP-0031", demands: "instances have no public address" },
  { id: "AVD-GCP-0032", demands: "instances have no serial console" },
  { id: "AVD-GCP-0033", demands: "disks of instances have a customer's key", notApplicable: CUSTOMER_KEYS },
  { id: "AVD-GCP-0034", demands: "disks have a customer's key", notApplicable: CUSTOMER_KEYS },
  { id: "AVD-GCP-0035", demands: "no firewall rule allows egress to everywhere" },
  { id: "AVD-GCP-0036", demands: "no instance switches OS Login off" },
  { id: "AVD-GCP-0037", demands: "no disk's key is written out" },
  { id: "AVD-GCP-0039", demands: "SSL policies have TLS 1.2" },
  { id: "AVD-GCP-0041", demands: "instances have a virtual TPM" },
  { id: "AVD-GCP-0042", demands: "OS Login is on for a project" },
  { id: "AVD-GCP-0043", demands: "instances don't forward packets" },
  { id: "AVD-GCP-0044", demands: "instances have no Compute Engine account" },
  { id: "AVD-GCP-0045", demands: "instances have integrity monitoring" },
  { id: "AVD-GCP-0067", demands: "instances have secure boot" },
  { id: "AVD-GCP-0070", demands: "no firewall rule opens RDP to everybody" },
  { id: "AVD-GCP-0071", demands: "no firewall rule opens SSH to everybody" },
  { id: "AVD-GCP-0072", demands: "no firewall rule opens all ports" },
  { id: "AVD-GCP-0073", demands: "no firewall rule is as wide as that of a default network" },
  { id: "AVD-GCP-0074", demands: "no firewall rule opens more than thirty ports at once" },
  { id: "AVD-GCP-0075", demands: "subnets reach Google by private addresses" },
  { id: "AVD-GCP-0076", demands: "subnets have flow logs" },
];
