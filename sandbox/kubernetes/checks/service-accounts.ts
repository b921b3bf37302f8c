import { type Check } from "./check";

/** A pod without its ServiceAccount is never created. `default` is there in every namespace. */
export const serviceAccounts: Check = {
  id: "service-accounts",
  source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
  effect: "pods-never-start",
  find: (review) =>
    review.podTemplates.flatMap(({ object, path, spec, isPod }) => {
      const name = spec.serviceAccountName ?? spec.serviceAccount ?? "default";
      const { namespace } = object.metadata;
      return name === "default" || review.find("", "ServiceAccount", namespace, name) !== undefined
        ? []
        : [
            {
              object,
              path: `${path}.serviceAccountName`,
              message: `serviceaccount "${name}" not found in namespace "${namespace}"`,
              fix: "add the ServiceAccount to the release, or correct the name",
              ...(isPod ? { effect: "refused" as const } : {}),
            },
          ];
    }),
};
