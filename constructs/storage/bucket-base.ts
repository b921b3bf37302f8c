import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { grantOnce, type Grant, type IGrantable } from "../core/grant";

/** A bucket in Cloud Storage. */
export interface IBucket extends IConstruct {
  /** The name, without `gs://`, as a reference where the bucket is ours. */
  readonly bucketName: string;
  /** What something that uses the bucket has to wait for. Access is separate: wait for the grant as well. */
  readonly ready: readonly ITerraformDependable[];
  /** Lets the grantee list and read the objects of this bucket: `roles/storage.objectViewer`. */
  grantRead(grantee: IGrantable): Grant;
  /**
   * Lets the grantee add objects, and nothing else: `roles/storage.objectCreator`. It can't read, list or delete, nor
   * replace an object, which takes the permission to delete it. For logs, uploads and backups.
   */
  grantWrite(grantee: IGrantable): Grant;
  /** Lets the grantee list, read, add, replace and delete objects: `roles/storage.objectUser`. */
  grantReadWrite(grantee: IGrantable): Grant;
}

/** What every bucket does, whoever manages it. Roles: https://cloud.google.com/storage/docs/access-control/iam-roles */
export abstract class BucketBase extends Construct implements IBucket {
  public abstract readonly bucketName: string;
  public abstract readonly ready: readonly ITerraformDependable[];

  public grantRead(grantee: IGrantable): Grant {
    return this.grant("roles/storage.objectViewer", grantee);
  }

  public grantWrite(grantee: IGrantable): Grant {
    return this.grant("roles/storage.objectCreator", grantee);
  }

  public grantReadWrite(grantee: IGrantable): Grant {
    return this.grant("roles/storage.objectUser", grantee);
  }

  private grant(role: string, grantee: IGrantable): Grant {
    const member = grantee.grantMember;
    return grantOnce(
      this,
      role,
      grantee,
      (id) => new StorageBucketIamMember(this, id, { bucket: this.bucketName, role, member }),
    );
  }
}
