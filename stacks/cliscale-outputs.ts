import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { type EnvironmentSettings } from "../environments/settings";
import { kubernetesConnection, type ICluster } from "../constructs/gke";
import { type CliscalePlatform } from "./cliscale-platform";
import { type CliscaleWorkload } from "./cliscale-workload";

/** The providers that work inside the cluster. */
export function connectToCluster(stack: TerraformStack, cluster: ICluster): void {
  const connection = kubernetesConnection(cluster);
  new KubernetesProvider(stack, "kubernetes", connection.kubernetes);
  new HelmProvider(stack, "helm", connection.helm);
}

/** What a person needs next, from the platform. None of it is a secret. */
export function platformOutputs(
  stack: TerraformStack,
  settings: EnvironmentSettings,
  platform: CliscalePlatform,
): void {
  const { edge, network, database, registry, cluster } = platform;
  output(stack, "address", edge.address, "Where both hosts have to point");
  output(stack, "nat_addresses", [...network.natAddresses], "Where our outgoing connections come from");
  output(stack, "database_connection_name", database.connectionName, "For cloud-sql-proxy");
  output(stack, "registry", registry.url, "Where images are pushed to");
  output(stack, "cluster_name", cluster.clusterName, "The GKE cluster");
  output(stack, "get_credentials_command", cluster.credentialsCommand, "Gives kubectl access to the cluster");
  if (edge.nameServers !== undefined) {
    output(stack, "name_servers", edge.nameServers, "Where the parent domain has to delegate the zone to");
  }
  if (settings.dns.kind === "elsewhere") {
    output(stack, "dns_records", edge.records, "Create these records where the domain's names are kept");
  }
}

/** What a person needs next, from the workload. */
export function workloadOutputs(
  stack: TerraformStack,
  settings: EnvironmentSettings,
  workload: CliscaleWorkload,
): void {
  output(stack, "url", `https://${settings.domain}`, "The controller");
  output(stack, "websocket_url", `wss://${settings.wsDomain}`, "The gateway");
  output(stack, "namespace", workload.namespace.name, "The namespace of all workloads");
}

function output(stack: TerraformStack, name: string, value: unknown, description: string): void {
  new TerraformOutput(stack, name, { value, description, staticId: true });
}
