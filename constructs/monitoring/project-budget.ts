import { BillingBudget } from "@cdktf/provider-google/lib/billing-budget";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, type Finding } from "../core/validation";

const BUDGETS = "https://cloud.google.com/billing/docs/reference/budget/rest/v1/billingAccounts.budgets";
const MOST_CHANNELS = 5;
const LONGEST_NAME = 60;

/** Parts of the amount at which somebody is told: half, nearly all, all, and all as it is expected to become. */
const THRESHOLDS = [
  { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
  { thresholdPercent: 0.9, spendBasis: "CURRENT_SPEND" },
  { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
  { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
] as const;

/** Props of {@link ProjectBudget}. */
export interface ProjectBudgetProps extends ProjectScopedProps {
  /** The account that pays for the project, as `012345-6789AB-CDEF01`. */
  readonly billingAccount: string;
  /** Whole units of the currency per calendar month, at least 1. */
  readonly amount: number;
  /** The billing account's own currency as an ISO 4217 code, for example `EUR`. Cloud Billing refuses others. */
  readonly currency: string;
  /**
   * What the budget is called, up to 60 characters.
   * @default - `Budget of <project>`
   */
  readonly displayName?: string;
  /**
   * Up to five e-mail channels that are told, see `AlertChannels.emailChannelIds`. Other types of channels are refused by
   * Cloud Billing.
   * @default - the billing account's administrators and users alone, who are told in any case
   */
  readonly emailChannelIds?: readonly string[];
}

/**
 * A monthly budget of one project that tells people at 50, 90 and 100 % of it, and when the month is expected to exceed
 * it. It limits nothing: spending goes on.
 */
export class ProjectBudget extends Construct {
  /** `billingAccounts/…/budgets/…`, as a reference. */
  public readonly budgetId: string;

  public constructor(scope: Construct, id: string, props: ProjectBudgetProps) {
    super(scope, id);
    const { project, billingAccount, amount, currency, emailChannelIds = [] } = props;
    const displayName = props.displayName ?? `Budget of ${project}`;
    check(this, "ProjectBudget", [
      nameProblem(NAME_RULES.project, "project", project),
      ...moneyProblems(props),
      isKnown(displayName) &&
        (displayName.length === 0 || displayName.length > LONGEST_NAME) && {
          setting: "displayName",
          value: displayName,
          must: `have 1 to ${LONGEST_NAME} characters`,
          fix: "shorten it",
          source: BUDGETS,
        },
      emailChannelIds.length > MOST_CHANNELS && {
        setting: "emailChannelIds",
        value: emailChannelIds.length,
        must: `name at most ${MOST_CHANNELS} channels`,
        fix: "write to a group's address",
        source: BUDGETS,
      },
    ]);
    const services = ProjectServices.of(this);
    // Cloud Billing answers with the project's number: its ID would be a difference in every plan.
    const data = new DataGoogleProject(this, "Project", { projectId: project });
    dependOn(data, ...services.enable(project, "cloudresourcemanager.googleapis.com"));
    const budget = new BillingBudget(this, "Resource", {
      billingAccount,
      displayName,
      budgetFilter: { projects: [`projects/${data.number}`], calendarPeriod: "MONTH" },
      amount: { specifiedAmount: { units: String(amount), currencyCode: currency } },
      thresholdRules: [...THRESHOLDS],
      allUpdatesRule:
        emailChannelIds.length === 0
          ? undefined
          : { monitoringNotificationChannels: [...emailChannelIds], disableDefaultIamRecipients: false },
    });
    dependOn(budget, ...services.enable(project, "billingbudgets.googleapis.com"));
    this.budgetId = budget.id;
  }
}

function moneyProblems({ billingAccount, amount, currency }: ProjectBudgetProps): readonly Finding[] {
  return [
    isKnown(billingAccount) &&
      !/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/.test(billingAccount) && {
        setting: "billingAccount",
        value: billingAccount,
        must: "be three groups of six capital hexadecimal digits",
        fix: "copy it from 'gcloud billing accounts list'",
      },
    isKnown(amount) &&
      (!Number.isSafeInteger(amount) || amount < 1) && {
        setting: "amount",
        value: amount,
        must: "be a whole number of at least 1",
        fix: "give whole units of the currency per month",
        source: BUDGETS,
      },
    isKnown(currency) &&
      !/^[A-Z]{3}$/.test(currency) && {
        setting: "currency",
        value: currency,
        must: "be an ISO 4217 code of three capitals",
        fix: "write it as EUR",
      },
  ];
}
