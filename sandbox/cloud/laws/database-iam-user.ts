import { text } from "../../plugin/values";
import { accountExists } from "../grants";
import { type Law } from "../law";
import { lastSegment } from "../template";

/**
 * A database user that logs in as a service account needs that account. PostgreSQL leaves off the end of its address. Accounts of other
 * projects are not known here and are let pass. Words of the error: https://github.com/crossplane-contrib/provider-upjet-gcp/issues/834
 */
export const law: Law = ({ action, type, project, after }, cloud) => {
  if (action === "delete" || type !== "google_sql_user" || after === null) return undefined;
  if (after["type"] !== "CLOUD_IAM_SERVICE_ACCOUNT") return undefined;
  const name = text(after, "name") ?? "";
  const email = `${name.replace(/\.gserviceaccount\.com$/, "")}.gserviceaccount.com`;
  if (!email.endsWith(`@${project}.iam.gserviceaccount.com`)) return undefined;
  if (accountExists(cloud, email)) return undefined;
  return {
    message:
      `Error, failed to insert user ${name} into instance ${lastSegment(text(after, "instance") ?? "")}: googleapi: Error 400: ` +
      `Invalid request: Provided CLOUD_IAM_SERVICE_ACCOUNT: ${email}, does not exist., invalid`,
    advice:
      "Derive the name from google_service_account's email instead of writing it, so that the account is made first.",
    attribute: "name",
  };
};
