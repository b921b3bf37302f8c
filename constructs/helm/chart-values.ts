import * as z from "zod";
import { isProblem, type Problem } from "../core/validation";
import { chartValuesFindings } from "./values/checks";
import { issueProblems } from "./values/issues";
import { jobSchema, podTemplateSchema } from "./values/job";
import { networkSchema } from "./values/network";
import { gatewaySchema } from "./values/gateway";
import { limitRangeSchema, priorityClassSchema, quotaSchema, secretStoreSchema } from "./values/release";
import { resolveRelations } from "./values/resolve";
import { kubernetesName, labelKey, labelValue, workloadName } from "./values/scalars";
import { resolvedWorkloadSchema, workloadSchema } from "./values/workload";

/**
 * Everything that the chart `charts/workload` takes: any set of services and jobs of one namespace. It is the only
 * source: the types, the check at synth and `values.schema.json` come from here.
 */
export const chartValuesSchema = z.strictObject({
  /** Labels of every object, for example `owner`. @default - none */
  labels: z.record(labelKey(), labelValue()).default({}),
  /** The value of `app.kubernetes.io/part-of`. @default - the release's name */
  partOf: labelValue().optional(),
  /**
   * How secrets reach pods. "files": mounted by GKE's Secret Manager add-on, never stored in the cluster.
   * "external-secrets": copied into Kubernetes Secrets by the External Secrets Operator. @default files
   */
  secretDelivery: z.enum(["files", "external-secrets"]).default("files"),
  /** How "external-secrets" reads. Needed with it. */
  secretStore: secretStoreSchema.optional(),
  /** Services that run all the time, by name. @default - none */
  workloads: z.record(workloadName(), workloadSchema).default({}),
  /** Work that runs once per release, by name. @default - none */
  jobs: z.record(workloadName(), jobSchema).default({}),
  /** Pods of Jobs that an application creates itself, by name. @default - none */
  podTemplates: z.record(workloadName(), podTemplateSchema).default({}),
  /** Facts about the cluster's network. Needed as soon as there is a pod, because everything is denied by default. */
  network: networkSchema.optional(),
  /** What the namespace may use. @default - no bound */
  quota: quotaSchema.optional(),
  /** Bounds of each container. @default - no bound */
  limitRange: limitRangeSchema.optional(),
  /** The entry point from the internet: `gateway` of an Edge. @default - none, and nothing is reachable from outside */
  gateway: gatewaySchema.optional(),
  /** Priority classes to create, by name. @default - none */
  priorityClasses: z.record(kubernetesName(), priorityClassSchema).default({}),
});

/** {@link chartValuesSchema} with everything filled in that follows from other settings. */
const resolvedSchema = chartValuesSchema.extend({
  workloads: z.record(workloadName(), resolvedWorkloadSchema),
});

/** What a caller writes: fields with a default may be left out. */
export type ChartValues = z.input<typeof chartValuesSchema>;
/** What the schema gives: without what follows from other settings. */
export type ParsedChartValues = z.output<typeof chartValuesSchema>;
/** What the chart gets: complete, so that its templates only print. */
export type ResolvedChartValues = z.output<typeof resolvedSchema>;
/** A service, as a caller writes it. */
export type WorkloadValues = z.input<typeof workloadSchema>;
/** A job, as a caller writes it. */
export type JobValues = z.input<typeof jobSchema>;
/** The pod of Jobs that an application creates itself, as a caller writes it. */
export type PodTemplateValues = z.input<typeof podTemplateSchema>;

/** The chart's `values.schema.json`. */
export function chartValuesJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(resolvedSchema, { target: "draft-7", io: "output" });
}

/** The outcome of {@link resolveChartValues}: either complete values or everything that is wrong. */
export type ChartValuesResult =
  | { readonly values: ResolvedChartValues; readonly problems: readonly [] }
  | { readonly values: undefined; readonly problems: readonly Problem[] };

/**
 * Checks values and fills in every default. Tokens pass; Helm judges what becomes of them against the same schema.
 */
export function resolveChartValues(values: ChartValues): ChartValuesResult {
  const parsed = chartValuesSchema.safeParse(values);
  if (!parsed.success) {
    return { values: undefined, problems: parsed.error.issues.flatMap((issue) => issueProblems(issue, values)) };
  }
  const resolved = resolveRelations(parsed.data);
  const problems = chartValuesFindings(resolved).filter(isProblem);
  return problems.length === 0 ? { values: resolved, problems: [] } : { values: undefined, problems };
}
