import { type SecretManagerSecretReplication } from "@cdktf/provider-google/lib/secret-manager-secret";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type Finding } from "../core/validation";
import { type IEncryptionKey } from "../kms/encryption-key";

const CMEK = "https://cloud.google.com/secret-manager/docs/cmek";

/** One region that a secret's values are kept in. */
export interface SecretReplica {
  readonly region: string;
  /**
   * The key in that region. Either every region has one, or none.
   * @default - Google's own
   */
  readonly encryptionKey?: IEncryptionKey;
}

/** Where the values of secrets are kept. It can't be changed later without replacing the secrets. */
export class SecretReplication {
  /**
   * Google chooses the regions.
   *
   * @param encryptionKey a key in location `global`
   */
  public static automatic(encryptionKey?: IEncryptionKey): SecretReplication {
    return new SecretReplication(undefined, encryptionKey);
  }

  /** Values stay in these regions, for example because the law asks for it. */
  public static regions(...replicas: readonly SecretReplica[]): SecretReplication {
    return new SecretReplication(replicas, undefined);
  }

  private constructor(
    private readonly replicas: readonly SecretReplica[] | undefined,
    private readonly encryptionKey: IEncryptionKey | undefined,
  ) {}

  /** The keys that Secret Manager's agent has to be granted. */
  public get encryptionKeys(): readonly IEncryptionKey[] {
    return [this.encryptionKey, ...(this.replicas ?? []).map((replica) => replica.encryptionKey)].filter(
      (key) => key !== undefined,
    );
  }

  /** The block. */
  public toReplication(): SecretManagerSecretReplication {
    if (this.replicas === undefined) {
      return { auto: encryption(this.encryptionKey) };
    }
    const replicas = this.replicas.map(({ region, encryptionKey }) => ({
      location: region,
      ...encryption(encryptionKey),
    }));
    return { userManaged: { replicas } };
  }

  /** What is wrong with the regions. */
  public problems(): readonly Finding[] {
    if (this.replicas === undefined) {
      return [];
    }
    const regions = this.replicas.map((replica) => replica.region);
    const withKey = this.encryptionKeys.length;
    return [
      regions.length === 0 && {
        setting: "replication",
        must: "name at least one region",
        fix: "name one, or use SecretReplication.automatic()",
        source: "https://cloud.google.com/secret-manager/docs/choosing-replication",
      },
      ...regions.map((region, index) => nameProblem(NAME_RULES.region, `replication[${index}].region`, region)),
      new Set(regions).size !== regions.length && {
        setting: "replication",
        value: regions,
        must: "name each region once",
        fix: "drop the repeated ones",
        source: "https://cloud.google.com/secret-manager/docs/choosing-replication",
      },
      withKey > 0 &&
        withKey < regions.length && {
          setting: "replication",
          value: this.replicas
            .filter((replica) => replica.encryptionKey === undefined)
            .map((replica) => replica.region),
          must: "have a key in every region when it has one in any",
          fix: "give these regions a key, or none",
          source: CMEK,
        },
    ];
  }
}

/** Without a key no property at all: cdktf leaves a block out whose only property is undefined, and `auto` is needed. */
function encryption(key: IEncryptionKey | undefined) {
  return key === undefined ? {} : { customerManagedEncryption: { kmsKeyName: key.keyId } };
}
