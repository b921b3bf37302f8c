import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

const PATH = "spec.default.logConfig.enabled";

/** Changes of a backend's health are logged; they are nowhere else. */
export const healthCheckLogged: ObjectRule = {
  kinds: ["HealthCheckPolicy"],
  evaluate: ({ object }) =>
    verdict(valueAt(object, PATH) === true ? [] : [`${PATH} is ${shown(valueAt(object, PATH))}, not true`]),
};
