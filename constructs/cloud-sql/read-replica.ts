import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Grant, type IGrantable } from "../core/grant";
import { NAME_RULES, nameProblem } from "../core/naming";
import { ProjectServices } from "../core/project-services";
import { check, isKnown } from "../core/validation";
import { dependOn } from "../core/dependencies";
import { type IEncryptionKey } from "../kms/encryption-key";
import { type IServiceAccount } from "../workload-identity/service-account";
import { type IWorkloadIdentity } from "../workload-identity/workload-identity";
import {
  CLIENT_ROLE,
  grantInstanceAccess,
  grantOnInstance,
  type DatabaseGrant,
  type InstanceScope,
} from "./database-user";
import { plainNameProblems } from "./instance-name";
import {
  INSTANCE_TIMEOUTS,
  instanceSettings,
  zoneProblems,
  type AvailabilityType,
  type InstanceSettings,
} from "./instance-settings";
import { type IPostgresDatabase, type PostgresDatabase } from "./postgres-database";
import { tierProblems } from "./tier";

const SERVICE = "sqladmin.googleapis.com";

/** What may differ from the primary. */
export interface ReadReplicaProps {
  /** The name of the replica's instance, complete: no generation follows it. */
  readonly name: string;
  /**
   * The region. Another one than the primary's makes a replica that can be promoted when the region is lost.
   * @default - the primary's
   */
  readonly region?: string;
  /**
   * The machine. A smaller one than the primary's falls behind under load.
   * @default - the primary's
   */
  readonly tier?: string;
  /**
   * Whether the replica has a standby of its own.
   * @default "ZONAL"
   */
  readonly availabilityType?: AvailabilityType;
  /**
   * The zone of the replica.
   * @default - Google's choice
   */
  readonly zone?: string;
  /**
   * The key in the replica's region. Needed when the primary has one and lies in another region.
   * @default - the primary's, in its region
   */
  readonly encryptionKey?: IEncryptionKey;
}

interface ReadReplicaConfig extends ReadReplicaProps {
  readonly primary: PostgresDatabase;
  readonly common: InstanceSettings;
  readonly primaryEncrypted: boolean;
}

/**
 * A read replica with the edition, flags, TLS rules and protection of its primary; made by `PostgresDatabase.addReplica`.
 * Users and databases come from the primary. https://cloud.google.com/sql/docs/postgres/replication
 */
export class ReadReplica extends Construct implements IPostgresDatabase {
  public readonly region: string;
  public readonly tier: string;
  public readonly availabilityType: AvailabilityType;
  public readonly connectionName: string;
  public readonly instanceName: string;
  /** The private address, as a reference. */
  public readonly privateIp: string;
  /** What a client has to wait for. */
  public readonly ready: readonly ITerraformDependable[];

  private readonly primary: PostgresDatabase;
  private readonly scopeOfGrants: InstanceScope;
  private readonly resource: SqlDatabaseInstance;

  public constructor(scope: Construct, id: string, config: ReadReplicaConfig) {
    super(scope, id);
    const { primary, common, name, zone, encryptionKey, primaryEncrypted } = config;
    const { project, edition, version, deletionProtection } = primary;
    this.primary = primary;
    this.region = config.region ?? primary.region;
    this.tier = config.tier ?? primary.tier;
    this.availabilityType = config.availabilityType ?? "ZONAL";
    const { region, tier, availabilityType } = this;
    const elsewhere = isKnown(region) && isKnown(primary.region) && region !== primary.region;
    check(this, "ReadReplica", [
      nameProblem(NAME_RULES.region, "region", region),
      ...plainNameProblems(project, name),
      ...tierProblems({ edition, tier, version }),
      ...zoneProblems(region, availabilityType, zone, undefined),
      primaryEncrypted &&
        elsewhere &&
        encryptionKey === undefined && {
          setting: "encryptionKey",
          must: `be a key in ${region}, because the primary is encrypted with a key in ${primary.region}`,
          fix: `make a key in ${region} and pass it`,
          source: "https://cloud.google.com/sql/docs/postgres/cmek",
        },
      encryptionKey !== undefined &&
        !elsewhere && {
          setting: "encryptionKey",
          must: "be left out in the primary's region, where a replica has the primary's key",
          fix: "leave it out",
          source: "https://cloud.google.com/sql/docs/postgres/cmek",
        },
    ]);

    const resource = (this.resource = new SqlDatabaseInstance(this, "Resource", {
      project,
      region,
      name,
      databaseVersion: version,
      masterInstanceName: primary.instanceName,
      encryptionKeyName: encryptionKey?.keyId,
      deletionProtection,
      settings: instanceSettings({ ...common, tier, availabilityType, zone, secondaryZone: undefined }),
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: ["settings[0].disk_size"] },
      timeouts: INSTANCE_TIMEOUTS,
    }));
    dependOn(resource, common.network.privateServiceConnection);
    if (encryptionKey !== undefined) {
      const agent = ProjectServices.of(this).agent(project, SERVICE);
      dependOn(resource, ...encryptionKey.grantEncryptDecrypt(agent).dependables);
    }
    this.instanceName = resource.name;
    this.connectionName = resource.connectionName;
    this.privateIp = resource.privateIpAddress;
    this.ready = [resource];
    this.scopeOfGrants = { project, name, instanceName: resource.name };
  }

  /** Makes the replica after these: what stands in the primary comes with it. `PostgresDatabase` calls it. */
  public waitFor(...dependables: readonly ITerraformDependable[]): void {
    dependOn(this.resource, ...dependables);
  }

  /** Gives someone the database user, which the primary has and replicates, and lets it connect to this replica too. */
  public grantConnect(identity: IServiceAccount | IWorkloadIdentity): DatabaseGrant {
    const onPrimary = this.primary.grantConnect(identity);
    const grants = grantInstanceAccess(this, this.scopeOfGrants, identity);
    return { ...onPrimary, dependables: [...onPrimary.dependables, ...grants.flatMap((grant) => grant.dependables)] };
  }

  public grantClient(grantee: IGrantable): Grant {
    return grantOnInstance(this, this.scopeOfGrants, CLIENT_ROLE, grantee);
  }
}
