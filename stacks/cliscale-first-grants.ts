import { firstGrants } from "../constructs/cloud-sql";
import { cloudSqlProxyImage, type JobValues } from "../constructs/helm";
import { type EnvironmentSettings } from "../environments/settings";
import { SERVICE_ACCOUNTS } from "./cliscale-identities";
import { type CliscalePlatform } from "./cliscale-platform";

/** The Job's name. */
export const FIRST_GRANTS = "first-grants";
/** Where the services have their tables. */
export const SCHEMA = "cliscale";

const PASSWORD = { mountPath: "/secrets/pg", fileName: "password" } as const;

/**
 * Gives the services' database users their privileges: an IAM user logs in and owns nothing. It has succeeded before a
 * Deployment is made or changed, since a service that may not read its tables would never get ready. The runner has no
 * database user at all.
 */
export function firstGrantsJob(settings: EnvironmentSettings, platform: CliscalePlatform): JobValues {
  const { databaseName, databaseUsers, identities, secrets, registry, database } = platform;
  return {
    before: "workloads",
    component: "database",
    image: registry.imageReference("migrate", settings.images.migrate),
    serviceAccount: { name: SERVICE_ACCOUNTS.migrate, annotations: identities.migrate.annotations },
    ...firstGrants(platform, {
      database: databaseName,
      user: databaseUsers.migrate,
      passwordFile: `${PASSWORD.mountPath}/${PASSWORD.fileName}`,
      schema: SCHEMA,
      creators: [databaseUsers.controller],
      users: [databaseUsers.gateway],
    }),
    secrets: {
      pg: { mountPath: PASSWORD.mountPath, files: [secrets.migratePassword.mount(PASSWORD.fileName)] },
    },
    cloudSqlProxy: {
      image: cloudSqlProxyImage(settings.images.cloudSqlProxy),
      connectionName: database.connectionName,
      iamAuthentication: false,
      resources: settings.workloads.proxy,
    },
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
    // the first pod may ask before its credentials are there
    backoffLimit: 5,
  };
}
