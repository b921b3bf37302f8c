import { isRouted, policiesFor } from "../../facts/cluster-gateway";
import { numberAt, textAt } from "../../facts/cluster-objects";
import { isRecord } from "../../../sandbox/kubernetes/objects";
import { valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Longer, and most of a roll-out's grace is gone before anybody notices that a pod is broken. */
const NOTICE_SECONDS = 60;

/** Google's defaults. https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_health_check */
const DEFAULTS = { checkIntervalSec: 15, timeoutSec: 15, unhealthyThreshold: 2, healthyThreshold: 1 };

/** Every Service behind a Gateway says how it is checked: by HTTP, and so that a broken pod gets no requests after a minute. */
export const healthCheckPolicy: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    const [policy] = policiesFor("HealthCheckPolicy", service, cluster);
    if (!isRouted(service, cluster)) {
      return NOT_APPLICABLE;
    }
    if (policy === undefined) {
      return verdict(["metadata.name is in no HealthCheckPolicy, so that GET / has to answer 200"]);
    }
    const setting = (name: keyof typeof DEFAULTS): number =>
      numberAt(policy.object, `spec.default.${name}`) ?? DEFAULTS[name];
    const type = textAt(policy.object, "spec.default.config.type");
    const notice = setting("checkIntervalSec") * setting("unhealthyThreshold");
    const back = setting("checkIntervalSec") * setting("healthyThreshold");
    return verdict([
      ...(type === undefined || type === "TCP"
        ? [
            `spec.default.config.type of its HealthCheckPolicy is ${JSON.stringify(type) ?? "absent"}, which asks the application nothing`,
          ]
        : []),
      ...(type !== undefined && numberOfChecks(policy.object) === 0
        ? [`spec.default.config of its HealthCheckPolicy has no check of type ${type}`]
        : []),
      ...(setting("timeoutSec") > setting("checkIntervalSec")
        ? [
            `spec.default.timeoutSec of its HealthCheckPolicy is ${setting("timeoutSec")}, above checkIntervalSec ${setting("checkIntervalSec")}`,
          ]
        : []),
      ...(setting("timeoutSec") < 2
        ? ["spec.default.timeoutSec of its HealthCheckPolicy is 1, so that a busy pod counts as broken"]
        : []),
      ...(setting("unhealthyThreshold") < 2
        ? ["spec.default.unhealthyThreshold of its HealthCheckPolicy is 1, so that one slow answer takes a pod out"]
        : []),
      ...(notice > NOTICE_SECONDS
        ? [
            `spec.default.unhealthyThreshold of its HealthCheckPolicy times checkIntervalSec is ${notice} s, more than ${NOTICE_SECONDS}`,
          ]
        : []),
      ...(back > NOTICE_SECONDS
        ? [
            `spec.default.healthyThreshold of its HealthCheckPolicy times checkIntervalSec is ${back} s, more than ${NOTICE_SECONDS}`,
          ]
        : []),
    ]);
  },
};

/** The API takes a type with the check of that type alone. */
function numberOfChecks(policy: Block): number {
  const config = valueAt(policy, "spec.default.config");
  return Object.keys(isRecord(config) ? config : {}).filter((key) => key.endsWith("HealthCheck")).length;
}
