import { randomBytes } from "node:crypto";
import { type Cloud } from "../cloud/cloud";
import { LawRefusal } from "../cloud/law-refusal";
import { secretVersion, VERSION_TYPE } from "../cloud/secret-versions";
import { lastSegment, segmentAfter } from "../cloud/template";
import { text, type ObjectValue } from "../plugin/values";
import { notSimulated } from "./cloud-provider";

/** As the admission check is called that asks the same of what pods mount. */
const LAW = "secret-versions";

/** An access token, key or signature. The sandbox checks none, but each one is another, as where they are checked. */
export function sandboxToken(): string {
  return `sandbox-token-${randomBytes(24).toString("base64url")}`;
}

/** Opens an ephemeral resource of the google provider. */
export function openGoogle(
  type: string,
  config: ObjectValue,
  { cloud, project }: { readonly cloud: Cloud; readonly project: string },
): ObjectValue {
  if (type === VERSION_TYPE) return { ...config, ...accessSecret(cloud, config, project) };
  if (type === "google_service_account_access_token") return { ...config, access_token: sandboxToken() };
  if (type === "google_service_account_id_token") return { ...config, id_token: sandboxToken() };
  if (type === "google_service_account_jwt") return { ...config, jwt: sandboxToken() };
  throw notSimulated("ephemeral resource", type);
}

/** A version's payload, as `versions.access` gives it, or its refusal. */
export function accessSecret(cloud: Cloud, config: ObjectValue, providerProject: string): ObjectValue {
  const reference = text(config, "secret") ?? "";
  const project = text(config, "project") ?? segmentAfter(reference, "projects") ?? providerProject;
  const name = lastSegment(reference);
  const wanted = text(config, "version") ?? "latest";
  const resource = `projects/${project}/secrets/${name}/versions/${wanted}`;
  const version = secretVersion(cloud.view, resource);
  const found = version === undefined ? undefined : cloud.view.get(VERSION_TYPE, version.key);
  if (version !== undefined && version.state !== "ENABLED") {
    throw new LawRefusal(
      LAW,
      `Error retrieving secret version: googleapi: Error 400: Secret Version [${resource}] is in ${version.state} state., failedPrecondition`,
      { detail: "Read a version that is enabled, or enable this one.", attribute: "version" },
    );
  }
  if (found === undefined) {
    throw new LawRefusal(
      LAW,
      `Error retrieving secret version: googleapi: Error 404: Secret Version [${resource}] not found.`,
      { attribute: "secret" },
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
