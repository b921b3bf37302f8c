import { type CloudView } from "../cloud/law";
import { LawRefusal } from "../cloud/law-refusal";
import { at, isList, isObject, text, Unknown, type ObjectValue, type Value } from "../plugin/values";

/** As it is called wherever orders are explained. */
const LAW = "cluster-connection";

/** The cluster that a provider's settings lead to. */
export function connect(cloud: CloudView, host: Value): ObjectValue {
  if (host instanceof Unknown || typeof host !== "string" || host === "") {
    throw new LawRefusal(LAW, 'Get "http://localhost/api": dial tcp [::1]:80: connect: connection refused', {
      detail: "The provider has no host: configure it with the cluster's endpoint.",
    });
  }
  const name = host.replace(/^https?:\/\//, "").replace(/[:/].*$/, "");
  const found = cloud.list("google_container_cluster").find(({ attributes }) => endpoints(attributes).includes(name));
  if (found === undefined) {
    throw new LawRefusal(LAW, `Get "https://${name}/api": dial tcp: lookup ${name}: no such host`, {
      detail: "No cluster in the sandbox has this endpoint.",
    });
  }
  return found.attributes;
}

/** True when a block such as `secret_manager_config { enabled = true }` says so. */
export function switchedOn(cluster: ObjectValue, path: string, value: Value = true): boolean {
  return at(cluster, path) === value;
}

function endpoints(cluster: ObjectValue): readonly string[] {
  const configs = isList(cluster["control_plane_endpoints_config"]) ? cluster["control_plane_endpoints_config"] : [];
  const dns = configs.map((config) => (isObject(config) ? at(config, "dns_endpoint_config.0.endpoint") : undefined));
  const privateEndpoint = at(cluster, "private_cluster_config.0.private_endpoint");
  return [text(cluster, "endpoint"), privateEndpoint, ...dns].filter(
    (value) => typeof value === "string" && value !== "",
  ) as string[];
}
