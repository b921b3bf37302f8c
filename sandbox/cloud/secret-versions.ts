import { isObject, text } from "../plugin/values";
import { projectNumber } from "./facts";
import { type CloudView } from "./law";
import { lastSegment, segmentAfter } from "./template";

/** The Terraform type of a version. */
export const VERSION_TYPE = "google_secret_manager_secret_version";
const SECRET_TYPE = "google_secret_manager_secret";

/** What Secret Manager knows of a version. https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions#state */
export interface SecretVersion {
  /** The key of its object in the cloud. */
  readonly key: string;
  readonly state: "ENABLED" | "DISABLED" | "DESTROYED";
}

/**
 * A version by its number, by `latest`, which is the one that was added last whatever its state, or by an alias of its
 * secret. Undefined when there is none.
 * https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
 *
 * @param resource `projects/<project>/secrets/<secret>/versions/<version>`, the project by its ID or its number; without
 *   it, the secret of that name in any project
 */
export function secretVersion(cloud: CloudView, resource: string): SecretVersion | undefined {
  const [secret = "", wanted = ""] = withProjectId(cloud, resource).split("/versions/");
  const aliases = cloud.get(SECRET_TYPE, secret)?.attributes["version_aliases"];
  const alias = isObject(aliases) ? text(aliases, wanted) : undefined;
  const number = alias ?? (wanted === "latest" ? latest(cloud, secret) : wanted);
  const key = `${secret}/versions/${number ?? ""}`;
  const found = cloud.get(VERSION_TYPE, key);
  if (found !== undefined) {
    return { key, state: found.attributes["enabled"] === false ? "DISABLED" : "ENABLED" };
  }
  return cloud.buried(VERSION_TYPE, key) === undefined ? undefined : { key, state: "DESTROYED" };
}

/** Numbers are given in their order and never twice, so the last one is before the first that nobody has had. */
function latest(cloud: CloudView, secret: string): string | undefined {
  const had = (number: number) => {
    const key = `${secret}/versions/${number}`;
    return cloud.get(VERSION_TYPE, key) !== undefined || cloud.buried(VERSION_TYPE, key) !== undefined;
  };
  let number = 0;
  while (had(number + 1)) number += 1;
  return number === 0 ? undefined : String(number);
}

/** Names the project by its ID, wherever it is named by its number or not at all. */
function withProjectId(cloud: CloudView, resource: string): string {
  const project = segmentAfter(resource, "projects");
  const [, secret = "", version = ""] = /secrets\/([^/]+)\/versions\/([^/]+)$/.exec(resource) ?? [];
  const found = cloud.list(SECRET_TYPE).find(({ key }) => {
    const owner = segmentAfter(key, "projects") ?? "";
    return (
      lastSegment(key) === secret && (project === undefined || project === owner || project === projectNumber(owner))
    );
  });
  return found === undefined ? resource : `${found.key}/versions/${version}`;
}
