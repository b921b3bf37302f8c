import { ALERT, alertsOn, conditionsOf, isShare, shareProblems, UPTIME } from "../../facts/monitoring";
import { verdict, type ResourceRule } from "../../rule";

/** Many short failures tell somebody as well: an alert on the share of checks that passed in hours, or on the budget of an SLO. */
export const uptimeTargetAlerts: ResourceRule = {
  appliesTo: [UPTIME],
  evaluate: (check, stack) => {
    const burns = stack
      .ofType(ALERT)
      .flatMap(conditionsOf)
      .some(({ block }) => String(block.filter).includes("select_slo_burn_rate"));
    const problems = alertsOn(check, stack)
      .filter(isShare)
      .map((alert) => ({ alert, found: shareProblems(alert) }));
    if (burns || problems.some(({ found }) => found.length === 0)) {
      return verdict([]);
    }
    const [first] = problems;
    return verdict(
      first === undefined
        ? [
            "uptime_check_id stands in no google_monitoring_alert_policy on the share of checks that passed (ALIGN_FRACTION_TRUE)",
          ]
        : first.found.map((problem) => `uptime_check_id has ${first.alert.policy.address}, whose ${problem}`),
    );
  },
};
