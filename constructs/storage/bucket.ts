import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, outOfRange, type Finding } from "../core/validation";
import { type IEncryptionKey } from "../kms/encryption-key";
import { AccessLogWriter } from "./access-log-writer";
import { BucketBase, type IBucket } from "./bucket-base";
import { lifecycleProblems, lifecycleRules, resolveLifecycle, type BucketLifecycle } from "./bucket-lifecycle";
import { bucketNameProblems, existingBucketNameProblem } from "./bucket-name";
import { retentionProblems, type BucketRetention } from "./bucket-retention";
import { CloudStorageAgent } from "./cloud-storage-agent";

const SECONDS_PER_DAY = 86_400;

/** Props of {@link Bucket}. */
export interface BucketProps extends ProjectScopedProps {
  /**
   * The name, 3 to 63 characters, without dots. It is public, and taken for all of Google Cloud: begin with the project's
   * ID. It can't be changed later without replacing the bucket.
   */
  readonly name: string;
  /**
   * Where objects are kept: a region (`europe-west1`), a dual-region (`EUR4`) or a multi-region (`EU`). It can't be changed
   * later without replacing the bucket. https://cloud.google.com/storage/docs/locations
   */
  readonly location: string;
  /**
   * What objects cost to keep against what they cost to read, unless an upload says otherwise.
   * https://cloud.google.com/storage/docs/storage-classes
   * @default "STANDARD"
   */
  readonly storageClass?: "STANDARD" | "NEARLINE" | "COLDLINE" | "ARCHIVE";
  /**
   * Keeps what is replaced or deleted as a noncurrent version, for as long as the lifecycle says.
   * @default - true; false with a retention policy, under which nothing is replaced, and beside which Cloud Storage long refused versions
   */
  readonly versioning?: boolean;
  /**
   * How many days a deleted object can be restored: 7 to 90, or 0 for not at all. Deleted objects cost as much as live ones.
   * @default 7
   */
  readonly softDeleteDays?: number;
  /**
   * What Cloud Storage deletes by itself.
   * @default - noncurrent versions after 90 days and incomplete uploads after 7, no live object
   */
  readonly lifecycle?: BucketLifecycle;
  /**
   * For how long nobody can delete or replace an object.
   * @default - objects can be deleted and replaced
   */
  readonly retention?: BucketRetention;
  /**
   * The key that new objects are encrypted with. It has to lie where the bucket does.
   * https://cloud.google.com/storage/docs/encryption/customer-managed-keys
   * @default - Google's own
   */
  readonly encryptionKey?: IEncryptionKey;
  /**
   * Another bucket that gets hourly logs of the requests, as objects that start with this bucket's name. Google recommends
   * Cloud Audit Logs for most purposes; these also have latencies and what the lifecycle deletes.
   * https://cloud.google.com/storage/docs/access-logs
   * @default - no logs
   */
  readonly accessLogBucket?: IBucket;
  /**
   * Lets Terraform destroy the bucket with all of its objects. For environments that are torn down.
   * @default false
   */
  readonly allowDestroy?: boolean;
  /**
   * Labels of the bucket.
   * @default - those of the provider
   */
  readonly labels?: Labels;
}

/**
 * A bucket that nobody can make public: access by IAM on the bucket alone (no ACLs of single objects), older versions and
 * deleted objects kept, and Terraform refuses to destroy it.
 */
export class Bucket extends BucketBase {
  /**
   * A bucket that exists and that someone else manages. Grants on it are ours.
   *
   * @param bucketName without `gs://`
   */
  public static fromBucketName(scope: Construct, id: string, bucketName: string): IBucket {
    return new ImportedBucket(scope, id, bucketName);
  }

  public readonly project: string;
  public readonly location: string;
  public readonly bucketName: string;
  /** `gs://<name>`, as a reference. */
  public readonly url: string;
  /** True when what is replaced or deleted is kept as a version. */
  public readonly versioning: boolean;
  /** Days in which a deleted object can be restored. */
  public readonly softDeleteDays: number;
  /** The lifecycle in force. */
  public readonly lifecycle: BucketLifecycle;
  /** True when Terraform refuses to destroy the bucket. */
  public readonly preventDestroy: boolean;
  public readonly ready: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { project, name, location, retention, encryptionKey, accessLogBucket } = props;
    const lifecycle = resolveLifecycle(props.lifecycle);
    this.project = project;
    this.location = location;
    this.versioning = props.versioning ?? retention === undefined;
    this.softDeleteDays = props.softDeleteDays ?? 7;
    this.lifecycle = lifecycle;
    this.preventDestroy = props.allowDestroy !== true;
    check(this, "Bucket", [
      nameProblem(NAME_RULES.project, "project", project),
      ...bucketNameProblems(name),
      locationProblem(location),
      softDeleteProblem(this.softDeleteDays),
      ...lifecycleProblems(lifecycle),
      ...retentionProblems(retention, props.allowDestroy),
      accessLogProblem(name, accessLogBucket),
      ...labelProblems("labels", props.labels),
      ...labelKeyProblems(props.labels),
    ]);

    const bucket = new StorageBucket(this, "Resource", {
      project,
      name,
      location,
      storageClass: props.storageClass ?? "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: this.versioning },
      softDeletePolicy: { retentionDurationSeconds: this.softDeleteDays * SECONDS_PER_DAY },
      lifecycleRule: lifecycleRules(lifecycle),
      retentionPolicy: retention && {
        retentionPeriod: retention.days * SECONDS_PER_DAY,
        isLocked: retention.lockForever ?? false,
      },
      encryption: encryptionKey && { defaultKmsKeyName: encryptionKey.keyId },
      logging: accessLogBucket && { logBucket: accessLogBucket.bucketName, logObjectPrefix: name },
      labels: labelsOrUndefined(props.labels),
      forceDestroy: !this.preventDestroy,
      lifecycle: { preventDestroy: this.preventDestroy },
    });
    dependOn(bucket, ...ProjectServices.of(this).enable(project, "storage.googleapis.com"));
    if (encryptionKey !== undefined) {
      const agent = CloudStorageAgent.of(this, project);
      dependOn(bucket, ...encryptionKey.grantEncryptDecrypt(agent).dependables);
    }
    if (accessLogBucket !== undefined) {
      dependOn(bucket, ...accessLogBucket.grantWrite(AccessLogWriter.of(this)).dependables);
    }
    this.bucketName = bucket.name;
    this.url = bucket.url;
    this.ready = [bucket];
  }
}

class ImportedBucket extends BucketBase {
  public readonly ready: readonly ITerraformDependable[] = [];

  public constructor(
    scope: Construct,
    id: string,
    public readonly bucketName: string,
  ) {
    super(scope, id);
    check(this, "Bucket", [existingBucketNameProblem(bucketName)]);
  }
}

/** By form and not by a list, because locations are added. */
function locationProblem(location: string): Finding {
  return (
    isKnown(location) &&
    !/^([a-z]+-[a-z]+[0-9]+|[a-z]{2,4}[0-9]?)$/i.test(location) && {
      setting: "location",
      value: location,
      must: "be a region such as europe-west1, a dual-region such as EUR4 or a multi-region such as EU",
      fix: "choose one of the list, and no zone",
      source: "https://cloud.google.com/storage/docs/locations",
    }
  );
}

function softDeleteProblem(days: number): Finding {
  return (
    days !== 0 &&
    outOfRange("softDeleteDays", days, 7, 90, {
      unit: "days",
      fix: "choose a value from 7 to 90, or 0 to have deleted objects gone at once",
      source: "https://cloud.google.com/storage/docs/soft-delete",
    })
  );
}

function accessLogProblem(name: string, logs: IBucket | undefined): Finding {
  return (
    isKnown(logs?.bucketName) &&
    logs?.bucketName === name && {
      setting: "accessLogBucket",
      value: name,
      must: "be another bucket, because each delivery of logs would be logged again",
      fix: "make a bucket for logs",
      source: "https://cloud.google.com/storage/docs/access-logs",
    }
  );
}

/** Buckets take fewer label keys than other resources. https://cloud.google.com/storage/docs/tags-and-labels#bucket-labels */
function labelKeyProblems(labels: Labels | undefined): readonly Finding[] {
  return Object.keys(isKnown(labels) ? labels : {}).map(
    (key) =>
      /[^\p{ASCII}]/u.test(key) && {
        setting: "labels",
        value: key,
        must: "have keys of ASCII letters only on a bucket",
        fix: "rename the label",
        source: "https://cloud.google.com/storage/docs/tags-and-labels#bucket-labels",
      },
  );
}
