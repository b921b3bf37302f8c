import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { resourceNames, type ResourceNames } from "../environments/names";
import { type EnvironmentSettings } from "../environments/settings";
import { ImageRegistry } from "../constructs/artifact-registry";
import { WebFirewall } from "../constructs/cloud-armor";
import { PostgresDatabase } from "../constructs/cloud-sql";
import { Edge } from "../constructs/edge";
import { type ICluster } from "../constructs/gke";
import { EncryptionKey, KeyRing } from "../constructs/kms";
import { Network } from "../constructs/network";
import { createCluster } from "./cliscale-cluster";
import { cliscaleFirewall } from "./cliscale-firewall";
import { CliscaleIdentities } from "./cliscale-identities";
import { CliscaleSecrets } from "./cliscale-secrets";

/** The database that the services use on the instance. */
const DATABASE = "cliscale";
/** Gives the services' users their privileges. */
const MIGRATE_USER = "migrate";

/** Everything of cliscale that lives in Google Cloud, and nothing that lives in the cluster. */
export class CliscalePlatform extends Construct {
  public readonly network: Network;
  /** Encrypts backups of the cluster's objects. */
  public readonly backupKey: EncryptionKey;
  public readonly cluster: ICluster;
  public readonly registry: ImageRegistry;
  public readonly database: PostgresDatabase;
  public readonly identities: CliscaleIdentities;
  public readonly secrets: CliscaleSecrets;
  public readonly firewall: WebFirewall;
  public readonly edge: Edge;
  /** The database, as a reference. */
  public readonly databaseName: string;
  /** The database users that the services and the first grants sign in as, as references. */
  public readonly databaseUsers: Readonly<Record<"controller" | "gateway" | "migrate", string>>;
  /** What has to exist before a pod may start, and has to go after the pods. */
  public readonly readyForPods: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, settings: EnvironmentSettings) {
    super(scope, id);
    const names = resourceNames(settings);
    const { project, region, allowDestroys } = settings;
    const place = { project, region };

    this.network = this.createNetwork(settings, names);
    const keyRing = new KeyRing(this, "KeyRing", { ...place, name: names.keyRing, allowDestroy: allowDestroys });
    const key = (purpose: string) =>
      new EncryptionKey(this, `Key-${purpose}`, { keyRing, name: purpose, allowDestroy: allowDestroys });

    this.backupKey = key("backups");
    this.cluster = createCluster(this, "Cluster", {
      settings,
      names,
      network: this.network,
      encryptionKey: key("cluster"),
    });
    this.database = this.createDatabase(settings, names, key("database"));
    this.registry = new ImageRegistry(this, "Registry", {
      ...place,
      name: names.registry,
      encryptionKey: key("images"),
      cleanup: {
        keepMostRecent: settings.registry.keptVersions,
        deleteUntaggedAfterDays: settings.registry.untaggedDays,
        dryRun: settings.registry.cleanupDryRun,
      },
      deletionProtection: !allowDestroys,
    });
    this.identities = new CliscaleIdentities(this, "Identities", { project, names, cluster: this.cluster });
    this.databaseName = this.database.addDatabase(DATABASE).name;
    this.secrets = new CliscaleSecrets(this, "Secrets", {
      settings,
      encryptionKey: key("secrets"),
      databaseName: this.databaseName,
    });
    this.firewall = new WebFirewall(this, "Firewall", cliscaleFirewall(settings, names));
    this.edge = new Edge(this, "Edge", {
      project,
      name: names.edge,
      dns: settings.dns,
      hosts: { [settings.domain]: { "/": "controller" }, [settings.wsDomain]: { "/": "ws-gateway" } },
      services: {
        controller: {
          protocol: "http",
          port: "http",
          firewall: this.firewall,
          timeoutSeconds: settings.workloads.controller.timeoutSeconds,
          drainSeconds: settings.workloads.controller.drainSeconds,
        },
        // session tokens travel in the query string, so requests are not logged
        "ws-gateway": {
          protocol: "websocket",
          port: "http",
          firewall: this.firewall,
          sessionTimeoutSeconds: settings.workloads.gateway.sessionTimeoutSeconds,
          drainSeconds: settings.workloads.gateway.drainSeconds,
        },
      },
      allowDestroy: allowDestroys,
    });
    const grants = this.grantAccess();
    this.databaseUsers = grants.databaseUsers;
    this.readyForPods = [
      ...this.cluster.ready,
      ...grants.dependables,
      ...this.identities.ready,
      ...this.secrets.ready,
      ...this.firewall.ready,
      ...this.edge.ready,
    ];
  }

  private createNetwork(settings: EnvironmentSettings, names: ResourceNames): Network {
    const { project, region, network } = settings;
    return new Network(this, "Network", {
      project,
      region,
      name: names.network,
      nodeRange: network.nodes,
      podRange: network.pods,
      serviceRange: network.services,
      privateServiceRange: network.privateServices,
      nat: { addressCount: network.natAddresses },
    });
  }

  private createDatabase(
    settings: EnvironmentSettings,
    names: ResourceNames,
    encryptionKey: EncryptionKey,
  ): PostgresDatabase {
    const { project, region, labels, database } = settings;
    const { backups, maintenanceWindow, insights } = database;
    const instance = new PostgresDatabase(this, "Database", {
      project,
      region,
      network: this.network,
      name: names.database,
      edition: database.edition,
      tier: database.tier,
      version: database.version,
      availabilityType: database.availability,
      maxConnections: database.maxConnections,
      disk: { sizeGb: database.diskSizeGb, autoresizeLimitGb: database.diskLimitGb },
      backups: {
        startTime: backups.startTime,
        retainedBackups: backups.retained,
        transactionLogRetentionDays: backups.transactionLogRetentionDays,
        location: backups.location,
      },
      maintenanceWindow: {
        day: maintenanceWindow.day,
        hour: maintenanceWindow.hour,
        updateTrack: maintenanceWindow.track,
      },
      insights: { queryStringLength: insights.queryStringLength, queryPlansPerMinute: insights.plansPerMinute },
      encryptionKey,
      deletionProtection: database.deletionProtection,
      labels,
    });
    for (const { name, region: replicaRegion, tier } of database.replicas) {
      instance.addReplica(`Replica-${name}`, {
        name: `${names.database}-${name}`,
        region: replicaRegion,
        tier,
        encryptionKey: this.keyIn(replicaRegion, settings, names),
      });
    }
    return instance;
  }

  /** A key encrypts only what lies in its own region, so a replica elsewhere needs one there. */
  private keyIn(region: string, { project, allowDestroys }: EnvironmentSettings, names: ResourceNames): EncryptionKey {
    const keyRing = new KeyRing(this, `KeyRing-${region}`, {
      project,
      region,
      name: names.keyRing,
      allowDestroy: allowDestroys,
    });
    return new EncryptionKey(this, `Key-database-${region}`, {
      keyRing,
      name: "database",
      allowDestroy: allowDestroys,
    });
  }

  /** Who may do what: each line is one least role on one resource. */
  private grantAccess(): {
    databaseUsers: CliscalePlatform["databaseUsers"];
    dependables: readonly ITerraformDependable[];
  } {
    const { controller, gateway, migrate } = this.identities;
    const { databaseUrl, sessionKeys, migratePassword } = this.secrets;
    const connect = {
      controller: this.database.grantConnect(controller),
      gateway: this.database.grantConnect(gateway),
    };
    const migrateUser = this.database.addPasswordUser(MIGRATE_USER, migratePassword.storedValue());
    const grants = [
      this.registry.grantPull(this.cluster.nodeServiceAccount),
      connect.controller,
      connect.gateway,
      databaseUrl.grantAccess(controller),
      databaseUrl.grantAccess(gateway),
      sessionKeys.privateKey.grantAccess(controller),
      sessionKeys.publicKey.grantAccess(controller),
      sessionKeys.publicKey.grantAccess(gateway),
      this.database.grantClient(migrate),
      migratePassword.grantAccess(migrate),
    ];
    return {
      databaseUsers: {
        controller: connect.controller.userName,
        gateway: connect.gateway.userName,
        migrate: migrateUser.userName,
      },
      dependables: [...grants, migrateUser].flatMap(({ dependables }) => dependables),
    };
  }
}
