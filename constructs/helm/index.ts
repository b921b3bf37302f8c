export {
  chartValuesJsonSchema,
  chartValuesSchema,
  resolveChartValues,
  type ChartValues,
  type ChartValuesResult,
  type JobValues,
  type PodTemplateValues,
  type ResolvedChartValues,
  type WorkloadValues,
} from "./chart-values";
export { CLOUD_SQL_PROXY_IMAGE, CLOUD_SQL_PROXY_VERSION, cloudSqlProxyImage } from "./values/container";
export { PRIVATE_RANGES } from "./values/network";
export { HelmRelease, type HelmReleaseProps, type IHelmRelease } from "./workload-release";
