import { chartHash, workloadChartDirectory } from "../../constructs/helm/chart-directory";
import { type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { renderRelease } from "../../sandbox/kubernetes/helm";
import { meets } from "../../sandbox/cloud/references";
import { type ObjectValue } from "../../sandbox/plugin/values";
import { chartValueTexts } from "../../policies/rendered/releases";
import { Evaluator, type EvaluatedResource } from "./evaluate";
import { type Rendered } from "./synth";

/** Everything between a host's name and its pods, as it will be once deployed. Plain data, so that tests can break it. */
export interface EdgeWorld {
  readonly resources: readonly EvaluatedResource[];
  /** Record sets, and records that an output asks somebody else to create. */
  readonly records: readonly EdgeRecord[];
  /** What the charts of all releases render, each with its namespace. */
  readonly objects: readonly KubernetesObject[];
}

/** A DNS record, whoever creates it. */
export interface EdgeRecord {
  /** Where it stands in the stack. */
  readonly from: string;
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  /** The zone's name; undefined where the names are kept elsewhere. */
  readonly zone: string | undefined;
}

const TYPES = [
  "google_compute_global_address",
  "google_compute_security_policy",
  "google_compute_ssl_policy",
  "google_certificate_manager_certificate_map",
  "google_certificate_manager_certificate_map_entry",
  "google_certificate_manager_certificate",
  "google_certificate_manager_dns_authorization",
  "google_dns_managed_zone",
] as const;

/**
 * Reads the edge out of synthesized stacks: every reference is replaced by what it refers to, across stacks too, and the
 * releases are rendered with the real helm.
 *
 * @param stacks all stacks of one environment
 */
export async function edgeWorld(...stacks: readonly Rendered[]): Promise<EdgeWorld> {
  const evaluator = new Evaluator(stacks);
  const resources = TYPES.flatMap((type) => evaluator.resources(type));
  const releases = evaluator.resources("helm_release");
  return {
    resources,
    records: [...recordSets(evaluator), ...recordsOfOutputs(evaluator, stacks)],
    objects: (await Promise.all(releases.map(objectsOf))).flat(),
  };
}

/** The resource of a type that a name, an ID or a self link means. */
export function named(world: EdgeWorld, type: string, name: string): EvaluatedResource | undefined {
  return world.resources.find(
    (resource) => resource.type === type && meets(resource.attributes as ObjectValue, "name", name),
  );
}

/** An argument, or the text that stands for what only the cloud knows. */
export function attribute(resource: EvaluatedResource, path: string): string {
  const written = resource.attributes[path];
  return typeof written === "string" ? written : `${resource.address}.${path}`;
}

function recordSets(evaluator: Evaluator): readonly EdgeRecord[] {
  return evaluator.resources("google_dns_record_set").map(({ address, attributes }) => ({
    from: address,
    name: String(attributes.name),
    type: String(attributes.type),
    values: attributes.rrdatas as string[],
    zone: String(attributes.managed_zone),
  }));
}

function recordsOfOutputs(evaluator: Evaluator, stacks: readonly Rendered[]): readonly EdgeRecord[] {
  const outputs = stacks.flatMap((stack) =>
    Object.entries(stack.json.output ?? {}).map(([name, output]) => ({
      stack,
      name,
      value: (output as { readonly value: unknown }).value,
    })),
  );
  const lists = outputs.filter(({ value }) => Array.isArray(value) && value.every(isRecordToCreate));
  return lists.flatMap(({ stack, name, value }) =>
    (evaluator.evaluate(value, stack) as { name: string; type: string; value: string }[]).map((record) => ({
      from: `output.${name}`,
      name: record.name,
      type: record.type,
      values: [record.value],
      zone: undefined,
    })),
  );
}

const isRecordToCreate = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ["name", "type", "value"].every((field) => field in value);

/** Nothing for other charts than ours: should one of them bring the Gateway, the chains end before it. */
async function objectsOf({ attributes }: EvaluatedResource): Promise<readonly KubernetesObject[]> {
  const chart = workloadChartDirectory();
  if (!String(attributes.chart).includes(chartHash(chart))) {
    return [];
  }
  const namespace = String(attributes.namespace);
  const { manifests } = await renderRelease({
    chart,
    releaseName: String(attributes.name),
    namespace,
    values: chartValueTexts(attributes.values),
    set: [],
    includeHooks: false,
  });
  return manifests.map((object) => ({ ...object, metadata: { namespace, ...object.metadata } }));
}
