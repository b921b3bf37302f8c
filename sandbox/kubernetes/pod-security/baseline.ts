import { type Container } from "../kubernetes-types";
import { containersOf, type PodTemplate } from "../pod-templates";
import { eachContainer, type PodCheck, type Violation } from "./pod-check";

// The twelve checks of level "baseline" as of Kubernetes 1.34.
// https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
// https://github.com/kubernetes/pod-security-admission/tree/master/policy

const CAPABILITIES: ReadonlySet<string> = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);
const SELINUX_TYPES: ReadonlySet<string> = new Set([
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
]);
const SYSCTLS: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced",
  ...(
    "ip_local_port_range tcp_syncookies ping_group_range ip_unprivileged_port_start ip_local_reserved_ports tcp_keepalive_time " +
    "tcp_keepalive_intvl tcp_keepalive_probes tcp_fin_timeout tcp_rmem tcp_wmem tcp_slow_start_after_idle tcp_notsent_lowat"
  )
    .split(" ")
    .map((name) => `net.ipv4.${name}`),
]);
const APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

const check = (id: string, find: (template: PodTemplate) => readonly Violation[]): PodCheck => ({
  id,
  level: "baseline",
  find,
});

export const BASELINE_CHECKS: readonly PodCheck[] = [
  check("hostNamespaces", ({ spec, path }) =>
    (["hostNetwork", "hostPID", "hostIPC"] as const)
      .filter((name) => spec[name] === true)
      .map((name) => ({ path: `${path}.${name}`, message: `host namespaces (${name}=true)`, fix: "remove it" })),
  ),
  check("privileged", (template) =>
    eachContainer(containersOf(template), ({ name }, { privileged }) =>
      privileged === true
        ? { at: "securityContext.privileged", message: `privileged (container "${name}")`, fix: "remove it" }
        : undefined,
    ),
  ),
  check("capabilities_baseline", (template) =>
    eachContainer(containersOf(template), ({ name }, { capabilities }) => {
      const added = (capabilities?.add ?? []).filter((capability) => !CAPABILITIES.has(capability));
      return added.length === 0
        ? undefined
        : {
            at: "securityContext.capabilities.add",
            message: `non-default capabilities ${added.join(", ")} (container "${name}")`,
            fix: "remove them",
          };
    }),
  ),
  check("hostPathVolumes", ({ spec, path }) =>
    (spec.volumes ?? []).flatMap(({ name, hostPath }, index) =>
      hostPath === undefined
        ? []
        : [
            {
              path: `${path}.volumes[${index}].hostPath`,
              message: `hostPath volumes (volume "${name}")`,
              fix: "use an emptyDir or a PersistentVolumeClaim",
            },
          ],
    ),
  ),
  check("hostPorts", (template) =>
    eachContainer(containersOf(template), ({ name, ports = [] }) => {
      const index = ports.findIndex(({ hostPort }) => (hostPort ?? 0) !== 0);
      return index < 0
        ? undefined
        : {
            at: `ports[${index}].hostPort`,
            message: `hostPort (container "${name}")`,
            fix: "remove it and use a Service",
          };
    }),
  ),
  check("hostProbesAndHostLifecycle", (template) =>
    eachContainer(containersOf(template), (container) => {
      const at = hostNamedIn(container);
      return at === undefined
        ? undefined
        : {
            at,
            message: `probe or lifecycle host (container "${container.name}")`,
            fix: "remove host: kubelet asks the pod itself",
          };
    }),
  ),
  check("appArmorProfile", (template) => appArmor(template)),
  check("seLinuxOptions", (template) => {
    const judge = (options: { type?: string; user?: string; role?: string } | undefined): string | undefined =>
      options === undefined ||
      (SELINUX_TYPES.has(options.type ?? "") && (options.user ?? "") === "" && (options.role ?? "") === "")
        ? undefined
        : "seLinuxOptions that set a user, a role or an unusual type";
    const pod = judge(template.spec.securityContext?.seLinuxOptions);
    return [
      ...(pod === undefined
        ? []
        : [{ path: `${template.path}.securityContext.seLinuxOptions`, message: pod, fix: "remove it" }]),
      ...eachContainer(containersOf(template), ({ name }, { seLinuxOptions }) => {
        const message = judge(seLinuxOptions);
        return message === undefined
          ? undefined
          : { at: "securityContext.seLinuxOptions", message: `${message} (container "${name}")`, fix: "remove it" };
      }),
    ];
  }),
  check("procMount", (template) =>
    eachContainer(containersOf(template), ({ name }, { procMount = "Default" }) =>
      procMount === "Default"
        ? undefined
        : {
            at: "securityContext.procMount",
            message: `procMount=${procMount} (container "${name}")`,
            fix: "remove it",
          },
    ),
  ),
  check("seccompProfile_baseline", (template) => {
    const isUnconfined = (profile: { type: string } | undefined): boolean => profile?.type === "Unconfined";
    const fix = "set type: RuntimeDefault";
    return [
      ...(isUnconfined(template.spec.securityContext?.seccompProfile)
        ? [{ path: `${template.path}.securityContext.seccompProfile.type`, message: "seccompProfile Unconfined", fix }]
        : []),
      ...eachContainer(containersOf(template), ({ name }, { seccompProfile }) =>
        isUnconfined(seccompProfile)
          ? {
              at: "securityContext.seccompProfile.type",
              message: `seccompProfile Unconfined (container "${name}")`,
              fix,
            }
          : undefined,
      ),
    ];
  }),
  check("sysctls", ({ spec, path }) =>
    (spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) =>
      SYSCTLS.has(name)
        ? []
        : [
            {
              path: `${path}.securityContext.sysctls[${index}]`,
              message: `forbidden sysctl ${name}`,
              fix: "remove it",
            },
          ],
    ),
  ),
  check("windowsHostProcess", (template) => [
    ...(template.spec.securityContext?.windowsOptions?.hostProcess === true
      ? [
          {
            path: `${template.path}.securityContext.windowsOptions.hostProcess`,
            message: "hostProcess",
            fix: "remove it",
          },
        ]
      : []),
    ...eachContainer(containersOf(template), ({ name }, { windowsOptions }) =>
      windowsOptions?.hostProcess === true
        ? {
            at: "securityContext.windowsOptions.hostProcess",
            message: `hostProcess (container "${name}")`,
            fix: "remove it",
          }
        : undefined,
    ),
  ]),
];

function appArmor(template: PodTemplate): Violation[] {
  const isForbidden = (profile: { type: string } | undefined): boolean =>
    profile !== undefined && !["RuntimeDefault", "Localhost"].includes(profile.type);
  const fix = "use RuntimeDefault or Localhost";
  return [
    ...(isForbidden(template.spec.securityContext?.appArmorProfile)
      ? [{ path: `${template.path}.securityContext.appArmorProfile`, message: "forbidden AppArmor profile", fix }]
      : []),
    ...eachContainer(containersOf(template), ({ name }, { appArmorProfile }) =>
      isForbidden(appArmorProfile)
        ? { at: "securityContext.appArmorProfile", message: `forbidden AppArmor profile (container "${name}")`, fix }
        : undefined,
    ),
    ...Object.entries(template.annotations)
      .filter(
        ([key, value]) =>
          key.startsWith(APPARMOR_ANNOTATION) &&
          value !== "" &&
          value !== "runtime/default" &&
          !value.startsWith("localhost/"),
      )
      .map(([key]) => ({
        path: template.path.replace(/spec$/, `metadata.annotations[${key}]`),
        message: "forbidden AppArmor profile",
        fix,
      })),
  ];
}

/** Where a container's probe or lifecycle hook names a host, if any does. */
function hostNamedIn({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string | undefined {
  const handlers = {
    livenessProbe,
    readinessProbe,
    startupProbe,
    "lifecycle.postStart": lifecycle?.postStart,
    "lifecycle.preStop": lifecycle?.preStop,
  };
  const names = Object.entries(handlers).flatMap(([at, handler]) =>
    (["httpGet", "tcpSocket"] as const)
      .filter((kind) => (handler?.[kind]?.host ?? "") !== "")
      .map((kind) => `${at}.${kind}.host`),
  );
  return names[0];
}
