import { resolve } from "node:path";
import { type Block } from "../../policies/rendered-stack";
import { renderRelease, type SetValue } from "../../sandbox/kubernetes/helm";
import { Literals, type SynthesizedStack } from "./literals";
import { type ClusterObject } from "./pods";

/** A stack with the directory that Terraform runs in, from where charts are found. */
export interface StackDirectory extends SynthesizedStack {
  readonly directory: string;
}

/**
 * The objects of every Helm release in the stacks, rendered by the real helm. References in values are replaced by the
 * names that the resources will have. Charts of remote repositories are left out.
 *
 * @throws HelmError when helm is missing or refuses a chart
 */
export async function objectsOf(stacks: readonly StackDirectory[], now: Date): Promise<readonly ClusterObject[]> {
  const literals = new Literals(stacks, now);
  const releases = stacks.flatMap((stack) =>
    literals
      .resourcesOf(stack)
      .filter(({ type }) => type === "helm_release")
      .map(({ path, arguments: block }) => ({
        path,
        namespace: literals.text(stack, block.namespace) || "default",
        chart: chartOf(stack, literals, block),
        repository: literals.text(stack, block.repository),
        releaseName: literals.text(stack, block.name),
        values: chartValueTexts(literals.of(stack, block.values)),
        set: (literals.of(stack, block.set) ?? []) as readonly SetValue[],
      })),
  );
  const rendered = releases.map(async ({ path, ...request }) => {
    const { manifests } = await renderRelease({ ...request, includeHooks: true });
    return manifests.map((object) => ({ object, namespace: request.namespace, path }));
  });
  return (await Promise.all(rendered)).flat();
}

/** A path is relative to where Terraform runs; with a repository it is a name. */
function chartOf(stack: StackDirectory, literals: Literals, block: Block): string {
  const chart = literals.text(stack, block.chart);
  return /^\.{0,2}\//.test(chart) ? resolve(stack.directory, chart) : chart;
}

/** What only a plan tells becomes a plain word, since charts check what values look like; no name of ours depends on it. */
export function chartValueTexts(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.map((text) => String(text).replaceAll(UNKNOWN_IN_JSON, "unknown")) : [];
}

const UNKNOWN_IN_JSON = /<(?:[^<>"\\]|\\.)*>/g;
