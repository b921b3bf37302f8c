import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { TerraformStack, Token } from "cdktf";
import { EncryptionKey } from "../../../constructs/kms";
import { Bucket, type BucketLifecycle, type BucketProps } from "../../../constructs/storage";
import { ServiceAccount, WorkloadIdentity } from "../../../constructs/workload-identity";
import { newStack, render, renderStack, type Block } from "../../support/synth";

type Props = Partial<BucketProps>;

const KEY = "projects/p/locations/europe-west1/keyRings/ring/cryptoKeys/objects";
const BUCKET = "google_storage_bucket";
const MEMBER = "google_storage_bucket_iam_member";

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const bucket = (props: Props = {}, stack: TerraformStack = newStack()): Bucket =>
  new Bucket(stack, "Bucket", {
    project: "cliscale-test",
    name: "cliscale-test-exports",
    location: "europe-west1",
    ...props,
  });

const rendered = (props: Props = {}): Block => renderStack(TerraformStack.of(bucket(props))).only(BUCKET);
const rules = (lifecycle?: BucketLifecycle): unknown => rendered({ lifecycle }).lifecycle_rule;

const ABORT = { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } };
const noncurrent = (condition: Block): Block => ({
  action: { type: "Delete" },
  condition: { with_state: "ARCHIVED", ...condition },
});

const account = (stack: TerraformStack): ServiceAccount =>
  new ServiceAccount(stack, "Exporter", { project: "cliscale-test", accountId: "exporter", description: "Exports" });

describe("Bucket", () => {
  it("is named and placed by the caller, once the API is on", () => {
    expect(rendered()).toMatchObject({
      project: "cliscale-test",
      name: "cliscale-test-exports",
      location: "europe-west1",
      storage_class: "STANDARD",
      depends_on: [like(/^google_project_service\..*storage/)],
    });
  });

  it("can't be made public and has no ACLs", () => {
    expect(rendered()).toMatchObject({
      uniform_bucket_level_access: true,
      public_access_prevention: "enforced",
    });
  });

  it("keeps versions, unless the caller says otherwise or nothing can be replaced", () => {
    expect(rendered().versioning).toEqual({ enabled: true });
    expect(rendered({ versioning: false }).versioning).toEqual({ enabled: false });
    expect(rendered({ retention: { days: 1 } }).versioning).toEqual({ enabled: false });
    expect(rendered({ retention: { days: 1 }, versioning: true }).versioning).toEqual({ enabled: true });
  });

  it("keeps deleted objects for 7 days, or as the caller says", () => {
    expect(rendered().soft_delete_policy).toEqual({ retention_duration_seconds: 604_800 });
    expect(rendered({ softDeleteDays: 90 }).soft_delete_policy).toEqual({ retention_duration_seconds: 7_776_000 });
    expect(rendered({ softDeleteDays: 0 }).soft_delete_policy).toEqual({ retention_duration_seconds: 0 });
  });

  it("is protected from destruction with its objects, unless the caller allows both", () => {
    expect(rendered()).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    expect(rendered({ allowDestroy: true })).toMatchObject({
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("takes a storage class and labels", () => {
    const { storage_class, labels } = rendered({ storageClass: "ARCHIVE", labels: { team: "platform" } });

    expect({ storage_class, labels }).toEqual({ storage_class: "ARCHIVE", labels: { team: "platform" } });
  });

  it.each(["labels", "retention_policy", "encryption", "logging"])("has no %s by default", (argument) => {
    expect(rendered({ labels: {} })).not.toHaveProperty(argument);
  });

  it("retains objects, and locks only when the caller says so", () => {
    expect(rendered({ retention: { days: 30 } }).retention_policy).toEqual({
      retention_period: 2_592_000,
      is_locked: false,
    });
    expect(rendered({ retention: { days: 30, lockForever: true } }).retention_policy).toMatchObject({
      is_locked: true,
    });
  });

  it("tells what was resolved", () => {
    expect(bucket({ lifecycle: { deleteAfterDays: 3 } })).toMatchObject({
      project: "cliscale-test",
      location: "europe-west1",
      versioning: true,
      softDeleteDays: 7,
      preventDestroy: true,
      lifecycle: { deleteNoncurrentAfterDays: 90, abortIncompleteUploadsAfterDays: 7, deleteAfterDays: 3 },
    });
  });

  it("is named by a reference, so that what uses it comes after it", () => {
    const stack = newStack();
    const { bucketName, url, ready } = bucket({}, stack);
    new ComputeNetwork(stack, "User", { name: "n", description: `${bucketName} ${url}` });

    expect(ready).toHaveLength(1);
    expect(renderStack(stack).only("google_compute_network").description).toMatch(
      /^\$\{google_storage_bucket\.\w+\.name\} \$\{google_storage_bucket\.\w+\.url\}$/,
    );
  });
});

describe("Bucket.lifecycle", () => {
  it("aborts incomplete uploads after 7 days and deletes noncurrent versions after 90, by default", () => {
    const standard = [ABORT, noncurrent({ days_since_noncurrent_time: 90 })];

    expect(rules()).toEqual(standard);
    expect(rules({ deleteNoncurrentAfterDays: undefined, abortIncompleteUploadsAfterDays: undefined })).toEqual(
      standard,
    );
  });

  it("keeps the newest versions beyond their days", () => {
    expect(rules({ deleteNoncurrentAfterDays: 30, keepNewestVersions: 5 })).toEqual([
      ABORT,
      noncurrent({ days_since_noncurrent_time: 30, num_newer_versions: 5 }),
    ]);
  });

  it("keeps every version where the caller says never", () => {
    expect(rules({ deleteNoncurrentAfterDays: "never" })).toEqual([ABORT]);
  });

  it("deletes live objects only when the caller says after how many days", () => {
    expect(rules({ deleteNoncurrentAfterDays: "never", deleteAfterDays: 400 })).toEqual([
      ABORT,
      { action: { type: "Delete" }, condition: { with_state: "LIVE", age: 400 } },
    ]);
  });

  it("aborts uploads when the caller says", () => {
    expect(rules({ abortIncompleteUploadsAfterDays: 1 })).toContainEqual({ ...ABORT, condition: { age: 1 } });
  });
});

describe("Bucket.encryptionKey", () => {
  it("encrypts with the caller's key once Cloud Storage's agent may use it", () => {
    const stack = newStack();
    const encryptionKey = EncryptionKey.fromKeyId(stack, "Key", KEY);
    bucket({ encryptionKey }, stack);
    new Bucket(stack, "Second", { project: "cliscale-test", name: "second", location: "europe-west1", encryptionKey });
    const result = renderStack(stack);

    expect(result.only("google_kms_crypto_key_iam_member")).toMatchObject({
      crypto_key_id: KEY,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: like(/^\$\{data\.google_storage_project_service_account\..*\.member\}$/),
    });
    expect(result.resources("google_project_service_identity")).toEqual([]);
    expect(Object.values(result.json.data?.google_storage_project_service_account ?? {})).toEqual([
      expect.objectContaining({
        project: "cliscale-test",
        depends_on: [like(/^google_project_service\..*storage/)],
      }),
    ]);
    expect(result.where(BUCKET, "name", "cliscale-test-exports")).toMatchObject({
      encryption: { default_kms_key_name: KEY },
      depends_on: expect.arrayContaining([like(/^google_kms_crypto_key_iam_member\./)]) as unknown,
    });
  });
});

describe("Bucket.accessLogBucket", () => {
  it("sends logs to another bucket, to which Cloud Storage may add objects", () => {
    const stack = newStack();
    const logs = Bucket.fromBucketName(stack, "Logs", "cliscale-test-logs");
    bucket({ accessLogBucket: logs }, stack);
    const result = renderStack(stack);

    expect(result.only(MEMBER)).toMatchObject({
      bucket: "cliscale-test-logs",
      role: "roles/storage.objectCreator",
      member: "group:cloud-storage-analytics@google.com",
    });
    expect(result.only(BUCKET)).toMatchObject({
      logging: { log_bucket: "cliscale-test-logs", log_object_prefix: "cliscale-test-exports" },
      depends_on: expect.arrayContaining([like(/^google_storage_bucket_iam_member\./)]) as unknown,
    });
  });

  it("takes several buckets with one grant", () => {
    const result = render((stack) => {
      const accessLogBucket = bucket({ name: "cliscale-test-logs" }, stack);
      for (const name of ["first", "second"]) {
        new Bucket(stack, name, { project: "cliscale-test", name, location: "EU", accessLogBucket });
      }
    });

    expect(result.only(MEMBER).bucket).toMatch(/^\$\{google_storage_bucket\.\w+\.name\}$/);
  });

  it("refuses itself", () => {
    const stack = newStack();
    const accessLogBucket = Bucket.fromBucketName(stack, "Logs", "cliscale-test-exports");

    expect(() => bucket({ accessLogBucket }, stack)).toThrow(
      "'accessLogBucket' must be another bucket, because each delivery of logs would be logged again, got 'cliscale-test-exports'",
    );
  });
});

describe("Bucket.grantRead, grantWrite and grantReadWrite", () => {
  it("bind a role on the bucket, once each", () => {
    const stack = newStack();
    const exports = bucket({}, stack);
    const exporter = account(stack);
    const read = exports.grantRead(exporter);
    exports.grantRead(exporter);
    exports.grantWrite(exporter);
    exports.grantWrite(exporter);
    exports.grantReadWrite(exporter);
    exports.grantReadWrite(exporter);
    const result = renderStack(stack);
    const bindings = result.resources(MEMBER);

    expect(read).toMatchObject({ role: "roles/storage.objectViewer", grantee: exporter });
    expect(bindings.map(({ role }) => role).sort()).toEqual([
      "roles/storage.objectCreator",
      "roles/storage.objectUser",
      "roles/storage.objectViewer",
    ]);
    for (const binding of bindings) {
      expect(binding).toMatchObject({
        bucket: like(/^\$\{google_storage_bucket\.\w+\.name\}$/),
        member: like(/^\$\{google_service_account\.\w+\.member\}$/),
      });
    }
    expect(result.resources("google_project_iam_member")).toEqual([]);
  });

  it.each([
    ["grantRead", "roles/storage.objectViewer"],
    ["grantWrite", "roles/storage.objectCreator"],
    ["grantReadWrite", "roles/storage.objectUser"],
  ] as const)("%s gives %s alone", (call, role) => {
    const result = render((stack) => bucket({}, stack)[call](account(stack)));

    expect(result.only(MEMBER).role).toBe(role);
  });

  it("take a Kubernetes service account itself, without a Google one", () => {
    const stack = newStack();
    const workload = new WorkloadIdentity(stack, "Workload", {
      cluster: {
        project: "cliscale-test",
        workloadPool: "cliscale-test.svc.id.goog",
        ready: [new ComputeNetwork(stack, "Cluster", { name: "stand-in" })],
      },
      namespace: "ws-cli",
      kubernetesServiceAccount: "exporter",
      serviceAccount: account(stack),
    });
    bucket({}, stack).grantWrite(workload.principal);

    expect(renderStack(stack).only(MEMBER).member).toMatch(
      /^principal:\/\/iam\.googleapis\.com\/projects\/\$\{data\.google_project\.\w+\.number\}\/locations\/global\/workloadIdentityPools\/cliscale-test\.svc\.id\.goog\/subject\/ns\/ws-cli\/sa\/exporter$/,
    );
  });
});

describe("Bucket.fromBucketName", () => {
  it("knows a bucket that exists without looking it up, and grants on it", () => {
    const stack = newStack();
    const existing = Bucket.fromBucketName(stack, "Existing", "downloads.cliscale.dev");
    existing.grantRead(account(stack));
    const result = renderStack(stack);

    expect(existing).toMatchObject({ bucketName: "downloads.cliscale.dev", ready: [] });
    expect(result.resources(BUCKET)).toEqual([]);
    expect(result.only(MEMBER).bucket).toBe("downloads.cliscale.dev");
  });

  it.each(["gs://downloads", "downloads/path", "ab", "a".repeat(223)])("refuses the name %s", (name) => {
    expect(() => Bucket.fromBucketName(newStack(), "Existing", name)).toThrow(
      "'bucketName' must be the name of a bucket alone, 3 to 222 characters without gs:// and without a path",
    );
  });

  it("accepts a reference and 222 characters", () => {
    const stack = newStack();

    expect(() => Bucket.fromBucketName(stack, "Token", Token.asString({ ref: "x" }))).not.toThrow();
    expect(() => Bucket.fromBucketName(stack, "Longest", "a".repeat(222))).not.toThrow();
  });
});

describe("Bucket refuses", () => {
  const NAME = "'name' must have 3 to 63 lowercase letters, digits, hyphens or underscores";
  const KEPT = "'name' must neither start with goog nor contain google or g00gle";
  const range = (name: string, low: number, high: number, value: number, unit = "days") =>
    `'${name}' must be a whole number between ${low} and ${high} ${unit}, got ${value}`;

  it.each<[string, Props, string]>([
    ["a name of 2 characters", { name: "ab" }, `${NAME} and start and end with a letter or digit, got 'ab'`],
    ["a name of 64 characters", { name: "a".repeat(64) }, NAME],
    ["a name with capitals", { name: "Exports" }, NAME],
    ["a name that ends with a hyphen", { name: "exports-" }, NAME],
    ["a name with dots", { name: "exports.cliscale.dev" }, "'name' must have no dots, because a name with dots is"],
    ["a name that starts with goog", { name: "goog-exports" }, `${KEPT}, which Cloud Storage keeps for itself`],
    ["a name that contains google", { name: "my-google-exports" }, KEPT],
    ["a name that contains g00gle", { name: "g00gle-exports" }, KEPT],
    ["a project that is none", { project: "x" }, "'project' must have 6 to 30 lowercase letters"],
    ["a zone", { location: "europe-west1-b" }, "'location' must be a region such as europe-west1, a dual-region such"],
    ["a continent", { location: "europe" }, "got 'europe'; choose one of the list, and no zone"],
    ["soft delete for 6 days", { softDeleteDays: 6 }, `${range("softDeleteDays", 7, 90, 6)}; choose a value from 7`],
    ["soft delete for 91 days", { softDeleteDays: 91 }, range("softDeleteDays", 7, 90, 91)],
    ["soft delete for less than no day", { softDeleteDays: -1 }, range("softDeleteDays", 7, 90, -1)],
    [
      "versions that go after no day",
      { lifecycle: { deleteNoncurrentAfterDays: 0 } },
      range("lifecycle.deleteNoncurrentAfterDays", 1, 36_500, 0),
    ],
    [
      "versions that go after 36501 days",
      { lifecycle: { deleteNoncurrentAfterDays: 36_501 } },
      range("lifecycle.deleteNoncurrentAfterDays", 1, 36_500, 36_501),
    ],
    [
      "no version to keep",
      { lifecycle: { keepNewestVersions: 0 } },
      range("lifecycle.keepNewestVersions", 1, 1000, 0, "versions"),
    ],
    [
      "1001 versions to keep",
      { lifecycle: { keepNewestVersions: 1001 } },
      range("lifecycle.keepNewestVersions", 1, 1000, 1001, "versions"),
    ],
    [
      "a number of versions where all are kept",
      { lifecycle: { deleteNoncurrentAfterDays: "never", keepNewestVersions: 3 } },
      "'lifecycle.keepNewestVersions' must not be set where no version is ever deleted, because all of them stay, got 3",
    ],
    [
      "objects that go after no day",
      { lifecycle: { deleteAfterDays: 0 } },
      range("lifecycle.deleteAfterDays", 1, 36_500, 0),
    ],
    [
      "objects that go after 36501 days",
      { lifecycle: { deleteAfterDays: 36_501 } },
      range("lifecycle.deleteAfterDays", 1, 36_500, 36_501),
    ],
    [
      "uploads that are aborted after no day",
      { lifecycle: { abortIncompleteUploadsAfterDays: 0 } },
      range("lifecycle.abortIncompleteUploadsAfterDays", 1, 36_500, 0),
    ],
    [
      "uploads that are aborted after 36501 days",
      { lifecycle: { abortIncompleteUploadsAfterDays: 36_501 } },
      range("lifecycle.abortIncompleteUploadsAfterDays", 1, 36_500, 36_501),
    ],
    ["retention of no day", { retention: { days: 0 } }, range("retention.days", 1, 24_855, 0)],
    ["retention of 24856 days", { retention: { days: 24_856 } }, range("retention.days", 1, 24_855, 24_856)],
    [
      "a lock on a bucket that is to be destroyed",
      { retention: { days: 1, lockForever: true }, allowDestroy: true },
      "'retention.lockForever' must not be set on a bucket that is to be destroyed",
    ],
    ["a label value that Google refuses", { labels: { team: "Platform" } }, "'labels.team' must have at most 63"],
    [
      "a label key that only buckets refuse",
      { labels: { équipe: "a" } },
      "must have keys of ASCII letters only on a bucket",
    ],
  ])("%s", (_case, props, text) => {
    expect(() => bucket(props)).toThrow(text);
  });

  it.each<[string, Props]>([
    ["a name with hyphens, underscores and digits", { name: "a_-1" }],
    ["a name of 3 characters", { name: "abc" }],
    ["a name of 63 characters", { name: "a".repeat(63) }],
    ["goog inside a name", { name: "my-goog-exports" }],
    ["a name that is known later", { name: Token.asString({ ref: "x" }) }],
    ["a dual-region", { location: "EUR4" }],
    ["a multi-region", { location: "eu" }],
    ["a region in capitals", { location: "EUROPE-WEST1" }],
    ["a location that is known later", { location: Token.asString({ ref: "x" }) }],
    ["soft delete for 7 days", { softDeleteDays: 7 }],
    [
      "the shortest lifecycle",
      {
        lifecycle: {
          deleteNoncurrentAfterDays: 1,
          keepNewestVersions: 1,
          deleteAfterDays: 1,
          abortIncompleteUploadsAfterDays: 1,
        },
      },
    ],
    [
      "the longest lifecycle",
      {
        lifecycle: {
          deleteNoncurrentAfterDays: 36_500,
          keepNewestVersions: 1000,
          deleteAfterDays: 36_500,
          abortIncompleteUploadsAfterDays: 36_500,
        },
      },
    ],
    ["the longest retention", { retention: { days: 24_855 } }],
    ["a lock on a bucket that stays", { retention: { days: 1, lockForever: true } }],
    ["destruction of a bucket whose retention is not locked", { retention: { days: 1 }, allowDestroy: true }],
  ])("nothing about %s", (_case, props) => {
    expect(() => bucket(props)).not.toThrow();
  });

  it("everything at once", () => {
    expect(() => bucket({ name: "Goog.", location: "x", softDeleteDays: 1 })).toThrow(
      /Bucket at test\/Bucket:\n.*'name'.*\n.*'location'.*\n.*'softDeleteDays'/,
    );
  });
});
