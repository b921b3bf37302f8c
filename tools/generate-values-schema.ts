import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chartValuesJsonSchema } from "../constructs/helm/chart-values";
import { workloadChartDirectory } from "../constructs/helm/chart-directory";

// Writes charts/workload/values.schema.json, which Helm checks values against, from the types in constructs/helm.
writeFileSync(
  join(workloadChartDirectory(), "values.schema.json"),
  `${JSON.stringify(chartValuesJsonSchema(), null, 2)}\n`,
);
