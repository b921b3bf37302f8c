import { containersOf, type PodTemplate } from "../pod-templates";
import { eachContainer, type PodCheck, type Violation } from "./pod-check";

// The seven checks that level "restricted" adds to "baseline" as of Kubernetes 1.34 (procMount comes with baseline until 1.35).
// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted

const VOLUME_TYPES: ReadonlySet<string> = new Set(
  "configMap downwardAPI emptyDir projected secret csi persistentVolumeClaim ephemeral image".split(" "),
);
const SECCOMP_TYPES: ReadonlySet<string | undefined> = new Set(["RuntimeDefault", "Localhost"]);

const check = (id: string, find: (template: PodTemplate) => readonly Violation[]): PodCheck => ({
  id,
  level: "restricted",
  find,
});

export const RESTRICTED_CHECKS: readonly PodCheck[] = [
  check("allowPrivilegeEscalation", (template) =>
    eachContainer(containersOf(template), ({ name }, { allowPrivilegeEscalation }) =>
      allowPrivilegeEscalation === false
        ? undefined
        : {
            at: "securityContext.allowPrivilegeEscalation",
            message: `allowPrivilegeEscalation != false (container "${name}" must set it to false)`,
            fix: "set it to false",
          },
    ),
  ),
  check("capabilities_restricted", (template) => [
    ...eachContainer(containersOf(template), ({ name }, { capabilities }) =>
      capabilities?.drop?.includes("ALL") === true
        ? undefined
        : {
            at: "securityContext.capabilities.drop",
            message: `unrestricted capabilities (container "${name}" must drop ALL)`,
            fix: "set drop: [ALL]",
          },
    ),
    ...eachContainer(containersOf(template), ({ name }, { capabilities }) =>
      (capabilities?.add ?? []).every((capability) => capability === "NET_BIND_SERVICE")
        ? undefined
        : {
            at: "securityContext.capabilities.add",
            message: `unrestricted capabilities (container "${name}" may add NET_BIND_SERVICE only)`,
            fix: "remove the others",
          },
    ),
  ]),
  check("restrictedVolumes", ({ spec, path }) =>
    (spec.volumes ?? []).flatMap((volume, index) =>
      Object.entries(volume)
        .filter(
          ([type, source]) => type !== "name" && source !== null && source !== undefined && !VOLUME_TYPES.has(type),
        )
        .map(([type]) => ({
          path: `${path}.volumes[${index}].${type}`,
          message: `restricted volume type ${type} (volume "${volume.name}")`,
          fix: `use one of ${[...VOLUME_TYPES].join(", ")}`,
        })),
    ),
  ),
  check("runAsNonRoot", (template) => {
    const pod = template.spec.securityContext?.runAsNonRoot;
    const fix = "set runAsNonRoot: true on the pod";
    return [
      ...(pod === false
        ? [{ path: `${template.path}.securityContext.runAsNonRoot`, message: "runAsNonRoot != true (pod)", fix }]
        : []),
      ...eachContainer(containersOf(template), ({ name }, { runAsNonRoot }) =>
        (runAsNonRoot ?? pod) === true || (runAsNonRoot === undefined && pod === false)
          ? undefined
          : { at: "securityContext.runAsNonRoot", message: `runAsNonRoot != true (container "${name}")`, fix },
      ),
    ];
  }),
  check("runAsUser", (template) => [
    ...(template.spec.securityContext?.runAsUser === 0
      ? [
          {
            path: `${template.path}.securityContext.runAsUser`,
            message: "runAsUser=0 (pod)",
            fix: "use an id above 10000",
          },
        ]
      : []),
    ...eachContainer(containersOf(template), ({ name }, { runAsUser }) =>
      runAsUser === 0
        ? {
            at: "securityContext.runAsUser",
            message: `runAsUser=0 (container "${name}")`,
            fix: "use an id above 10000",
          }
        : undefined,
    ),
  ]),
  check("seccompProfile_restricted", (template) => {
    const pod = template.spec.securityContext?.seccompProfile?.type;
    return eachContainer(containersOf(template), ({ name }, { seccompProfile }) =>
      SECCOMP_TYPES.has(seccompProfile?.type ?? pod)
        ? undefined
        : {
            at: "securityContext.seccompProfile",
            message: `seccompProfile must be RuntimeDefault or Localhost (container "${name}")`,
            fix: "set type: RuntimeDefault on the pod",
          },
    );
  }),
];
