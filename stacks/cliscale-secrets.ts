import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type EnvironmentSettings } from "../environments/settings";
import { type IEncryptionKey } from "../constructs/kms";
import {
  Secret,
  SecretKeyPair,
  SecretReplication,
  SecretStore,
  SecretValue,
  type SecretProps,
  type SecretRotation,
} from "../constructs/secret-manager";

/** Props of {@link CliscaleSecrets}. */
export interface CliscaleSecretsProps {
  readonly settings: EnvironmentSettings;
  /** In the environment's region. */
  readonly encryptionKey: IEncryptionKey;
  /** The database, as a reference. */
  readonly databaseName: string;
}

/** Each secret that the applications know. None of their values reaches plan or state. */
export class CliscaleSecrets extends Construct {
  public readonly store: SecretStore;
  /** `pg`: where the database is. No password is in it, since the proxy signs in as the pod's own account. */
  public readonly databaseUrl: Secret;
  /** `pg-migrate`: the password of the user that gives the services' users their privileges. */
  public readonly migratePassword: Secret;
  /** `jwt`: signs sessions (controller) and verifies them (controller and gateway). */
  public readonly sessionKeys: SecretKeyPair;
  /** What a pod that mounts any of them has to wait for. */
  public readonly ready: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, { settings, encryptionKey, databaseName }: CliscaleSecretsProps) {
    super(scope, id);
    const { project, region, namePrefix, allowDestroys } = settings;
    const { rotationDays, versions } = settings.secrets;
    const store = new SecretStore(this, "Store", {
      project,
      prefix: namePrefix,
      replication: SecretReplication.regions({ region, encryptionKey }),
      topicEncryptionKey: encryptionKey,
      deletionProtection: !allowDestroys,
    });
    this.store = store;
    this.databaseUrl = new Secret(this, "DatabaseUrl", {
      store,
      name: "pg",
      // the proxy listens on the pod's loopback and encrypts from there on; PGUSER names the pod's database user
      value: SecretValue.composed(`postgresql://127.0.0.1:5432/${databaseName}?sslmode=disable`),
      rotation: every(rotationDays.pg),
      ...inUse(versions.pg),
      // controller and gateway
      readers: 2,
    });
    this.sessionKeys = new SecretKeyPair(this, "SessionKeys", {
      store,
      name: "jwt",
      algorithm: "RS256",
      rotation: every(rotationDays.jwt),
      ...inUse(versions.jwt),
      // the controller signs; it and the gateway verify
      readers: { privateKey: 1, publicKey: 2 },
    });
    this.migratePassword = new Secret(this, "MigratePassword", {
      store,
      name: "pg-migrate",
      value: SecretValue.generated(),
      rotation: every(rotationDays.migrate),
      // no version before beside it: the database knows one password for each user
      version: versions.migrate.version,
    });
    this.ready = [...this.databaseUrl.ready, ...this.sessionKeys.ready, ...this.migratePassword.ready];
  }
}

/** The first reminder is due one period after creation: told to Terraform as a sum, so that synth stays the same every day. */
function every(days: number): SecretRotation {
  return { periodSeconds: days * 86_400, firstRotation: Fn.timeadd(Fn.plantimestamp(), `${days * 24}h`) };
}

/** Which version is in use, and until when the one before is valid beside it. */
function inUse({
  version,
  previousReadableUntil: readableUntil,
}: EnvironmentSettings["secrets"]["versions"][keyof EnvironmentSettings["secrets"]["versions"]]): Pick<
  SecretProps,
  "version" | "previous"
> {
  return { version, previous: readableUntil === undefined ? undefined : { readableUntil } };
}
