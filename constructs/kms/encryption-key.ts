import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member";
import { Construct, type IConstruct } from "constructs";
import { grantOnce, type Grant, type IGrantable } from "../core/grant";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { check, isKnown, outOfRange, type Finding } from "../core/validation";
import { type IKeyRing } from "./key-ring";

const ROTATION = "https://cloud.google.com/kms/docs/key-rotation";
const DESTRUCTION = "https://cloud.google.com/kms/docs/destroy-restore#schedule_destruction";
const SECONDS_PER_DAY = 86_400;

/** A key that a Google service encrypts with on our behalf. */
export interface IEncryptionKey extends IConstruct {
  /** `projects/…/cryptoKeys/…`, as a reference. */
  readonly keyId: string;
  /** Lets the grantee encrypt and decrypt with this key alone. */
  grantEncryptDecrypt(grantee: IGrantable): Grant;
}

/** Props of {@link EncryptionKey}. */
export interface EncryptionKeyProps {
  readonly keyRing: IKeyRing;
  /** The name of the key. Like that of its ring, it is taken for ever. */
  readonly name: string;
  /**
   * After how many days a new version becomes the one that encrypts: 1 to 90. Older versions go on decrypting. Cloud
   * KMS takes longer periods; more than 90 days is what the CIS benchmark for Google Cloud (1.10) objects to.
   * @default 90
   */
  readonly rotationDays?: number;
  /**
   * How many days a version that was scheduled for destruction can still be restored: 1 to 120. It can't be changed
   * later without replacing the key.
   * @default 30
   */
  readonly destroyScheduledDays?: number;
  /**
   * Where the key material lies: in software, or in a hardware security module, which costs more.
   * @default "SOFTWARE"
   */
  readonly protectionLevel?: "SOFTWARE" | "HSM";
  /**
   * Lets Terraform destroy the key: every version is scheduled for destruction, and what they encrypted is lost with
   * them. For environments that are torn down.
   * @default false
   */
  readonly allowDestroy?: boolean;
  /**
   * Labels of the key.
   * @default - those of the provider
   */
  readonly labels?: Labels;
}

abstract class EncryptionKeyBase extends Construct implements IEncryptionKey {
  public abstract readonly keyId: string;

  public grantEncryptDecrypt(grantee: IGrantable): Grant {
    const role = "roles/cloudkms.cryptoKeyEncrypterDecrypter";
    return grantOnce(
      this,
      role,
      grantee,
      (id) => new KmsCryptoKeyIamMember(this, id, { cryptoKeyId: this.keyId, role, member: grantee.grantMember }),
    );
  }
}

/** A symmetric key that rotates by itself and that Terraform refuses to destroy. */
export class EncryptionKey extends EncryptionKeyBase {
  /**
   * A key that exists and that someone else manages. Grants on it are ours.
   *
   * @param keyId `projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>`
   */
  public static fromKeyId(scope: Construct, id: string, keyId: string): IEncryptionKey {
    return new ImportedEncryptionKey(scope, id, keyId);
  }

  public readonly keyId: string;
  /** Days until the next version. */
  public readonly rotationDays: number;
  /** Days in which a destroyed version can be restored. */
  public readonly destroyScheduledDays: number;
  /** True when Terraform refuses to destroy the key. */
  public readonly preventDestroy: boolean;

  public constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { rotationDays = 90, destroyScheduledDays = 30, protectionLevel = "SOFTWARE" } = props;
    this.rotationDays = rotationDays;
    this.destroyScheduledDays = destroyScheduledDays;
    this.preventDestroy = props.allowDestroy !== true;
    check(this, "EncryptionKey", [
      nameProblem(NAME_RULES.kms, "name", props.name),
      outOfRange("rotationDays", rotationDays, 1, 90, { unit: "days", source: ROTATION }),
      outOfRange("destroyScheduledDays", destroyScheduledDays, 1, 120, { unit: "days", source: DESTRUCTION }),
      ...labelProblems("labels", props.labels),
    ]);
    const key = new KmsCryptoKey(this, "Resource", {
      keyRing: props.keyRing.keyRingId,
      name: props.name,
      purpose: "ENCRYPT_DECRYPT",
      rotationPeriod: seconds(rotationDays),
      destroyScheduledDuration: seconds(destroyScheduledDays),
      versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protectionLevel },
      labels: labelsOrUndefined(props.labels),
      lifecycle: { preventDestroy: this.preventDestroy },
    });
    this.keyId = key.id;
  }
}

class ImportedEncryptionKey extends EncryptionKeyBase {
  public constructor(
    scope: Construct,
    id: string,
    public readonly keyId: string,
  ) {
    super(scope, id);
    check(this, "EncryptionKey", [keyIdProblem(keyId)]);
  }
}

function seconds(days: number): string {
  return `${days * SECONDS_PER_DAY}s`;
}

function keyIdProblem(keyId: string): Finding {
  if (!isKnown(keyId) || /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(keyId)) {
    return undefined;
  }
  return {
    setting: "keyId",
    value: keyId,
    must: "be the full resource name of a key",
    fix: "write projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>, without a version",
    source: "https://cloud.google.com/kms/docs/getting-resource-ids",
  };
}
