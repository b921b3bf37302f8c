import { addressesIn } from "../../facts/terraform-graph";
import { mayBeSame, projectOf } from "../../facts/terraform-projects";
import { blocksAt, isReference, valueAt, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

const CURRENT = "CURRENT_SPEND";

/** A budget tells at half, shortly before and at the whole, as Google's own do: https://cloud.google.com/billing/docs/how-to/budgets */
const STEPS: readonly (readonly [words: string, from: number, to: number])[] = [
  ["half of the amount", 0.01, 0.5],
  ["shortly before the whole", 0.51, 0.99],
  ["the whole amount", 1, 1],
];

/** A budget has an amount, tells people of the project and not the billing administrators alone, in time, and looks ahead. */
export const budgetWarnsInTime: ResourceRule = {
  appliesTo: ["google_billing_budget"],
  evaluate: ({ arguments: budget }, stack) => {
    const rules = blocksAt(budget, "threshold_rules");
    const reached = rules.filter(({ spend_basis: basis }) => basis === undefined || basis === CURRENT);
    const isUsed =
      stack.ofType("google_container_cluster").length + stack.ofType("google_sql_database_instance").length > 0;
    const projects: unknown = blocksAt(budget, "budget_filter")[0]?.projects;
    return verdict([
      ...amountProblems(budget),
      ...STEPS.filter(
        ([, from, to]) => !reached.some(({ threshold_percent: share }) => Number(share) >= from && Number(share) <= to),
      ).map(([words]) => `threshold_rules has none at ${words}`),
      ...(rules.some(
        ({ spend_basis: basis, threshold_percent: share }) => basis === "FORECASTED_SPEND" && Number(share) <= 1,
      )
        ? []
        : ["threshold_rules has none on FORECASTED_SPEND up to the whole"]),
      ...recipientProblems(budget),
      ...(isUsed && !(Array.isArray(projects) && projects.length > 0) && !isReference(projects)
        ? [`budget_filter.projects is ${shown(projects)}: it is for the whole billing account`]
        : []),
      ...projectProblems(projects, stack),
    ]);
  },
};

/** A number comes from a data source, which is told the project. */
function projectProblems(projects: unknown, stack: RenderedStack): readonly string[] {
  const own = projectOf({}, stack);
  return stack
    .ofType("data.google_project")
    .filter((one) => addressesIn(projects).includes(one.address) && !mayBeSame(text(one.arguments.project_id), own))
    .map(({ arguments: { project_id: id } }) => `budget_filter.projects is ${shown(id)}, not "${String(own)}"`);
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function amountProblems(budget: Block): readonly string[] {
  const units = valueAt(budget, "amount.specified_amount.units");
  const isLast = valueAt(budget, "amount.last_period_amount") === true;
  return isLast || isReference(units) || Number(units) > 0 ? [] : [`amount.specified_amount.units is ${shown(units)}`];
}

function recipientProblems(budget: Block): readonly string[] {
  const [rule] = blocksAt(budget, "all_updates_rule");
  const channels: unknown = rule?.monitoring_notification_channels;
  const isTold =
    (Array.isArray(channels) && channels.length > 0) || isReference(channels) || rule?.pubsub_topic !== undefined;
  return [
    ...(isTold
      ? []
      : [
          `all_updates_rule.monitoring_notification_channels is ${shown(channels)}: only billing administrators are told`,
        ]),
    ...(rule?.disable_default_iam_recipients === true && rule.pubsub_topic === undefined
      ? ["all_updates_rule.disable_default_iam_recipients is true: billing administrators are not told"]
      : []),
  ];
}
