import { isReference, valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** What Monitoring has: https://cloud.google.com/monitoring/alerts/labels#severity */
const SEVERITIES = ["CRITICAL", "ERROR", "WARNING"];

/** Shorter texts say no more than the name of the policy. */
const SHORTEST = 40;

/** An alert says how bad it is and what to do: who reads it at night has nothing else. */
export const alertSaysWhatToDo: ResourceRule = {
  appliesTo: ["google_monitoring_alert_policy"],
  evaluate: ({ arguments: policy }) => {
    const { severity } = policy;
    const content = valueAt(policy, "documentation.content");
    const isSaid = typeof content === "string" && (content.includes("${") || content.trim().length >= SHORTEST);
    return verdict([
      ...(isReference(severity) || SEVERITIES.includes(String(severity))
        ? []
        : [`severity is ${shown(severity)}, not one of ${SEVERITIES.join(", ")}`]),
      ...(isSaid ? [] : [`documentation.content is ${shown(content)}, which doesn't say what to do`]),
    ]);
  },
};
