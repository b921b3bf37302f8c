import { emailProblem } from "../../constructs/core/email";
import { labelProblems } from "../../constructs/core/labels";
import { type Finding } from "../../constructs/core/validation";
import { type EnvironmentSettings } from "../settings";
import { duplicates, type Check } from "./check";

const BUCKETS = "https://cloud.google.com/storage/docs/buckets#naming";
const NEEDED_LABELS = ["owner", "cost-center"] as const;

/** Who owns an environment, who pays, who is told, and where its state lies. */
export const ownership: Check = {
  reads: ["labels", "name", "stage", "monitoring", "billingAccount", "stateBucket"],
  find: (settings) => [
    ...labelProblems("labels", settings.labels),
    ...NEEDED_LABELS.map(
      (label): Finding =>
        settings.labels[label] === undefined && {
          setting: `labels.${label}`,
          must: "be set",
          fix: `add "${label}" to the environment's labels`,
        },
    ),
    settings.labels.environment !== settings.name && {
      setting: "labels.environment",
      value: settings.labels.environment,
      must: `be the environment's name (${settings.name})`,
      fix: "leave it out: it is added",
    },
    ...settings.monitoring.emails.map((email, index) => emailProblem(`monitoring.emails[${index}]`, email)),
    ...duplicates("monitoring.emails", settings.monitoring.emails),
    settings.monitoring.budget !== undefined &&
      settings.billingAccount === undefined && {
        setting: "billingAccount",
        must: "be set when there is a budget",
        fix: "copy it from 'gcloud billing accounts list'",
      },
    ...stateProblems(settings),
  ],
};

function stateProblems({ stage, stateBucket }: EnvironmentSettings): readonly Finding[] {
  if (stateBucket === undefined) {
    const fix = "name the bucket that the bootstrap stack made";
    return [
      stage !== "sandbox" && {
        setting: "stateBucket",
        must: "be set outside the sandbox: state on a laptop gets lost",
        fix,
      },
    ];
  }
  return [
    !/^(?!goog)(?!.*google)[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(stateBucket) && {
      setting: "stateBucket",
      value: stateBucket,
      must: "have 3 to 63 lowercase letters, digits, hyphens, underscores or dots, and neither start with goog nor hold google",
      fix: "give the bucket's name without gs://",
      source: BUCKETS,
    },
  ];
}
