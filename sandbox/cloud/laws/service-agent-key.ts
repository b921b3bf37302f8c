import { type ObjectValue } from "../../plugin/values";
import { projectNumber } from "../facts";
import { type CloudView, type Law } from "../law";
import { valuesAt } from "../references";
import { agentEmail } from "../tables/iam";
import { KEY_REFUSALS, KEY_USERS } from "../tables/key-users";
import { segmentAfter } from "../template";

const ROLE = "roles/cloudkms.cryptoKeyEncrypterDecrypter";

/** Where a role may be given so that it counts for a key, and the argument that names the place. */
const GRANTS: Readonly<Record<string, string>> = {
  google_kms_crypto_key: "crypto_key_id",
  google_kms_key_ring: "key_ring_id",
  google_project: "project",
};

/**
 * A service encrypts with a key as its service agent, which needs a role on that key before the first object that names it.
 * https://cloud.google.com/kms/docs/cmek#grant-encrypter-decrypter, words of the error:
 * https://github.com/hashicorp/terraform-provider-google/issues/5103
 */
export const law: Law = ({ action, type, project, before, after }, cloud) => {
  if (action === "delete" || after === null) return undefined;
  for (const { path, service } of KEY_USERS[type] ?? []) {
    const old = before === null ? [] : valuesAt(before, path);
    const key = valuesAt(after, path)
      .filter((name) => !old.includes(name))
      .map((name) => name.replace(/^.*?(?=projects\/)/, "").replace(/\/cryptoKeyVersions\/.*$/, ""))
      .find((name) => !mayUse(cloud, `serviceAccount:${agentEmail(service, projectNumber(project))}`, name));
    if (key === undefined) continue;
    const denied =
      "googleapi: Error 403: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource " +
      `'${key}' (or it may not exist)., forbidden`;
    return {
      message: KEY_REFUSALS[service] ?? `Error creating ${type}: ${denied}`,
      advice:
        `'${path}' needs ${ROLE} on ${key} for ${agentEmail(service, projectNumber(project))}: bind it with ` +
        "google_kms_crypto_key_iam_member to the member of google_project_service_identity, and let this resource depend on the binding.",
      attribute: path.split(".")[0] ?? path,
    };
  }
  return undefined;
};

function mayUse(cloud: CloudView, member: string, key: string): boolean {
  if (cloud.get("google_kms_crypto_key", key) === undefined) return false;
  return Object.entries(GRANTS).some(([place, argument]) =>
    ["member", "binding"].some((form) =>
      cloud.list(`${place}_iam_${form}`).some(({ attributes }) => {
        const members = [...valuesAt(attributes, "member"), ...valuesAt(attributes, "members")];
        return covers(attributes, argument, key) && members.includes(member) && allows(attributes["role"]);
      }),
    ),
  );
}

function covers(grant: ObjectValue, argument: string, key: string): boolean {
  const [place = ""] = valuesAt(grant, argument);
  return argument === "project"
    ? place === segmentAfter(key, "projects")
    : key === place || key.startsWith(`${place}/`);
}

/** What a role of the project's own allows is not known here: it gets the benefit of the doubt. */
const allows = (role: unknown): boolean => role === ROLE || (typeof role === "string" && !role.startsWith("roles/"));
