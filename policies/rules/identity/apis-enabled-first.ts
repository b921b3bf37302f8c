import { judgeApis } from "../../facts/terraform-apis-enabled";
import { apisNeeded } from "../../facts/terraform-apis";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/**
 * A stack that enables the APIs of what it makes enables all of them, in the project where it makes it, and before: right after
 * an API was enabled, and in a project where it is not, the first apply fails.
 */
export const apisEnabledFirst: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) => {
    const needed = apisNeeded(resource);
    return needed.length === 0 ? NOT_APPLICABLE : judgeApis(resource, needed, stack);
  },
};
