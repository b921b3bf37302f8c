import { spawnSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import { workloadChartDirectory } from "../../constructs/helm/chart-directory";
import { resolveChartValues, type ChartValues } from "../../constructs/helm/chart-values";
import { findHelm } from "../../sandbox/kubernetes/helm-binary";

/** A rendered Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Runs `helm template` on our chart with exactly these values. */
export function runHelmTemplate(values: unknown): {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
} {
  const args = ["template", "cliscale", workloadChartDirectory(), "--namespace", "ws-cli", "--kube-version", "1.33.0"];
  const run = spawnSync(findHelm(), [...args, "--values", "-"], { input: JSON.stringify(values), encoding: "utf8" });
  if (run.error !== undefined) {
    throw run.error;
  }
  return { status: run.status ?? 1, stdout: run.stdout, stderr: run.stderr };
}

/** The objects that the chart renders from what a caller writes, in the release `cliscale` in namespace `ws-cli`. */
export function renderChart(values: ChartValues): readonly KubernetesObject[] {
  const resolved = resolveChartValues(values);
  if (resolved.values === undefined) {
    throw new Error(JSON.stringify(resolved.problems, null, 2));
  }
  const run = runHelmTemplate(resolved.values);
  if (run.status !== 0) {
    throw new Error(run.stderr);
  }
  return parseAllDocuments(run.stdout).flatMap((document) => {
    if (document.errors.length > 0) {
      throw new Error(`helm rendered invalid YAML: ${document.errors.map((error) => error.message).join("; ")}`);
    }
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}
