import { apiOf } from "../apis";
import { projectNumber } from "../facts";
import { accountExists } from "../grants";
import { type CloudView, type Law } from "../law";
import { valuesAt } from "../references";
import { agentService } from "../tables/iam";

const ACCOUNT = /^serviceAccount:([a-z0-9-]+)@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/;

/**
 * IAM gives no role to a service account that does not exist. An account of the project itself has to be made first; the account of a
 * Google service comes "at some point after you activate and use the API" (https://cloud.google.com/iam/docs/service-agents), so whoever
 * needs it before has to ask for it. Accounts of other projects are not known here and are let pass. Words of the error:
 * https://github.com/terraform-google-modules/terraform-google-project-factory/issues/1022
 */
export const law: Law = ({ action, type, project, after }, cloud) => {
  if (action === "delete" || after === null || !/_iam_(member|binding)$/.test(type)) return undefined;
  for (const member of [...valuesAt(after, "member"), ...valuesAt(after, "members")]) {
    const [, name = "", owner = ""] = ACCOUNT.exec(member) ?? [];
    const email = `${name}@${owner}.iam.gserviceaccount.com`;
    const missing = owner === project ? !accountExists(cloud, email) : agentIsMissing(cloud, project, name, owner);
    if (name === "" || !missing) continue;
    return {
      message: `Error applying IAM policy: googleapi: Error 400: Service account ${email} does not exist., badRequest`,
      advice:
        owner === project
          ? "Refer to google_service_account's member instead of writing it, so that the account is made first."
          : "Ask for the account with google_project_service_identity and refer to its member: it comes with the first use of the API.",
      attribute: valuesAt(after, "member").includes(member) ? "member" : "members",
    };
  }
  return undefined;
};

/** Only of services that have one and of the project whose number it carries. */
function agentIsMissing(cloud: CloudView, project: string, name: string, domain: string): boolean {
  const service = agentService(domain);
  if (service === undefined || name !== `service-${projectNumber(project)}`) return false;
  if (cloud.get("google_project_service_identity", `projects/${project}/services/${service}`) !== undefined) {
    return false;
  }
  const isHere = (owner: unknown) => owner === undefined || owner === project;
  const isUsed = cloud
    .list()
    .some(({ type, attributes }) => apiOf(type)?.name === service && isHere(attributes["project"]));
  return !isUsed;
}
