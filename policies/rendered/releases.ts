import { resolve } from "node:path";
import {
  HelmError,
  isRemote,
  renderObjectsSync,
  type ReleaseRequest,
  type SetValue,
} from "../../sandbox/kubernetes/helm";
import { type ClusterObject } from "./cluster-object";
import { type Literals, type SynthesizedStack } from "./literals";
import { type Block } from "./rendered-stack";

/** A stack with the directory that Terraform runs in, from where charts are found. */
export interface StackDirectory extends SynthesizedStack {
  readonly directory: string;
}

/** A Helm release whose objects nobody knows before it is installed. */
export interface UnknownRelease {
  /** The construct's path. */
  readonly path: string;
  readonly address: string;
  readonly why: string;
  /** Helm's refusal; undefined for a chart that lies elsewhere. */
  readonly error?: HelmError;
}

/** What the Helm releases of some stacks bring into the cluster. */
export interface RenderedReleases {
  readonly objects: readonly ClusterObject[];
  /** Those of remote repositories, and those that helm refuses. */
  readonly unknown: readonly UnknownRelease[];
}

/**
 * The objects of every Helm release in the stacks, rendered by the real helm. References in values are replaced by the
 * names that the resources will have.
 */
export function renderReleases(stacks: readonly StackDirectory[], literals: Literals): RenderedReleases {
  const objects: ClusterObject[] = [];
  const unknown: UnknownRelease[] = [];
  for (const stack of stacks) {
    for (const { type, path, address, arguments: block } of literals.resourcesOf(stack)) {
      if (type !== "helm_release") continue;
      const request = requestOf(stack, literals, block);
      if (isRemote(request)) {
        unknown.push({ path, address, why: `chart ${request.chart} lies in a repository and is not downloaded` });
        continue;
      }
      try {
        const { namespace } = request;
        objects.push(...renderObjectsSync(request).map((object) => ({ object, namespace, path })));
      } catch (error) {
        if (!(error instanceof HelmError)) throw error;
        unknown.push({ path, address, why: error.message, error });
      }
    }
  }
  return { objects, unknown };
}

function requestOf(stack: StackDirectory, literals: Literals, block: Block): ReleaseRequest {
  return {
    namespace: literals.text(stack, block.namespace) || "default",
    chart: chartOf(stack, literals, block),
    repository: literals.text(stack, block.repository),
    releaseName: literals.text(stack, block.name),
    values: chartValueTexts(literals.of(stack, block.values)),
    set: (literals.of(stack, block.set) ?? []) as readonly SetValue[],
    includeHooks: true,
  };
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
