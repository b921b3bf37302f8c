import { apiOf, hasByDefault } from "../apis";
import { projectNumber } from "../facts";
import { type Law } from "../law";

/**
 * An API answers only in projects where it is enabled; a new project has the default ones.
 * https://cloud.google.com/apis/docs/troubleshooting#api_disabled
 */
export const law: Law = ({ action, type, project }, cloud) => {
  const api = apiOf(type);
  if (action === "delete" || api === undefined || hasByDefault(api.name) || project === "") return undefined;
  if (cloud.get("google_project_service", `${project}/${api.name}`) !== undefined) return undefined;
  const number = projectNumber(project);
  return {
    message:
      `Error creating ${type}: googleapi: Error 403: ${api.title} has not been used in project ${number} before or it is disabled. ` +
      `Enable it by visiting https://console.developers.google.com/apis/api/${api.name}/overview?project=${number} then retry. ` +
      "If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry., accessNotConfigured",
    advice: `Project ${project} needs google_project_service "${api.name}", and this resource must depend on it.`,
  };
};
