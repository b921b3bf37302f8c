import { resourceLevelBinding } from "../../constructs/core/resource-level-roles";
import { type AccessEntry, type AccessFinding, type SecretAccess } from "./entry";
import { ACT_AS_WORKLOAD } from "./google-grants";
import { type Pods } from "./pods";

const WORKLOAD_IDENTITY = "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity";

interface Found {
  readonly entries: readonly AccessEntry[];
  readonly secrets: readonly SecretAccess[];
  readonly pods: Pods;
  /** False when nothing of a cluster was rendered, so that nobody can say what is missing there. */
  readonly hasCluster: boolean;
}

/** What doesn't fit together, and what is granted more widely than it has to be. */
export function findingsIn(found: Found): readonly AccessFinding[] {
  return [
    ...annotationsWithoutBinding(found),
    ...(found.hasCluster ? bindingsWithoutAnnotation(found) : []),
    ...unknownMounts(found),
    ...mountsWithoutGrant(found),
    ...(found.hasCluster ? grantsWithoutMount(found) : []),
    ...projectLevelRoles(found),
  ];
}

function annotationsWithoutBinding({ entries, pods }: Found): readonly AccessFinding[] {
  return pods.workloads.flatMap(({ name, annotation }) => {
    const isBound = entries.some(
      ({ identity, may, on }) =>
        identity.name === name && may === ACT_AS_WORKLOAD && (on.name === annotation || on.level === "project"),
    );
    return annotation === undefined || isBound
      ? []
      : [
          {
            kind: "annotation-without-binding",
            identity: name,
            problem: `The Kubernetes service account ${name} is annotated with ${annotation}, which does not let it act as it.`,
            fix: `Bind ${ACT_AS_WORKLOAD} on ${annotation} to it, or correct the annotation.`,
            reference: WORKLOAD_IDENTITY,
            why: pods.paths.get(name) ?? "",
          },
        ];
  });
}

function bindingsWithoutAnnotation({ entries, pods }: Found): readonly AccessFinding[] {
  return entries
    .filter(({ identity, may }) => may === ACT_AS_WORKLOAD && identity.kind === "Kubernetes service account")
    .flatMap(({ identity: { name }, on, why }) => {
      const workload = pods.workloads.find((one) => one.name === name);
      const { annotation } = workload ?? {};
      const is =
        workload === undefined
          ? "is not rendered by any chart"
          : annotation === undefined
            ? "has no such annotation"
            : `is annotated with ${annotation}`;
      return annotation === on.name
        ? []
        : [
            {
              kind: "binding-without-annotation",
              identity: name,
              problem: `The Kubernetes service account ${name} may act as ${on.name}, but ${is}.`,
              fix: `Annotate it with iam.gke.io/gcp-service-account: ${on.name}, or remove the binding.`,
              reference: WORKLOAD_IDENTITY,
              why,
            },
          ];
    });
}

function unknownMounts({ pods }: Found): readonly AccessFinding[] {
  return pods.unknownMounts.map(({ workload, what, why }) => ({
    kind: "unknown-mount",
    identity: workload,
    problem: `Pods of ${workload} mount ${what}, which nothing renders.`,
    fix: "Render it, or correct its name: the pods would not start.",
    why,
  }));
}

function mountsWithoutGrant({ secrets, pods }: Found): readonly AccessFinding[] {
  const synced = new Map(pods.workloads.map((workload) => [workload.name, workload.synced]));
  return secrets.flatMap(({ name, fullName, mountedBy, readers }) =>
    mountedBy
      .filter((workload) => !readers.includes(workload) && synced.get(workload)?.includes(fullName) !== true)
      .map((workload) => ({
        kind: "mount-without-grant",
        identity: workload,
        problem: `Pods of ${workload} mount the secret ${name}, which their identity may not read.`,
        fix: "Grant it roles/secretmanager.secretAccessor on the secret, or take the mount away.",
        reference: "https://cloud.google.com/secret-manager/docs/access-control",
        why: pods.paths.get(workload) ?? "",
      })),
  );
}

function grantsWithoutMount({ entries, secrets, pods }: Found): readonly AccessFinding[] {
  const known = new Set(pods.workloads.map(({ name }) => name));
  return secrets.flatMap(({ name, fullName, readers, mountedBy }) =>
    readers
      .filter((reader) => known.has(reader) && !mountedBy.includes(reader))
      .flatMap((reader) => {
        const grant = entries.find(({ identity, on }) => identity.name === reader && on.fullName === fullName);
        return grant === undefined
          ? []
          : [
              {
                kind: "grant-without-mount",
                identity: reader,
                problem: `${reader} may read the secret ${name}, which none of its pods mount.`,
                fix: "Take the grant away, or mount the secret.",
                why: grant.why,
              },
            ];
      }),
  );
}

function projectLevelRoles({ entries }: Found): readonly AccessFinding[] {
  return entries.flatMap(({ identity, may, on, why }) => {
    const instead = on.level === "resource" ? undefined : resourceLevelBinding(may);
    return instead === undefined
      ? []
      : [
          {
            kind: "project-level-role",
            identity: identity.name,
            problem: `${identity.name} has ${may} on the whole ${on.level} ${on.name}.`,
            fix: `Bind it on what it is needed for, with ${instead}.`,
            reference: "https://cloud.google.com/iam/docs/resource-types-with-policies",
            why,
          },
        ];
  });
}
