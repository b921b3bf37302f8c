import { podRule, type PodContainer } from "../../facts/pods";
import { verdict } from "../../rule";

/** Directories whose content is the system's: what lies over them replaces programs, libraries or the kernel's files. */
const SYSTEM = /^\/(|bin|sbin|lib|lib64|usr|etc|proc|sys|dev|boot|root)(\/(bin|sbin|lib|lib64|local))?\/?$/;

/** Where files with secrets are mounted by convention. */
const SECRETS = /^\/(var\/)?(run\/)?(etc\/)?secrets\//;

/**
 * Volumes and mounts belong together: each mount has its volume and each volume its mount, none hides the system's directories, what a variable
 * says of a secret's place is true, and a container with scratch space has it where programs look for it, at /tmp.
 */
export const podMounts = podRule(({ pod, containers }) => {
  const volumes = (pod.spec.volumes ?? []).map(({ name }) => name);
  const mounted = new Set(
    containers.flatMap(({ container }) => (container.volumeMounts ?? []).map(({ name }) => name)),
  );
  const scratch = new Set(
    (pod.spec.volumes ?? []).flatMap(({ name, emptyDir }) => (emptyDir === undefined ? [] : [name])),
  );
  return verdict([
    ...(pod.spec.volumes ?? []).flatMap((volume, index) =>
      Object.keys(volume).some((field) => field !== "name")
        ? []
        : [`${pod.path}.volumes[${index}] "${volume.name}" has no source, which makes it an empty directory`],
    ),
    ...volumes.flatMap((name, index) =>
      mounted.has(name) ? [] : [`${pod.path}.volumes[${index}] "${name}" is mounted by no container`],
    ),
    ...containers.flatMap((placed) => findingsOf(placed, volumes, scratch)),
  ]);
});

function findingsOf(
  { container, path }: PodContainer,
  volumes: readonly string[],
  scratch: ReadonlySet<string>,
): string[] {
  const mounts = container.volumeMounts ?? [];
  const paths = mounts.map(({ mountPath = "" }) => mountPath.replace(/\/$/, ""));
  const isReadOnly = container.securityContext?.readOnlyRootFilesystem === true;
  const hasScratch = mounts.some(({ name }) => scratch.has(name));
  return [
    ...mounts.flatMap(({ name, mountPath = "" }, index) => [
      ...(volumes.includes(name) ? [] : [`${path}.volumeMounts[${index}].name is "${name}", no volume of the pod`]),
      ...(SYSTEM.test(mountPath) ? [`${path}.volumeMounts[${index}].mountPath is "${mountPath}"`] : []),
      ...(paths.indexOf(mountPath.replace(/\/$/, "")) === index
        ? []
        : [`${path}.volumeMounts[${index}].mountPath is "${mountPath}" again`]),
    ]),
    ...(container.env ?? []).flatMap(({ name, value = "" }, index) =>
      SECRETS.test(value) && !paths.some((mount) => value.startsWith(`${mount}/`))
        ? [`${path}.env[${index}] (${name}=${value}) names a place where nothing is mounted`]
        : [],
    ),
    ...(isReadOnly && hasScratch && !paths.includes("/tmp")
      ? [`${path}.volumeMounts has scratch space, but none at /tmp`]
      : []),
  ];
}
