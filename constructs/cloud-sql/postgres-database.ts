import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { type Grant, type IGrantable } from "../core/grant";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type RegionalProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check } from "../core/validation";
import { dependOn } from "../core/dependencies";
import { type WriteOnlyValue } from "../core/write-only-value";
import { type IEncryptionKey } from "../kms/encryption-key";
import { type INetwork } from "../network/network";
import { type IServiceAccount } from "../workload-identity/service-account";
import { type IWorkloadIdentity } from "../workload-identity/workload-identity";
import {
  backupConfiguration,
  backupProblems,
  resolveBackups,
  type DatabaseBackups,
  type ResolvedBackups,
} from "./backups";
import { databaseProblems } from "./database-name";
import * as users from "./database-user";
import { databaseFlags, flagProblems, maxConnectionsProblems } from "./flags";
import { instanceName, instanceNameProblems } from "./instance-name";
import * as instance from "./instance-settings";
import { maintenanceProblems, maintenanceSettings, resolveMaintenanceWindow } from "./maintenance";
import { type DenyMaintenancePeriod, type DatabaseMaintenanceWindow } from "./maintenance";
import { ReadReplica, type ReadReplicaProps } from "./read-replica";
import {
  defaultMaxConnections,
  logRetentionProblem,
  tierProblems,
  type DatabaseEdition,
  type PostgresVersion,
} from "./tier";

const SERVICE = "sqladmin.googleapis.com";

/** A PostgreSQL instance. */
export interface IPostgresDatabase extends IConstruct {
  /** `<project>:<region>:<instance>`, which connectors such as the Auth Proxy take, as a reference. */
  readonly connectionName: string;
  /** The name of the instance, as a reference. */
  readonly instanceName: string;
  /**
   * Gives someone a database user and lets it connect: `roles/cloudsql.client` and `roles/cloudsql.instanceUser` for this
   * instance alone. Privileges on tables have to be granted in the database, by a migration.
   */
  grantConnect(identity: IServiceAccount | IWorkloadIdentity): users.DatabaseGrant;
  /**
   * Lets someone open connections through the Auth Proxy and nothing more: `roles/cloudsql.client` for this instance
   * alone. Whoever logs in with a password needs no more.
   */
  grantClient(grantee: IGrantable): Grant;
}

/** Props of {@link PostgresDatabase}. */
export interface PostgresDatabaseProps extends RegionalProps {
  /** The network that the instance has its only address in. */
  readonly network: INetwork;
  /** The first part of the instance's name: lowercase letters, digits and hyphens. The {@link generation} follows it. */
  readonly name: string;
  /**
   * Raise it to have a new instance under a new name, because the name of a deleted instance is taken for about a week.
   * @default 1
   */
  readonly generation?: number;
  /**
   * What is promised, and which tiers there are. PostgreSQL 16 and later would become ENTERPRISE_PLUS without a word.
   * @default "ENTERPRISE"
   */
  readonly edition?: DatabaseEdition;
  /** The machine: `db-custom-<vCPUs>-<MiB>`, or in ENTERPRISE_PLUS `db-perf-optimized-N-<vCPUs>`. */
  readonly tier: string;
  /**
   * The major version. Raising it upgrades the instance in place, with downtime.
   * @default "POSTGRES_17"
   */
  readonly version?: PostgresVersion;
  /**
   * Whether a standby in a second zone takes over.
   * @default "REGIONAL"
   */
  readonly availabilityType?: instance.AvailabilityType;
  /**
   * The zone of the primary.
   * @default - Google's choice
   */
  readonly zone?: string;
  /**
   * The zone of the standby, another one.
   * @default - Google's choice
   */
  readonly secondaryZone?: string;
  /**
   * When backups are made and how long they are kept.
   * @default - daily at 02:00 UTC, 30 kept, with all logs of 7 days (ENTERPRISE_PLUS: 14)
   */
  readonly backups?: DatabaseBackups;
  /**
   * Keeps the backups of a deleted instance until their retention is over.
   * @default true
   */
  readonly retainBackupsOnDelete?: boolean;
  /**
   * How many connections the server takes. Compare it with the pools of all clients.
   * @default - what Cloud SQL has for the tier, written out
   */
  readonly maxConnections?: number;
  /**
   * More flags, or other values of the logging flags, for example `{ "pgaudit.log": "write" }`.
   * @default - what the CIS benchmark asks for
   */
  readonly flags?: Readonly<Record<string, string>>;
  /**
   * Which client certificates are asked for. There is no choice without TLS.
   * @default "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
   */
  readonly sslMode?: instance.SslMode;
  /**
   * Whether clients have to use a connector such as the Auth Proxy.
   * @default "REQUIRED"
   */
  readonly connectorEnforcement?: instance.ConnectorEnforcement;
  /**
   * The disk's size and where its growing ends.
   * @default - 10 GB, growing up to 500 GB
   */
  readonly disk?: instance.DatabaseDisk;
  /**
   * What Query Insights records.
   * @default - statements up to 1024 bytes, 5 plans a minute, tags, no client addresses
   */
  readonly insights?: instance.QueryInsights;
  /**
   * When Google may restart the instance.
   * @default - Sunday 03:00 UTC, on the track "stable"
   */
  readonly maintenanceWindow?: DatabaseMaintenanceWindow;
  /**
   * Days without maintenance.
   * @default - none
   */
  readonly denyMaintenancePeriod?: DenyMaintenancePeriod;
  /**
   * The key that data and backups are encrypted with, in the instance's region. It can't be changed later without
   * replacing the instance.
   * @default - Google's own
   */
  readonly encryptionKey?: IEncryptionKey;
  /**
   * Refuses deletion at every level: by Terraform's plan, by the provider and by Cloud SQL itself. To delete, set it to
   * false, apply, then destroy.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Labels of the instance and its replicas. The provider's default labels don't reach Cloud SQL.
   * @default - none
   */
  readonly labels?: Labels;
}

/** A Cloud SQL instance for PostgreSQL with a private address, a standby, backups, point-in-time recovery and IAM users. */
export class PostgresDatabase extends Construct implements IPostgresDatabase {
  public readonly project: string;
  public readonly region: string;
  public readonly connectionName: string;
  public readonly instanceName: string;
  /** The private address, as a reference. */
  public readonly privateIp: string;
  public readonly edition: DatabaseEdition;
  public readonly tier: string;
  public readonly version: PostgresVersion;
  public readonly availabilityType: instance.AvailabilityType;
  /** The limit that the pools of all clients together have to stay under. */
  public readonly maxConnections: number;
  /** The backups in force, for a comparison with the stated recovery point. */
  public readonly backups: ResolvedBackups;
  public readonly maintenanceWindow: Required<DatabaseMaintenanceWindow>;
  public readonly deletionProtection: boolean;
  /** What a client has to wait for. */
  public readonly ready: readonly ITerraformDependable[];

  private readonly scopeOfGrants: users.InstanceScope;
  /** Users and databases. */
  private readonly contents: ITerraformDependable[] = [];
  private readonly replicas: ReadReplica[] = [];
  private readonly common: instance.InstanceSettings;
  private readonly encrypted: boolean;

  public constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    const { project, region, network, tier, encryptionKey, zone, secondaryZone, generation = 1 } = props;
    this.project = project;
    this.region = region;
    this.tier = tier;
    this.edition = props.edition ?? "ENTERPRISE";
    this.version = props.version ?? "POSTGRES_17";
    this.availabilityType = props.availabilityType ?? "REGIONAL";
    this.backups = resolveBackups(this.edition, props.backups);
    this.maintenanceWindow = resolveMaintenanceWindow(props.maintenanceWindow);
    this.deletionProtection = props.deletionProtection ?? true;
    this.maxConnections = props.maxConnections ?? defaultMaxConnections(tier) ?? 0;
    const disk = instance.resolveDisk(props.disk);
    const insights = instance.resolveInsights(props.insights);
    const { edition, version, availabilityType, deletionProtection } = this;
    const { transactionLogRetentionDays } = this.backups;
    check(this, "PostgresDatabase", [
      nameProblem(NAME_RULES.project, "project", project),
      nameProblem(NAME_RULES.region, "region", region),
      ...instanceNameProblems(project, props.name, generation),
      ...tierProblems({ edition, tier, version }),
      logRetentionProblem(edition, transactionLogRetentionDays, "backups.transactionLogRetentionDays"),
      ...maxConnectionsProblems(tier, props.maxConnections),
      ...flagProblems(props.flags),
      ...backupProblems(this.backups),
      ...instance.diskProblems(disk),
      ...instance.insightsProblems(insights),
      ...instance.zoneProblems(region, availabilityType, zone, secondaryZone),
      ...maintenanceProblems(this.maintenanceWindow, props.denyMaintenancePeriod),
      ...labelProblems("labels", props.labels),
    ]);

    this.common = {
      edition,
      tier,
      availabilityType,
      network,
      disk,
      insights,
      deletionProtection,
      zone,
      secondaryZone,
      sslMode: props.sslMode ?? "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
      connectorEnforcement: props.connectorEnforcement ?? "REQUIRED",
      flags: databaseFlags(this.maxConnections, props.flags),
      labels: labelsOrUndefined(props.labels),
    };
    const name = instanceName(props.name, generation);
    const resource = new SqlDatabaseInstance(this, "Resource", {
      project,
      region,
      name,
      databaseVersion: version,
      encryptionKeyName: encryptionKey?.keyId,
      deletionProtection,
      settings: {
        ...instance.instanceSettings(this.common),
        // not on replicas, which start with as much as the primary has grown to
        diskSize: disk.sizeGb,
        backupConfiguration: backupConfiguration(this.backups),
        retainBackupsOnDelete: props.retainBackupsOnDelete ?? true,
        passwordValidationPolicy: PASSWORD_POLICY,
        ...maintenanceSettings(this.maintenanceWindow, props.denyMaintenancePeriod),
      },
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: ["settings[0].disk_size"] },
      timeouts: instance.INSTANCE_TIMEOUTS,
    });
    const services = ProjectServices.of(this);
    dependOn(resource, ...services.enable(project, SERVICE), network.privateServiceConnection);
    if (encryptionKey !== undefined) {
      dependOn(resource, ...encryptionKey.grantEncryptDecrypt(services.agent(project, SERVICE)).dependables);
    }
    this.instanceName = resource.name;
    this.connectionName = resource.connectionName;
    this.privateIp = resource.privateIpAddress;
    this.ready = [resource];
    this.scopeOfGrants = { project, name, instanceName: resource.name };
    this.encrypted = encryptionKey !== undefined;
  }

  /**
   * Adds a database in UTF-8. Terraform never drops it: taking this call away leaves the database where it is.
   *
   * @param name 1 to 63 lowercase letters, digits, hyphens or underscores
   * @returns the resource, to depend on and for its `name`
   */
  public addDatabase(name: string): SqlDatabase {
    check(this, "PostgresDatabase", databaseProblems(name));
    const database = new SqlDatabase(this, `Database-${name}`, {
      project: this.project,
      instance: this.instanceName,
      name,
      charset: "UTF8",
      collation: "en_US.UTF8",
      deletionPolicy: "ABANDON",
    });
    this.beforeReplicas(database);
    return database;
  }

  public grantConnect(identity: IServiceAccount | IWorkloadIdentity): users.DatabaseGrant {
    check(this, "PostgresDatabase", users.identityProblems(identity));
    const grants = users.grantInstanceAccess(this, this.scopeOfGrants, identity);
    const user = users.iamUser(this, this.scopeOfGrants, identity);
    this.beforeReplicas(user);
    return {
      role: users.CLIENT_ROLE,
      grantee: identity,
      userName: user.name,
      dependables: [user, ...grants.flatMap((grant) => grant.dependables)],
    };
  }

  public grantClient(grantee: IGrantable): Grant {
    return users.grantOnInstance(this, this.scopeOfGrants, users.CLIENT_ROLE, grantee);
  }

  /**
   * Adds a user with a password, for clients that can't authenticate with IAM. Prefer {@link grantConnect}, which has no
   * password to leak or to rotate. Cloud SQL makes every such user a member of `cloudsqlsuperuser`, which owns the
   * databases, may make roles and databases, and is needed to give others their first privileges.
   * https://cloud.google.com/sql/docs/postgres/users#other_postgresql_users
   *
   * @param password `storedValue()` of a Secret; raise the secret's version to change the password. The instance's policy
   * asks for 16 characters of four kinds, which `SecretValue.generated()` has by default
   */
  public addPasswordUser(name: string, password: WriteOnlyValue): ReturnType<typeof users.passwordUser> {
    check(this, "PostgresDatabase", users.passwordUserProblems(name, password));
    const user = users.passwordUser(this, this.scopeOfGrants, name, password);
    this.beforeReplicas(...user.dependables);
    return user;
  }

  /**
   * Adds a read replica, in this region or in another one. Everything that is not given is as on the primary.
   *
   * @param id its construct ID, unique among the replicas, for example `Replica`
   */
  public addReplica(id: string, props: ReadReplicaProps): ReadReplica {
    const replica = new ReadReplica(this, id, {
      ...props,
      primary: this,
      common: this.common,
      primaryEncrypted: this.encrypted,
    });
    replica.waitFor(...this.contents);
    this.replicas.push(replica);
    return replica;
  }

  /**
   * The provider locks the primary until a replica is complete, so a user or a database that comes later waits for 15 minutes, and with
   * it whatever needs it. https://github.com/terraform-google-modules/terraform-google-sql-db/issues/264
   */
  private beforeReplicas(...contents: readonly ITerraformDependable[]): void {
    this.contents.push(...contents);
    this.replicas.forEach((replica) => replica.waitFor(...contents));
  }
}

/** https://cloud.google.com/sql/docs/postgres/built-in-authentication#instance_password_policies */
const PASSWORD_POLICY = {
  enablePasswordPolicy: true,
  minLength: 16,
  complexity: "COMPLEXITY_DEFAULT",
  reuseInterval: 5,
  disallowUsernameSubstring: true,
} as const;
