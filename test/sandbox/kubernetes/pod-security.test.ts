import { type AdmissionProblem, admit } from "../../../sandbox/kubernetes/admit";
import { type KubernetesObject } from "../../../sandbox/kubernetes/objects";
import { BASELINE_CHECKS } from "../../../sandbox/kubernetes/pod-security/baseline";
import { RESTRICTED_CHECKS } from "../../../sandbox/kubernetes/pod-security/restricted";
import { FEATURES } from "./release";

type Fields = Readonly<Record<string, unknown>>;

const HARDENED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

/** A pod that fulfills "restricted", with the given differences in its spec, its container and the container's security context. */
function pod(
  change: { spec?: Fields; container?: Fields; security?: Fields; annotations?: Record<string, string> } = {},
): KubernetesObject {
  const container = {
    name: "main",
    image: "a",
    securityContext: { ...HARDENED, ...change.security },
    ...change.container,
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "pod", annotations: change.annotations },
    spec: { containers: [container], ...change.spec },
  };
}

/** The ids of the checks that a namespace of the given level reports. */
function violations(object: KubernetesObject, level: string, mode = "enforce"): string[] {
  const labels = { [`pod-security.kubernetes.io/${mode}`]: level };
  const { problems, warnings } = admit([object], {
    namespaces: { default: { labels } },
    features: { ...FEATURES, autopilot: false },
    objects: [],
  });
  const wanted = mode === "warn" ? warnings : problems;
  return [...new Set(wanted.filter(({ check }) => check === "pod-security").map(idOf))];
}

const idOf = ({ message }: AdmissionProblem): string =>
  /^violates PodSecurity "\w+": (\w+):/.exec(message)?.[1] ?? message;

interface Fixture {
  readonly id: string;
  /** What the check must let pass at its level. */
  readonly allowed: readonly KubernetesObject[];
  readonly forbidden: readonly KubernetesObject[];
}

const probe = (name: string, handler: string, host?: string): KubernetesObject =>
  pod({ container: { [name]: { [handler]: { port: 80, ...(host === undefined ? {} : { host }) } } } });

const BASELINE: readonly Fixture[] = [
  {
    id: "hostNamespaces",
    allowed: [pod({ spec: { hostNetwork: false } })],
    forbidden: [
      pod({ spec: { hostNetwork: true } }),
      pod({ spec: { hostPID: true } }),
      pod({ spec: { hostIPC: true } }),
    ],
  },
  {
    id: "privileged",
    allowed: [pod({ security: { privileged: false } })],
    forbidden: [pod({ security: { privileged: true } })],
  },
  {
    id: "capabilities_baseline",
    allowed: [pod({ security: { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } } })],
    forbidden: [
      pod({ security: { capabilities: { drop: ["ALL"], add: ["NET_RAW"] } } }),
      pod({ security: { capabilities: { add: ["SYS_ADMIN"] } } }),
    ],
  },
  {
    id: "hostPathVolumes",
    allowed: [pod({ spec: { volumes: [{ name: "v", emptyDir: {} }] } })],
    forbidden: [pod({ spec: { volumes: [{ name: "v", hostPath: { path: "/" } }] } })],
  },
  {
    id: "hostPorts",
    allowed: [pod({ container: { ports: [{ containerPort: 80 }] } })],
    forbidden: [pod({ container: { ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }] } })],
  },
  {
    id: "hostProbesAndHostLifecycle",
    allowed: [probe("livenessProbe", "httpGet"), probe("readinessProbe", "tcpSocket", "")],
    forbidden: [
      probe("livenessProbe", "httpGet", "127.0.0.1"),
      probe("startupProbe", "tcpSocket", "10.0.0.1"),
      pod({ container: { lifecycle: { preStop: { httpGet: { port: 80, host: "metadata" } } } } }),
    ],
  },
  {
    id: "appArmorProfile",
    allowed: [
      pod({ security: { appArmorProfile: { type: "RuntimeDefault" } } }),
      pod({ annotations: { "container.apparmor.security.beta.kubernetes.io/main": "runtime/default" } }),
    ],
    forbidden: [
      pod({ security: { appArmorProfile: { type: "Unconfined" } } }),
      pod({ spec: { securityContext: { appArmorProfile: { type: "Unconfined" } } } }),
      pod({ annotations: { "container.apparmor.security.beta.kubernetes.io/main": "unconfined" } }),
    ],
  },
  {
    id: "seLinuxOptions",
    allowed: [pod({ security: { seLinuxOptions: { type: "container_t", level: "s0" } } })],
    forbidden: [
      pod({ security: { seLinuxOptions: { type: "spc_t" } } }),
      pod({ security: { seLinuxOptions: { user: "root" } } }),
      pod({ spec: { securityContext: { seLinuxOptions: { role: "admin" } } } }),
    ],
  },
  {
    id: "procMount",
    allowed: [pod({ security: { procMount: "Default" } })],
    forbidden: [pod({ security: { procMount: "Unmasked" } })],
  },
  {
    id: "seccompProfile_baseline",
    allowed: [pod({ security: { seccompProfile: { type: "Localhost", localhostProfile: "a" } } })],
    forbidden: [
      pod({ security: { seccompProfile: { type: "Unconfined" } } }),
      pod({ spec: { securityContext: { seccompProfile: { type: "Unconfined" } } } }),
    ],
  },
  {
    id: "sysctls",
    allowed: [pod({ spec: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }] } } })],
    forbidden: [pod({ spec: { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } } })],
  },
  {
    id: "windowsHostProcess",
    allowed: [pod({ security: { windowsOptions: { hostProcess: false } } })],
    forbidden: [
      pod({ security: { windowsOptions: { hostProcess: true } } }),
      pod({ spec: { securityContext: { windowsOptions: { hostProcess: true } } } }),
    ],
  },
];

const volume = (type: string, source: Fields = {}): KubernetesObject =>
  pod({ spec: { volumes: [{ name: "v", [type]: source }] } });

const RESTRICTED: readonly Fixture[] = [
  {
    id: "allowPrivilegeEscalation",
    allowed: [pod()],
    forbidden: [
      pod({ security: { allowPrivilegeEscalation: true } }),
      pod({ security: { allowPrivilegeEscalation: undefined } }),
      pod({
        spec: {
          initContainers: [
            { name: "init", image: "a", securityContext: { ...HARDENED, allowPrivilegeEscalation: true } },
          ],
        },
      }),
    ],
  },
  {
    id: "capabilities_restricted",
    allowed: [pod({ security: { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } } })],
    forbidden: [
      pod({ security: { capabilities: { drop: ["NET_RAW"] } } }),
      pod({ security: { capabilities: undefined } }),
      pod({ security: { capabilities: { drop: ["ALL"], add: ["CHOWN"] } } }),
    ],
  },
  {
    id: "restrictedVolumes",
    allowed: [
      volume("emptyDir"),
      volume("configMap", { name: "c", optional: true }),
      volume("image", { reference: "a" }),
      volume("csi", { driver: "example.dev" }),
    ],
    forbidden: [
      volume("nfs", { server: "a", path: "/" }),
      volume("hostPath", { path: "/" }),
      volume("gcePersistentDisk", { pdName: "a" }),
    ],
  },
  {
    id: "runAsNonRoot",
    allowed: [pod({ security: { runAsNonRoot: undefined }, spec: { securityContext: { runAsNonRoot: true } } })],
    forbidden: [
      pod({ security: { runAsNonRoot: undefined } }),
      pod({ security: { runAsNonRoot: false }, spec: { securityContext: { runAsNonRoot: true } } }),
      pod({ spec: { securityContext: { runAsNonRoot: false } } }),
    ],
  },
  {
    id: "runAsUser",
    allowed: [pod({ security: { runAsUser: 1 } }), pod({ security: { runAsUser: undefined } })],
    forbidden: [pod({ security: { runAsUser: 0 } }), pod({ spec: { securityContext: { runAsUser: 0 } } })],
  },
  {
    id: "seccompProfile_restricted",
    allowed: [
      pod({
        security: { seccompProfile: undefined },
        spec: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } },
      }),
    ],
    forbidden: [
      pod({ security: { seccompProfile: undefined } }),
      pod({ security: { seccompProfile: { type: "Unconfined" } } }),
    ],
  },
];

describe.each([
  ["baseline", BASELINE, BASELINE_CHECKS],
  ["restricted", RESTRICTED, RESTRICTED_CHECKS],
] as const)("Pod Security at level %s", (level, fixtures, checks) => {
  it("has fixtures for each of its checks", () => {
    expect(fixtures.map(({ id }) => id).sort()).toEqual(checks.map(({ id }) => id).sort());
  });

  it.each(fixtures)("$id lets pass what the standard allows", ({ allowed }) => {
    expect(allowed.map((object) => violations(object, level))).toEqual(allowed.map(() => []));
  });

  it.each(fixtures)("$id refuses what the standard forbids", ({ id, forbidden }) => {
    for (const object of forbidden) {
      expect(violations(object, level)).toContain(id);
    }
  });
});

describe("Pod Security", () => {
  const root = pod({ security: { allowPrivilegeEscalation: undefined } });

  it("does not apply restricted checks at level baseline, and none at all without labels", () => {
    expect(violations(root, "baseline")).toEqual([]);
    expect(violations(pod({ spec: { hostNetwork: true } }), "privileged")).toEqual([]);
    expect(violations(pod({ spec: { hostNetwork: true } }), "restricted", "audit")).toEqual([]);
  });

  it("takes an unknown level for the strictest", () => {
    expect(violations(root, "strict")).toEqual(["allowPrivilegeEscalation"]);
  });

  it("warns where the namespace asks for warnings", () => {
    expect(violations(root, "restricted", "warn")).toEqual(["allowPrivilegeEscalation"]);
    expect(violations(root, "restricted", "audit")).toEqual([]);
  });

  it("refuses a pod and stores a workload whose pods will be refused", () => {
    const cluster = {
      namespaces: { default: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
      features: { ...FEATURES, autopilot: false },
      objects: [],
    };
    const job: KubernetesObject = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "job" },
      spec: { template: { spec: { ...(root.spec as Fields), restartPolicy: "Never" } } },
    };
    const { admitted, problems } = admit([root, job], cluster);
    expect(problems.map(({ object, path, effect }) => [object, path, effect])).toEqual([
      ["v1 Pod default/pod", "spec.containers[0].securityContext.allowPrivilegeEscalation", "refused"],
      [
        "batch/v1 Job default/job",
        "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
        "pods-never-start",
      ],
    ]);
    expect(admitted.map(({ kind }) => kind)).toEqual(["Job"]);
  });

  it("reads the labels of a namespace that the same release brings", () => {
    const namespace: KubernetesObject = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "own", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    };
    const inside = { ...root, metadata: { name: "pod", namespace: "own" } };
    const { problems } = admit([namespace, inside], { namespaces: {}, features: FEATURES, objects: [] });
    expect(problems.map(({ check }) => check)).toEqual(["pod-security"]);
  });

  it("refuses a namespace whose level does not exist", () => {
    const namespace: KubernetesObject = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "own", labels: { "pod-security.kubernetes.io/enforce": "strict" } },
    };
    const { problems } = admit([namespace], { namespaces: {}, features: FEATURES, objects: [] });
    expect(problems.map(({ message, effect }) => [message, effect])).toEqual([['"strict" is no level', "refused"]]);
  });
});
