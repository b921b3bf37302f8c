import { containerRule } from "../../facts/pods";
import { imageOf } from "../../facts/pods-images";
import { verdict } from "../../rule";

/** Programs that hold the whole cluster's rights for whoever reaches their port. Helm 3 needs no Tiller, GKE has its own console. */
const TOOLS = /(^|\/)(tiller|kubernetes-dashboard(-amd64)?|dashboard-(api|web|auth))$/;

/** Neither Tiller nor the Kubernetes dashboard runs in the cluster. */
export const podClusterTools = containerRule(({ container, path }, { object }) => {
  const { repository } = imageOf(container.image ?? "");
  return verdict([
    ...(TOOLS.test(repository) ? [`${path}.image is ${repository}`] : []),
    ...(/^(tiller-deploy|kubernetes-dashboard)$/.test(object.name) ? [`metadata.name is "${object.name}"`] : []),
    ...([...(container.command ?? []), ...(container.args ?? [])].some((word) => /^--?listen=.*:44134$/.test(word))
      ? [`${path}.args listens as Tiller does`]
      : []),
  ]);
});
