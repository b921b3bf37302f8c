import { asNumber, expectAt, readAt } from "../../facts/gke-arguments";
import { engineOf, INSTANCE } from "../../facts/sql";
import { COMPLIANT, every, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";
import { type Block } from "../../rendered/rendered-stack";

const INSIGHTS = "settings.insights_config";

/** https://cloud.google.com/sql/docs/postgres/using-query-insights; ENTERPRISE_PLUS takes more text */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  query_plans_per_minute: [0, 20],
  query_string_length: [256, 1_048_576],
};

/** Cloud SQL shows which statements take the time. SQL Server has it in another way. */
export const sqlQueryInsights: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    engineOf(block) === "sqlserver"
      ? NOT_APPLICABLE
      : every(
          expectAt(block, `${INSIGHTS}.query_insights_enabled`, true),
          ...Object.entries(RANGES).map(([name, range]) => inRange(block, `${INSIGHTS}.${name}`, range)),
        ),
};

function inRange(block: Block, path: string, [least, most]: readonly [number, number]): Verdict {
  const reading = readAt(block, path);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  const number = asNumber(reading.value);
  return reading.value === undefined || (number !== undefined && number >= least && number <= most)
    ? COMPLIANT
    : verdict([`${path} is ${shown(reading.value)}, not ${least} to ${most}`]);
}
