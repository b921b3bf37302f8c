import { type Check } from "./check";

/** Namespaces that Google runs on Autopilot; GKE Warden refuses writes. https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security */
const MANAGED = /^(kube-system|gke-.*|gmp-system)$/;

/** A namespaced object needs its namespace first; the sandbox takes one that the same release brings as early enough. */
export const namespaces: Check = {
  id: "namespaces",
  source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
  effect: "refused",
  find: (review) =>
    review.objects.flatMap((object) => {
      const { namespace } = object.metadata;
      if (namespace === undefined) {
        return [];
      }
      const path = "metadata.namespace";
      if (review.namespaces[namespace] === undefined) {
        return [
          {
            object,
            path,
            message: `namespaces "${namespace}" not found`,
            fix: `create the namespace before the release, or correct the name`,
          },
        ];
      }
      if (review.cluster.features.autopilot && MANAGED.test(namespace)) {
        return [
          {
            object,
            path,
            message: `the namespace "${namespace}" is managed by GKE and denies the request`,
            fix: "use a namespace of your own",
          },
        ];
      }
      return [];
    }),
};
