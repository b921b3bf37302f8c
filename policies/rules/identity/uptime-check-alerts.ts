import { alertsOn, isShare, outageProblems, UPTIME } from "../../facts/monitoring";
import { verdict, type ResourceRule } from "../../rule";

/** An uptime check that fails from several places tells somebody within minutes. */
export const uptimeCheckAlerts: ResourceRule = {
  appliesTo: [UPTIME],
  evaluate: (check, stack) => {
    const alerts = alertsOn(check, stack).filter((alert) => !isShare(alert));
    const problems = alerts.map((alert) => ({ alert, found: outageProblems(alert) }));
    if (problems.some(({ found }) => found.length === 0)) {
      return verdict([]);
    }
    const [first] = problems;
    return verdict(
      first === undefined
        ? ["uptime_check_id stands in no google_monitoring_alert_policy that tells when the check fails"]
        : first.found.map((problem) => `uptime_check_id has ${first.alert.policy.address}, whose ${problem}`),
    );
  },
};
