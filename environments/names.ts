import { NAME_RULES, type NameRule } from "../constructs/core/naming";
import { type EnvironmentSettings } from "./settings";

/** The names of an environment's resources. All of them follow from its prefix, and the checks judge all of them. */
export interface ResourceNames {
  /** VPC; its parts put suffixes such as `-private-services` behind it. */
  readonly network: string;
  readonly cluster: string;
  /** Cloud SQL instance; a later generation and a replica put suffixes behind it. */
  readonly database: string;
  readonly registry: string;
  readonly keyRing: string;
  /** Cloud Armor policy. */
  readonly webFirewall: string;
  /** Address, certificates and SSL policy. */
  readonly edge: string;
  readonly backupPlan: string;
  readonly nodesServiceAccount: string;
  readonly controllerServiceAccount: string;
  readonly gatewayServiceAccount: string;
  readonly runnerServiceAccount: string;
  readonly migrateServiceAccount: string;
  readonly pgSecret: string;
  readonly pgMigrateSecret: string;
  readonly jwtPrivateSecret: string;
  readonly jwtPublicSecret: string;
}

/** Derives every name from the prefix, so that two environments in one project never meet. */
export function resourceNames({ namePrefix }: Pick<EnvironmentSettings, "namePrefix">): ResourceNames {
  return {
    network: namePrefix,
    cluster: namePrefix,
    database: `${namePrefix}-db`,
    registry: namePrefix,
    keyRing: namePrefix,
    webFirewall: namePrefix,
    edge: namePrefix,
    backupPlan: namePrefix,
    nodesServiceAccount: `${namePrefix}-nodes`,
    controllerServiceAccount: `${namePrefix}-controller`,
    gatewayServiceAccount: `${namePrefix}-gateway`,
    runnerServiceAccount: `${namePrefix}-runner`,
    migrateServiceAccount: `${namePrefix}-migrate`,
    pgSecret: `${namePrefix}-pg`,
    pgMigrateSecret: `${namePrefix}-pg-migrate`,
    jwtPrivateSecret: `${namePrefix}-jwt-private`,
    jwtPublicSecret: `${namePrefix}-jwt-public`,
  };
}

/** The stacks of an environment, in the order in which they are deployed. */
export function stackNames({ name, layout }: Pick<EnvironmentSettings, "name" | "layout">): readonly string[] {
  const id = `cliscale-${name}`;
  return layout === "one-stack" ? [id] : [`${id}-platform`, `${id}-workload`];
}

/** The rule that each name has to keep; Cloud SQL's depends on the project, too. */
export const RULES_OF_NAMES: Readonly<Record<Exclude<keyof ResourceNames, "database">, NameRule>> = {
  network: NAME_RULES.compute,
  cluster: NAME_RULES.cluster,
  registry: NAME_RULES.repository,
  keyRing: NAME_RULES.kms,
  webFirewall: NAME_RULES.compute,
  edge: NAME_RULES.compute,
  backupPlan: NAME_RULES.compute,
  nodesServiceAccount: NAME_RULES.serviceAccount,
  controllerServiceAccount: NAME_RULES.serviceAccount,
  gatewayServiceAccount: NAME_RULES.serviceAccount,
  runnerServiceAccount: NAME_RULES.serviceAccount,
  migrateServiceAccount: NAME_RULES.serviceAccount,
  pgSecret: NAME_RULES.secret,
  pgMigrateSecret: NAME_RULES.secret,
  jwtPrivateSecret: NAME_RULES.secret,
  jwtPublicSecret: NAME_RULES.secret,
};
