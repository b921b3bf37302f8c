import { type KubernetesObject } from "../objects";
import { externalSecretsChart } from "./external-secrets";

/** A release of a chart that can't be downloaded. */
export interface RemoteRelease {
  /** The chart's name in {@link repository}, or its whole address. */
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  readonly releaseName: string;
  readonly namespace: string;
  /** All of the release's values in one, without the chart's defaults. */
  readonly values: unknown;
}

/** What the sandbox knows of a chart without having it. */
export interface ChartModel {
  readonly name: string;
  /** Where it is published. */
  readonly repositories: readonly string[];
  /** The objects that other objects or the cluster's rules have to do with; not everything that the chart renders. */
  readonly objects: (release: RemoteRelease) => readonly KubernetesObject[];
}

const MODELS: readonly ChartModel[] = [externalSecretsChart];

/** The model of a remote chart, if there is one. */
export function chartModel({
  chart,
  repository = "",
}: Pick<RemoteRelease, "chart" | "repository">): ChartModel | undefined {
  const address = repository === "" ? chart : `${repository.replace(/\/+$/, "")}/${chart}`;
  return MODELS.find(({ name, repositories }) => repositories.some((place) => address === `${place}/${name}`));
}
