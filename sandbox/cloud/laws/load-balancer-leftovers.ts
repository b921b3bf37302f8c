import { text } from "../../plugin/values";
import { type Law } from "../law";
import { CLUSTER_OBJECT, manifestOf, objectName } from "../object-references";
import { sha256 } from "../store";

/** Objects for which GKE makes a load balancer with endpoint groups in the cluster's network. */
const BALANCED: readonly string[] = ["Gateway", "Ingress"];

/**
 * A cluster that goes before its Gateways leaves their network endpoint groups behind: their controller is gone with it, and
 * the network cannot be deleted. https://github.com/hashicorp/terraform-provider-google/issues/5948, words of the error:
 * https://github.com/murphye/cheap-gke-cluster/issues/2
 */
export const law: Law = ({ action, type, key, project }, cloud) => {
  if (action !== "delete" || type !== "google_compute_network") return undefined;
  const isHere = (owner: string | undefined) => owner === undefined || owner === project;
  // as long as the project has a cluster, a Gateway may be that one's
  if (cloud.list("google_container_cluster").some(({ attributes }) => isHere(text(attributes, "project"))))
    return undefined;
  const left = cloud
    .list(CLUSTER_OBJECT)
    .filter(({ attributes }) => isHere(text(attributes, "project")))
    .map(({ key: name, attributes }) => ({
      name,
      object: manifestOf(attributes),
      release: text(attributes, "release"),
    }))
    .find(({ object }) => BALANCED.some((kind) => object["kind"] === kind));
  if (left === undefined) return undefined;
  const group = `projects/${project}/zones/europe-west1-b/networkEndpointGroups/k8s1-${sha256(left.name).slice(0, 8)}`;
  return {
    message: `Error waiting for Deleting Network: The network resource '${key}' is already being used by '${group}'`,
    advice:
      `The cluster was deleted while ${objectName(left.object)} of the release ${left.release ?? ""} was installed. Uninstall releases ` +
      "before their cluster; now delete the load balancer's leftovers by hand (gcloud compute network-endpoint-groups list), which in the " +
      `sandbox is the object ${CLUSTER_OBJECT} '${left.name}'.`,
  };
};
