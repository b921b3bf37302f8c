import { text } from "../../plugin/values";
import { projectNumber } from "../facts";
import { type Law } from "../law";

/**
 * A service gives out its agent's account only in projects where its API is enabled. Words of the error:
 * https://github.com/jamesward/kubernetes-the-easy-way/pull/1.
 */
export const law: Law = ({ action, type, project, after }, cloud) => {
  if (action === "delete" || type !== "google_project_service_identity" || after === null) return undefined;
  const service = text(after, "service") ?? "";
  if (cloud.get("google_project_service", `${project}/${service}`) !== undefined) return undefined;
  return {
    message:
      "Error creating Service Identity: googleapi: Error 400: Failed precondition when calling the ServiceConsumerManager: " +
      `Consumer ${projectNumber(project)} should enable service:${service} before generating a service account., failedPrecondition`,
    advice: `Project ${project} needs google_project_service "${service}", and this resource must depend on it.`,
    attribute: "service",
  };
};
