import { type Access, accountExists, isGranted } from "../cloud/grants";
import { projectNumber } from "../cloud/facts";
import { type CloudView } from "../cloud/law";
import { valuesAt } from "../cloud/references";
import { lastSegment, segmentAfter } from "../cloud/template";
import { text, type ObjectValue } from "../plugin/values";
import { type GoogleAccess } from "../kubernetes/cluster";

/** Where a cluster names the account that runs its nodes. */
const NODE_ACCOUNTS: readonly string[] = [
  "cluster_autoscaling.auto_provisioning_defaults.service_account",
  "node_config.service_account",
];

const IMPERSONATE: readonly string[] = ["roles/iam.workloadIdentityUser", "roles/iam.serviceAccountTokenCreator"];
const READ_SECRET: readonly string[] = ["roles/secretmanager.secretAccessor", "roles/secretmanager.admin"];
/** https://cloud.google.com/sql/docs/postgres/roles-and-permissions */
const DATABASE: Readonly<Record<"client" | "login", readonly string[]>> = {
  client: ["roles/cloudsql.client", "roles/cloudsql.editor", "roles/cloudsql.admin"],
  login: ["roles/cloudsql.instanceUser", "roles/cloudsql.admin"],
};
/** https://cloud.google.com/artifact-registry/docs/access-control#roles */
const PULL: readonly string[] = ["reader", "writer", "repoAdmin", "admin"].map(
  (role) => `roles/artifactregistry.${role}`,
);

/** What the simulated cloud says of the rights of a cluster's pods and nodes. */
export function googleAccess(cloud: CloudView, cluster: ObjectValue): GoogleAccess {
  const project = text(cluster, "project") ?? "";
  const may = (access: Access): boolean => isGranted(cloud, access);
  const nodes = NODE_ACCOUNTS.flatMap((path) => valuesAt(cluster, path));
  return {
    project,
    projectNumber: projectNumber(project),
    nodeAccounts: [...new Set(nodes.filter((email) => email.includes("@")))],
    isEnabled: (api) => cloud.get("google_project_service", `${project}/${api}`) !== undefined,
    accountExists: (email) =>
      // accounts of other projects are not known here
      !email.endsWith(`@${project}.iam.gserviceaccount.com`) || accountExists(cloud, email),
    mayActAs: (member, email) => {
      const place = { type: "google_service_account", argument: "service_account_id", name: email };
      return may({ member, roles: IMPERSONATE, project, place });
    },
    mayReadSecret: (member, secret) => {
      const owner = segmentAfter(secret, "projects") ?? project;
      const place = { type: "google_secret_manager_secret", argument: "secret_id", name: secret };
      return may({ member, roles: READ_SECRET, project: owner === projectNumber(project) ? project : owner, place });
    },
    mayUseDatabase: (member, instance, right) =>
      may({
        member,
        roles: DATABASE[right],
        project: instance.project,
        resource: `projects/${instance.project}/instances/${instance.name}`,
      }),
    hasDatabaseUser: ({ project: owner, name }, user) => {
      if (cloud.get("google_sql_database_instance", `projects/${owner}/instances/${name}`) === undefined)
        return undefined;
      return cloud
        .list("google_sql_user")
        .some(
          ({ attributes }) =>
            attributes["name"] === user &&
            lastSegment(text(attributes, "instance") ?? "") === name &&
            (attributes["project"] ?? owner) === owner,
        );
    },
    mayPull: (email, { project: owner, location, name }) => {
      const repository = `projects/${owner}/locations/${location}/repositories/${name}`;
      // repositories that nobody made here are somebody else's
      if (cloud.get("google_artifact_registry_repository", repository) === undefined) return undefined;
      const place = { type: "google_artifact_registry_repository", argument: "repository", name };
      return may({ member: `serviceAccount:${email}`, roles: PULL, project: owner, place });
    },
  };
}
