import { isKnown, type Finding } from "../../core/validation";
import { type ResolvedChartValues } from "../chart-values";
import { gatewayFindings } from "./gateway-checks";
import { jobFindings } from "./job-checks";
import { podsOf, type Pod } from "./resolve";
import { resourceFindings } from "./resource-checks";
import { workloadFindings } from "./workload-checks";

const DEFAULT_DENY = "default-deny";

/** What is wrong between settings that are each fine alone. */
export function chartValuesFindings(values: ResolvedChartValues): readonly Finding[] {
  const pods = podsOf(values);
  const names = new Map(pods.map(({ name, pod }) => [name, pod]));
  return [
    ...duplicates(
      pods.map(({ path, name }) => [path, name]),
      "a name that no other workload, job or pod template has",
    ),
    ...duplicates(
      pods.map(({ path, pod }) => [`${path}.serviceAccount.name`, pod.serviceAccount.name]),
      "an identity of its own; two workloads can't share a ServiceAccount",
    ),
    ...pods.flatMap(({ path, name, pod }) => podFindings(values, path, name, pod, names)),
    ...Object.entries(values.workloads).flatMap(([name, workload]) => workloadFindings(values, name, workload)),
    ...gatewayFindings(values),
    ...Object.entries(values.jobs).flatMap(([name, job]) => jobFindings(values, name, job)),
    ...reservedLabels("labels", values.labels),
    names.has(DEFAULT_DENY) && {
      setting: DEFAULT_DENY,
      must: "not be the name of a workload, because the policy that denies everything is named so",
      fix: "rename the workload",
    },
    values.secretDelivery === "external-secrets" &&
      values.secretStore === undefined && {
        setting: "secretStore",
        must: 'be set when secretDelivery is "external-secrets"',
        fix: "pass the secretStore of your ExternalSecretsOperator",
      },
    pods.length > 0 &&
      values.network === undefined && {
        setting: "network",
        must: "be set as soon as there is a pod, because every connection is denied that no policy allows",
        fix: "add network.serviceRange",
      },
  ];
}

function podFindings(
  values: ResolvedChartValues,
  path: string,
  name: string,
  pod: Pod,
  names: ReadonlyMap<string, Pod>,
): readonly Finding[] {
  return [
    ...resourceFindings(`${path}.resources`, pod.resources, values.limitRange),
    ...pod.initContainers.flatMap((container, index) =>
      resourceFindings(`${path}.initContainers[${index}].resources`, container.resources, values.limitRange),
    ),
    ...(pod.cloudSqlProxy === undefined
      ? []
      : resourceFindings(`${path}.cloudSqlProxy.resources`, pod.cloudSqlProxy.resources, values.limitRange)),
    ...duplicates(
      [name, ...pod.initContainers.map((container) => container.name)].map((container) => [
        `${path}.initContainers`,
        container,
      ]),
      "container names that differ from each other and from the workload's",
    ),
    ...duplicates(
      environmentNames(pod).map((variable) => [path, variable]),
      "environment variables that are each set once",
    ),
    ...peerFindings(path, "from", pod.network.from.workloads, names, () => hasPorts(pod)),
    ...peerFindings(path, "to", pod.network.to.workloads, names, (other) => hasPorts(names.get(other))),
    pod.cloudSqlProxy !== undefined &&
      values.network !== undefined &&
      values.network.databaseRange === undefined && {
        setting: "network.databaseRange",
        must: `be set, because ${path} has a Cloud SQL Auth Proxy`,
        fix: "add the range of private services access",
      },
    pod.serviceAccount.apiRules.length + pod.serviceAccount.clusterReadRules.length > 0 &&
      values.network?.apiServerRanges.length === 0 && {
        setting: "network.apiServerRanges",
        must: `be set, because ${path} may use the Kubernetes API`,
        fix: "add the control plane's private endpoint as a /32",
      },
    ...storeFindings(values, path, pod),
    ...Object.entries(pod.secrets).flatMap(([secret, mount]) => [
      Object.keys(mount.env).length > 0 &&
        values.secretDelivery === "files" && {
          setting: `${path}.secrets.${secret}.env`,
          must: 'be empty when secretDelivery is "files"',
          fix: `let the application read the file below ${mount.mountPath}`,
        },
      ...Object.entries(mount.env).map(
        ([variable, file]) =>
          mount.files.every(({ fileName }) => fileName !== file) && {
            setting: `${path}.secrets.${secret}.env.${variable}`,
            value: file,
            must: "name one of the mount's files",
            fix: `choose one of ${mount.files.map(({ fileName }) => fileName).join(", ")}`,
          },
      ),
    ]),
    ...reservedLabels(`${path}.podLabels`, pod.podLabels),
  ];
}

/** A store reads one project: https://external-secrets.io/latest/provider/google-secrets-manager/ */
function storeFindings(values: ResolvedChartValues, path: string, pod: Pod): readonly Finding[] {
  const versions = Object.values(pod.secrets).flatMap((mount) => mount.files.map(({ resourceName }) => resourceName));
  const projects = [...new Set(versions.filter((version) => isKnown(version)).map((version) => version.split("/")[1]))];
  return [
    values.secretDelivery === "external-secrets" &&
      projects.length > 1 && {
        setting: `${path}.secrets`,
        value: projects.join(", "),
        must: 'be of one project when secretDelivery is "external-secrets", because a store reads one',
        fix: "keep them in one project, or deliver them as files",
        source: "https://external-secrets.io/latest/provider/google-secrets-manager/",
      },
  ];
}

function reservedLabels(path: string, labels: Readonly<Record<string, string>>): readonly Finding[] {
  return Object.keys(labels)
    .filter((label) => label.startsWith("app.kubernetes.io/") || label.startsWith("helm.sh/"))
    .map((label) => ({
      setting: `${path}["${label}"]`,
      must: "leave the labels alone that the chart sets",
      fix: "remove it",
    }));
}

function hasPorts(pod: Pod | undefined): boolean {
  return pod !== undefined && "ports" in pod && Object.keys(pod.ports).length > 0;
}

function peerFindings(
  path: string,
  direction: "from" | "to",
  peers: readonly string[],
  names: ReadonlyMap<string, Pod>,
  receiverHasPorts: (peer: string) => boolean,
): readonly Finding[] {
  return peers.map((peer) => {
    const setting = `${path}.network.${direction}.workloads`;
    if (!names.has(peer)) {
      return { setting, value: peer, must: "name a workload, job or pod template", fix: "correct the name" };
    }
    // a rule without ports would open all of them
    return (
      !receiverHasPorts(peer) && {
        setting,
        value: peer,
        must: "lead to pods with ports",
        fix: "add the receiver's ports",
      }
    );
  });
}

function environmentNames(pod: Pod): readonly string[] {
  return [
    ...Object.keys(pod.env),
    ...Object.keys(pod.podFieldEnv),
    ...Object.values(pod.secrets).flatMap((mount) => Object.keys(mount.env)),
    ...("launches" in pod ? Object.keys(pod.launches) : []),
  ];
}

function duplicates(entries: readonly (readonly [string, string])[], must: string): readonly Finding[] {
  return entries
    .filter(([, value], index) => isKnown(value) && entries.findIndex(([, other]) => other === value) < index)
    .map(([setting, value]) => ({ setting, value, must: `have ${must}`, fix: "rename one of them" }));
}
