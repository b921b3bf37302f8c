import { containersOf, type PodTemplate } from "../pod-templates";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

const SECURITY = "https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security";
const RESOURCES = "https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests";

/** What a container may add on Autopilot; NET_ADMIN needs allow_net_admin on the cluster. */
const CAPABILITIES: ReadonlySet<string> = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT SYS_PTRACE".split(
    " ",
  ),
);

/** GKE Warden's constraints on pods of an Autopilot cluster. */
export const autopilot: Check = {
  id: "autopilot",
  source: SECURITY,
  effect: "pods-never-start",
  find: (review) =>
    review.cluster.features.autopilot ? review.podTemplates.flatMap((template) => denied(template, review)) : [],
};

function denied(template: PodTemplate, review: Review): Finding[] {
  const { object, path, spec, isPod } = template;
  const finding = (place: string, message: string, fix: string): Finding => ({
    object,
    path: place,
    message: `GKE Warden denies it: ${message}`,
    fix,
    ...(isPod ? { effect: "refused" as const } : {}),
  });
  const host = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((name) => spec[name] === true);
  return [
    ...host.map((name) => finding(`${path}.${name}`, `${name} is not allowed on Autopilot`, "remove it")),
    ...(spec.volumes ?? []).flatMap((volume, index) =>
      volume.hostPath === undefined || volume.hostPath.path.startsWith("/var/log")
        ? []
        : [
            finding(
              `${path}.volumes[${index}].hostPath`,
              "hostPath is allowed only below /var/log, for reading",
              "use an emptyDir or a PersistentVolumeClaim",
            ),
          ],
    ),
    ...containersOf(template).flatMap(({ container, path: place }) => [
      ...(container.securityContext?.privileged === true
        ? [finding(`${place}.securityContext.privileged`, "privileged containers are not allowed", "remove it")]
        : []),
      ...(container.securityContext?.capabilities?.add ?? [])
        .filter((capability) => !CAPABILITIES.has(capability))
        .map((capability) =>
          finding(
            `${place}.securityContext.capabilities.add`,
            `the capability ${capability} is not allowed`,
            "remove it",
          ),
        ),
    ]),
    ...unsized(template, review),
  ];
}

/** Autopilot sizes a container without requests itself, which is rarely what its owner wants to pay for. */
function unsized(template: PodTemplate, review: Review): Finding[] {
  const { namespace } = template.object.metadata;
  const hasDefaults = review.ofKind("", "LimitRange", namespace).length > 0;
  return hasDefaults
    ? []
    : containersOf(template)
        .filter(
          ({ container, role }) =>
            role !== "ephemeral" &&
            container.resources?.requests === undefined &&
            container.resources?.limits === undefined,
        )
        .map(({ path }) => ({
          object: template.object,
          path: `${path}.resources.requests`,
          message: "no requests: Autopilot sets its own defaults and charges for them",
          fix: "set requests for cpu, memory and ephemeral-storage",
          effect: "warning" as const,
          source: RESOURCES,
        }));
}
