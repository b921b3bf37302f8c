import { isList, isObject, text, Unknown, type Value } from "../../plugin/values";
import { type Law } from "../law";
import { referenced } from "../references";
import { AUTOPILOT_FORBIDDEN } from "../tables/autopilot-fields";

/**
 * Autopilot clusters are regional, run the nodes themselves and take no arguments about them.
 * https://cloud.google.com/kubernetes-engine/docs/resources/autopilot-standard-feature-comparison, words of the errors:
 * https://github.com/GoogleCloudPlatform/ai-on-gke/issues/628 and the sources of `tables/autopilot-fields.ts`
 */
export const law: Law = ({ action, type, before, after }, cloud) => {
  if (action === "delete" || after === null) return undefined;
  if (type === "google_container_node_pool") {
    const reference = { path: "cluster", to: "google_container_cluster" };
    const cluster = referenced(cloud, reference, text(after, "cluster") ?? "");
    if (action !== "create" || cluster?.attributes["enable_autopilot"] !== true) return undefined;
    return {
      message:
        "error creating NodePool: googleapi: Error 400: Autopilot node pools cannot be accessed or modified., badRequest",
      advice: "An Autopilot cluster makes its nodes itself: remove the node pool.",
      attribute: "cluster",
    };
  }
  if (type !== "google_container_cluster" || after["enable_autopilot"] !== true) return undefined;
  if (/-[a-z]$/.test(text(after, "location") ?? "")) {
    return {
      message: "googleapi: Error 400: Autopilot clusters must be regional clusters., badRequest",
      advice: `'${text(after, "location") ?? ""}' is a zone: name its region.`,
      attribute: "location",
    };
  }
  const wrong = AUTOPILOT_FORBIDDEN.find(
    ({ path }) => isSet(after, path.split(".")) && !(before !== null && isSet(before, path.split("."))),
  );
  if (wrong === undefined) return undefined;
  return {
    message:
      wrong.by === "provider"
        ? `Conflicting configuration arguments: "${wrong.path.split(".").join(".0.")}": conflicts with enable_autopilot`
        : `googleapi: Error 400: Setting ${wrong.path} is not allowed on GKE Autopilot clusters, badRequest`,
    advice: `Autopilot decides that itself: remove '${wrong.path}'.`,
    attribute: wrong.path.split(".")[0] ?? wrong.path,
  };
};

/** True when something stands at the path that is neither empty nor switched off. */
function isSet(value: Value | undefined, path: readonly string[]): boolean {
  if (value === undefined || value === null || value === "" || value === false || value instanceof Unknown)
    return false;
  if (isList(value)) return value.some((item) => isSet(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return true;
  return isObject(value) && isSet(value[step], rest);
}
