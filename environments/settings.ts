import * as z from "zod";
import { NAME_RULES } from "../constructs/core/naming";
import { databaseSettings } from "./schema/database";
import { list, named, region, section, text } from "./schema/fields";
import { clusterSettings, dnsSettings, networkSettings } from "./schema/network";
import {
  firewallSettings,
  monitoringSettings,
  recoverySettings,
  registrySettings,
  secretSettings,
} from "./schema/operations";
import { imageSettings, limitRangeSettings, quotaSettings, runnerSettings, workloadSettings } from "./schema/workloads";

/**
 * Everything that differs between environments, and nothing else does: constructs and stacks know no project, region,
 * domain or size. Each part lies in `schema/`; what has to fit together lies in `checks/`.
 */
export const environmentSettings = section({
  /** Names the environment: its stack is `cliscale-<name>`. */
  name: text({
    pattern: /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/,
    must: "have 1 to 20 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    fix: "write it as prod or prod-us",
  }),
  /** What it is for, and so how strict the checks are: `production` is the strictest, only `sandbox` may hold placeholders. */
  stage: z.enum(["sandbox", "development", "staging", "production"]),
  /** The project's ID. Not its number and not its display name. */
  project: named(NAME_RULES.project),
  /** The region of everything that lies in one. */
  region: region(),
  /**
   * The zones that nodes may use, for example `["europe-west1-b", "europe-west1-c"]`.
   * @default - Google chooses, three where the region has them
   */
  zones: list(z.string()).optional(),
  /**
   * Stands before the name of every resource.
   * @default - `cliscale-<name>`
   */
  namePrefix: z.string().optional(),
  /**
   * One stack with everything, or two that keep the cluster's state apart from the release's.
   * @default "one-stack"
   */
  layout: z.enum(["one-stack", "two-stacks"]).default("one-stack"),
  /**
   * The bucket that holds Terraform's state.
   * @default - a local file, in the sandbox only
   */
  stateBucket: z.string().optional(),
  /**
   * The one switch that lets Terraform destroy what holds data. Never true in production.
   * @default false
   */
  allowDestroys: z.boolean().default(false),
  /** Host of the controller. */
  domain: named(NAME_RULES.host),
  /** Host of the gateway, another one than `domain`. */
  wsDomain: named(NAME_RULES.host),
  /** How both hosts get into DNS. */
  dns: dnsSettings,
  /**
   * The account that pays, as `012345-6789AB-CDEF01`. Needed for a budget.
   * @default - none
   */
  billingAccount: text({
    pattern: /^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/,
    must: "be three groups of six capital hexadecimal digits",
    fix: "copy it from 'gcloud billing accounts list'",
  }).optional(),
  /**
   * Labels of every resource that takes them. `owner` and `cost-center` have to be there; `environment` is added.
   */
  labels: z.record(z.string(), z.string()).readonly(),
  network: networkSettings,
  cluster: clusterSettings,
  database: databaseSettings,
  /** @default - see {@link registrySettings} */
  registry: registrySettings.prefault({}),
  /** @default - see {@link secretSettings} */
  secrets: secretSettings.prefault({}),
  images: imageSettings,
  workloads: workloadSettings,
  runner: runnerSettings,
  /** @default - see {@link quotaSettings} */
  quota: quotaSettings.prefault({}),
  /** @default - see {@link limitRangeSettings} */
  limitRange: limitRangeSettings.prefault({}),
  /** @default - see {@link firewallSettings} */
  firewall: firewallSettings.prefault({}),
  /** @default - see {@link monitoringSettings} */
  monitoring: monitoringSettings.prefault({}),
  recovery: recoverySettings,
});

/** Settings as they are written: what has a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSettings>;

/**
 * Settings without what is personal to an installation, which `installation.json` adds, and without versions of secrets,
 * which are recorded when they are rotated.
 */
export type EnvironmentPreset = Omit<EnvironmentInput, InstallationOnly | "secrets"> &
  Partial<Pick<EnvironmentInput, InstallationOnly>> & {
    readonly secrets?: Omit<NonNullable<EnvironmentInput["secrets"]>, "versions">;
  };

type InstallationOnly = "project" | "region" | "domain" | "wsDomain" | "dns" | "images" | "labels";
type Parsed = z.output<typeof environmentSettings>;
type ParsedDatabase = Parsed["database"];

/** Settings with every default in place, checked against each other and frozen: what stacks take. */
export interface EnvironmentSettings extends Omit<Parsed, "namePrefix" | "database"> {
  /** Stands before the name of every resource; see `resourceNames` in `names.ts`. */
  readonly namePrefix: string;
  readonly database: Omit<ParsedDatabase, "backups" | "deletionProtection"> & {
    /** Refuse to delete the instance. */
    readonly deletionProtection: boolean;
    readonly backups: Omit<ParsedDatabase["backups"], "location"> & {
      /** Where backups lie: a region, or `us`, `eu` or `asia`. */
      readonly location: string;
    };
  };
}

/** Autopilot's pods per node. https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-overview */
export const AUTOPILOT_PODS_PER_NODE = 32;

/** Fills in the defaults that follow from other settings. */
export function withDerivedDefaults(parsed: Parsed): EnvironmentSettings {
  const { database, labels, name, region: home } = parsed;
  return deepFreeze({
    ...parsed,
    namePrefix: parsed.namePrefix ?? `cliscale-${name}`,
    labels: { environment: name, ...labels },
    database: {
      ...database,
      deletionProtection: database.deletionProtection ?? !parsed.allowDestroys,
      backups: { ...database.backups, location: database.backups.location ?? multiRegionOf(home) ?? home },
    },
  });
}

/**
 * Cloud SQL's multi-region around a region; none for those outside the three.
 * https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#backup-locations
 */
export function multiRegionOf(home: string): "us" | "eu" | "asia" | undefined {
  const continent = home.split("-")[0];
  return continent === "us" || continent === "asia" ? continent : continent === "europe" ? "eu" : undefined;
}

/** Makes a value and everything in it unchangeable. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
  }
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
