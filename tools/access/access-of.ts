import { type AccessEntry, type AccessReport, type Identity, type SecretAccess, type Workload } from "./entry";
import { findingsIn } from "./findings";
import { ACT_AS_WORKLOAD, googleGrants, servicesIn } from "./google-grants";
import { kubernetesGrants } from "./kubernetes-grants";
import { Literals, type SynthesizedStack } from "../../policies/rendered/literals";
import { type ClusterObject } from "../../policies/rendered/cluster-object";
import { Pods } from "./pods";
import { shortName } from "./targets";
import { terraformObjects } from "../../policies/rendered/terraform-objects";

/** Roles that read the values of secrets. https://cloud.google.com/secret-manager/docs/access-control */
const READS_SECRETS: ReadonlySet<string> = new Set([
  "roles/secretmanager.secretAccessor",
  "roles/secretmanager.admin",
  "roles/owner",
]);

/**
 * Who can do what, read from what was rendered: the Terraform of an environment's stacks and the objects of its cluster.
 * Nothing is asked of a cloud, and nothing is known of the constructs that rendered it.
 *
 * @param stacks all stacks of the environment, since one may refer to outputs of another
 * @param rendered what its charts render; with no object at all, nothing is said of mounts and annotations
 * @param now the time for which conditions on the time of a deploy are decided
 */
export function accessOf(
  stacks: readonly SynthesizedStack[],
  rendered: readonly ClusterObject[],
  now: Date = new Date(),
): AccessReport {
  const literals = new Literals(stacks, now);
  const services = servicesIn(stacks, literals);
  const objects = [...rendered, ...stacks.flatMap((stack) => terraformObjects(stack, literals))];
  const granted = stacks.flatMap((stack) => googleGrants(stack, literals, services));
  const entries = sorted([...chained(granted), ...kubernetesGrants(objects)]);

  const secretNames = stacks.flatMap((stack) => secretsOf(stack, literals));
  const pods = new Pods(objects, secretNames);
  const mounted = pods.workloads.flatMap(({ mounts }) => mounts);
  const secrets = [...new Set([...secretNames, ...mounted])]
    .sort()
    .map((fullName) => secretAccess(fullName, entries, pods.workloads));
  const findings = findingsIn({ entries, secrets, pods, hasCluster: objects.length > 0 });
  return { entries, workloads: pods.workloads, secrets, findings };
}

/** What is granted to a Google service account is had by everyone who may act as it, and is shown as theirs. */
function chained(granted: readonly AccessEntry[]): readonly AccessEntry[] {
  const actors = new Map<string, Identity[]>();
  for (const { identity, may, on } of granted) {
    if (on.type === "service account" && (may === ACT_AS_WORKLOAD || may === "act as")) {
      const others = actors.get(on.name) ?? [];
      actors.set(on.name, [...others.filter(({ name }) => name !== identity.name), identity]);
    }
  }
  return granted.flatMap((entry) => {
    const acting = entry.identity.kind === "service account" ? (actors.get(entry.identity.name) ?? []) : [];
    return acting.length === 0
      ? [entry]
      : acting.map((identity) => ({ ...entry, identity, actsAs: entry.identity.name }));
  });
}

/** By identity; first what it may itself, then what it may as somebody else. */
function sorted(entries: readonly AccessEntry[]): readonly AccessEntry[] {
  const key = ({ identity, actsAs = "", may, on, source }: AccessEntry): string =>
    [identity.kind, identity.name, actsAs, on.type, on.name, may, source].join("\0");
  return [...entries].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function secretsOf(stack: SynthesizedStack, literals: Literals): readonly string[] {
  return literals
    .resourcesOf(stack)
    .filter(({ type }) => type === "google_secret_manager_secret")
    .map(({ address }) => literals.text(stack, `\${${address}.id}`));
}

function secretAccess(fullName: string, entries: readonly AccessEntry[], workloads: readonly Workload[]): SecretAccess {
  const project = fullName.split("/").slice(0, 2).join("/");
  const readers = entries
    .filter(({ may }) => READS_SECRETS.has(may))
    .filter(({ on }) => on.fullName === fullName || (on.level === "project" && on.fullName === project))
    .map(({ identity }) => identity.name);
  return {
    name: shortName(fullName),
    fullName,
    readers: [...new Set(readers)].sort(),
    mountedBy: workloads.filter(({ mounts }) => mounts.includes(fullName)).map(({ name }) => name),
  };
}
