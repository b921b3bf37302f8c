import { type Cloud } from "../cloud/cloud";
import { lastSegment, segmentAfter } from "../cloud/template";
import { Refusal } from "../plugin/diagnostics";
import { text, type ObjectValue } from "../plugin/values";
import { notSimulated } from "./cloud-provider";

/** Stands for every access token, key and signature: the sandbox checks none. */
export const SANDBOX_TOKEN = "sandbox-token";

const VERSION_TYPE = "google_secret_manager_secret_version";

/** Opens an ephemeral resource of the google provider. */
export function openGoogle(
  type: string,
  config: ObjectValue,
  { cloud, project }: { readonly cloud: Cloud; readonly project: string },
): ObjectValue {
  if (type === VERSION_TYPE) return { ...config, ...accessSecret(cloud, config, project) };
  if (type === "google_service_account_access_token") return { ...config, access_token: SANDBOX_TOKEN };
  if (type === "google_service_account_id_token") return { ...config, id_token: SANDBOX_TOKEN };
  if (type === "google_service_account_jwt") return { ...config, jwt: SANDBOX_TOKEN };
  throw notSimulated("ephemeral resource", type);
}

/** A version's payload, as `versions.access` gives it: the one that is asked for, or the latest enabled one. */
export function accessSecret(cloud: Cloud, config: ObjectValue, providerProject: string): ObjectValue {
  const reference = text(config, "secret") ?? "";
  const project = text(config, "project") ?? segmentAfter(reference, "projects") ?? providerProject;
  const name = lastSegment(reference);
  const wanted = text(config, "version") ?? "latest";
  const versions = cloud.view
    .list(VERSION_TYPE)
    .filter(({ key }) => key.startsWith(`projects/${project}/secrets/${name}/versions/`))
    .sort((left, right) => Number(left.attributes["version"]) - Number(right.attributes["version"]));
  const found =
    wanted === "latest"
      ? versions.filter(({ attributes }) => attributes["enabled"] !== false).pop()
      : versions.find(({ attributes }) => attributes["version"] === wanted);
  const resource = `projects/${project}/secrets/${name}/versions/${wanted}`;
  if (found === undefined) {
    throw new Refusal(
      `Error retrieving secret version: googleapi: Error 404: Secret Version [${resource}] not found.`,
      {
        attribute: "secret",
      },
    );
  }
  if (found.attributes["enabled"] === false) {
    throw new Refusal(
      `Error retrieving secret version: googleapi: Error 400: Secret Version [${resource}] is in DISABLED state., failedPrecondition`,
    );
  }
  return {
    project,
    secret: reference,
    version: found.attributes["version"] ?? null,
    name: found.attributes["name"] ?? null,
    create_time: found.attributes["create_time"] ?? null,
    destroy_time: found.attributes["destroy_time"] ?? null,
    enabled: true,
    secret_data: cloud.unseal(VERSION_TYPE, found.key) ?? "",
  };
}
