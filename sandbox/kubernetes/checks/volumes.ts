import { type Check, type Finding } from "./check";

/** Volumes: own names, exactly one source, claims that exist. */
export const volumes: Check = {
  id: "volumes",
  source: "https://kubernetes.io/docs/concepts/storage/volumes/",
  effect: "refused",
  find: (review) =>
    review.podTemplates.flatMap(({ object, path, spec }) => {
      const list = spec.volumes ?? [];
      const claimed = (
        object.spec as { volumeClaimTemplates?: readonly { metadata?: { name?: string } }[] } | undefined
      )?.volumeClaimTemplates;
      return list.flatMap((volume, index): Finding[] => {
        const place = `${path}.volumes[${index}]`;
        const sources = Object.entries(volume).filter(
          ([key, value]) => key !== "name" && value !== null && value !== undefined,
        );
        const claim = volume.persistentVolumeClaim?.claimName;
        const { namespace } = object.metadata;
        return [
          ...(list.findIndex(({ name }) => name === volume.name) === index
            ? []
            : [
                {
                  object,
                  path: `${place}.name`,
                  message: `duplicate value "${volume.name}"`,
                  fix: "give every volume its own name",
                },
              ]),
          ...(sources.length === 1
            ? []
            : [
                {
                  object,
                  path: place,
                  message:
                    sources.length === 0 ? "must specify a volume type" : "may not specify more than 1 volume type",
                  fix: "give the volume one source, for example emptyDir: {}",
                },
              ]),
          ...(claim === undefined ||
          claimed !== undefined ||
          review.find("", "PersistentVolumeClaim", namespace, claim) !== undefined
            ? []
            : [
                {
                  object,
                  path: `${place}.persistentVolumeClaim`,
                  message: `persistentvolumeclaim "${claim}" not found`,
                  fix: "add the claim to the release",
                  effect: "pods-never-start" as const,
                },
              ]),
        ];
      });
    }),
};
