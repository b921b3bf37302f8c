import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, TerraformAsset, type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { NAME_RULES, nameProblem } from "../core/naming";
import { check, isKnown, outOfRange, type Finding } from "../core/validation";
import { dependOn } from "../core/dependencies";
import { chartHash, workloadChartDirectory } from "./chart-directory";
import { resolveChartValues, type ChartValues, type ResolvedChartValues } from "./chart-values";
import { secretMaterialFindings } from "./secret-material";
import { templateFindings, valuesDocument } from "./values-document";

/** A set of services and jobs that runs in a cluster. */
export interface IHelmRelease extends IConstruct {
  /** The name, as a reference. */
  readonly releaseName: string;
  /** The namespace it runs in. */
  readonly namespace: string;
  /** What has to exist before something may count on the running release. */
  readonly ready: readonly ITerraformDependable[];
}

/** Props of {@link HelmRelease}. */
export interface HelmReleaseProps {
  /** The name of the release, for example `cliscale`. */
  readonly name: string;
  /** The namespace, as a reference to one that exists: the chart makes none, and `default` is refused. */
  readonly namespace: string;
  /** Services, jobs and everything around them. A value that looks like a secret is refused. */
  readonly values: ChartValues;
  /**
   * The folder of another chart that takes the same values.
   * @default - `charts/workload` of this package
   */
  readonly chart?: string;
  /**
   * Seconds that Helm waits until every pod is ready and every job is done; then it rolls back. Autopilot may have to
   * start nodes first.
   * @default 1800
   */
  readonly timeoutSeconds?: number;
  /**
   * Releases that stay in the cluster for a rollback by hand.
   * @default 10
   */
  readonly maxHistory?: number;
  /**
   * What has to exist first and is referred to by no value, for example grants.
   * @default - nothing but what the values refer to
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Installs the chart. A release that doesn't get ready is rolled back, with everything it made, and the apply fails.
 * The chart travels in the stack's output, under a hash of its content: a changed chart shows in the plan, and the
 * output is the same from every working copy.
 */
export class HelmRelease extends Construct implements IHelmRelease {
  public readonly releaseName: string;
  public readonly namespace: string;
  public readonly ready: readonly ITerraformDependable[];
  /** The values with every default filled in. */
  public readonly values: ResolvedChartValues;

  public constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    super(scope, id);
    const { name, namespace, timeoutSeconds = 1800, maxHistory = 10 } = props;
    const directory = props.chart === undefined ? workloadChartDirectory() : resolve(props.chart);
    const { values, problems } = resolveChartValues(props.values);
    check(this, "HelmRelease", [
      nameProblem(NAME_RULES.helmRelease, "name", name),
      namespaceProblem(namespace),
      !existsSync(join(directory, "Chart.yaml")) && {
        setting: "chart",
        value: props.chart,
        must: "be a folder with a Chart.yaml",
        fix: "correct the path, which is relative to the working directory",
      },
      outOfRange("timeoutSeconds", timeoutSeconds, 60, 7200, { unit: "seconds" }),
      outOfRange("maxHistory", maxHistory, 2, 100),
      ...problems.map((problem) => ({ ...problem, setting: `values.${problem.setting}` })),
      ...secretMaterialFindings({ values: props.values }),
      ...templateFindings({ values: props.values }),
    ]);
    // check() has thrown unless there are values
    this.values = values as ResolvedChartValues;
    this.namespace = namespace;

    const chart = new TerraformAsset(this, "Chart", {
      path: directory,
      type: AssetType.DIRECTORY,
      assetHash: chartHash(directory),
    });
    const release = new Release(this, "Resource", {
      name,
      namespace,
      createNamespace: false,
      // relative to the stack's output directory, where Terraform runs
      chart: `./${chart.path.replace(/\/$/, "")}`,
      values: [valuesDocument(this.values)],
      atomic: true,
      cleanupOnFail: true,
      wait: true,
      waitForJobs: true,
      timeout: timeoutSeconds,
      maxHistory,
      // takes over what a broken first apply left behind
      upgradeInstall: true,
    });
    dependOn(release, ...(props.dependsOn ?? []));
    this.releaseName = release.name;
    this.ready = [release];
  }
}

function namespaceProblem(namespace: string): Finding {
  if (isKnown(namespace) && /^(default|kube-.*|gke-.*|gmp-.*)$/.test(namespace)) {
    return {
      setting: "namespace",
      value: namespace,
      must: "be a namespace of your own",
      fix: "pass the name of a Namespace",
      source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces",
    };
  }
  return nameProblem(NAME_RULES.kubernetesLabel, "namespace", namespace);
}
