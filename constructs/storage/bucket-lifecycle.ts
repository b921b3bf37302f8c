import { type StorageBucketLifecycleRule } from "@cdktf/provider-google/lib/storage-bucket";
import { isKnown, outOfRange, type Finding } from "../core/validation";

const SOURCE = "https://cloud.google.com/storage/docs/lifecycle";

/** A hundred years, the longest that Cloud Storage retains anything. https://cloud.google.com/storage/docs/bucket-lock */
const MOST_DAYS = 36_500;

/** No limit of Cloud Storage's: more versions than this of one object are a mistake. */
const MOST_VERSIONS = 1000;

/**
 * What Cloud Storage deletes by itself, some time after it is due. What it deletes can be restored as long as soft delete
 * keeps it. https://cloud.google.com/storage/docs/lifecycle
 */
export interface BucketLifecycle {
  /**
   * After how many days a version that was replaced or deleted goes: 1 to 36500, or `never`.
   * @default 90
   */
  readonly deleteNoncurrentAfterDays?: number | "never";
  /**
   * How many of the newest versions of an object stay all the same, the live one included: 1 to 1000.
   * @default - none but the live one
   */
  readonly keepNewestVersions?: number;
  /**
   * After how many days from its creation a live object is deleted: 1 to 36500. In a bucket with versions it becomes
   * noncurrent then. For logs, caches and exports.
   * @default - objects stay
   */
  readonly deleteAfterDays?: number;
  /**
   * After how many days an upload in parts that was never completed is aborted: 1 to 36500. Its parts cost as much as
   * objects, and nobody sees them.
   * @default 7
   */
  readonly abortIncompleteUploadsAfterDays?: number;
}

/** A lifecycle with its defaults. */
export type ResolvedLifecycle = BucketLifecycle &
  Required<Pick<BucketLifecycle, "deleteNoncurrentAfterDays" | "abortIncompleteUploadsAfterDays">>;

/** Fills in the defaults, also where a caller passes undefined: a rule without its days would delete at once. */
export function resolveLifecycle(lifecycle: BucketLifecycle = {}): ResolvedLifecycle {
  const { deleteNoncurrentAfterDays = 90, abortIncompleteUploadsAfterDays = 7 } = lifecycle;
  return { ...lifecycle, deleteNoncurrentAfterDays, abortIncompleteUploadsAfterDays };
}

/** What is wrong with the days and numbers. */
export function lifecycleProblems(lifecycle: ResolvedLifecycle): readonly Finding[] {
  const { deleteNoncurrentAfterDays, keepNewestVersions, deleteAfterDays, abortIncompleteUploadsAfterDays } = lifecycle;
  const days = (name: keyof BucketLifecycle, value: number | undefined): Finding =>
    outOfRange(`lifecycle.${name}`, value, 1, MOST_DAYS, { unit: "days", source: SOURCE });
  return [
    deleteNoncurrentAfterDays !== "never" && days("deleteNoncurrentAfterDays", deleteNoncurrentAfterDays),
    outOfRange("lifecycle.keepNewestVersions", keepNewestVersions, 1, MOST_VERSIONS, {
      unit: "versions",
      source: SOURCE,
    }),
    deleteNoncurrentAfterDays === "never" &&
      isKnown(keepNewestVersions) && {
        setting: "lifecycle.keepNewestVersions",
        value: keepNewestVersions,
        must: "not be set where no version is ever deleted, because all of them stay",
        fix: "drop it, or say after how many days the others go",
        source: SOURCE,
      },
    days("deleteAfterDays", deleteAfterDays),
    days("abortIncompleteUploadsAfterDays", abortIncompleteUploadsAfterDays),
  ];
}

/** The rules as the provider takes them. All conditions of one rule have to hold. */
export function lifecycleRules(lifecycle: ResolvedLifecycle): StorageBucketLifecycleRule[] {
  const { deleteNoncurrentAfterDays, keepNewestVersions, deleteAfterDays, abortIncompleteUploadsAfterDays } = lifecycle;
  return [
    {
      action: { type: "AbortIncompleteMultipartUpload" },
      condition: { age: abortIncompleteUploadsAfterDays },
    },
    ...(deleteNoncurrentAfterDays === "never"
      ? []
      : [
          {
            action: { type: "Delete" },
            condition: {
              withState: "ARCHIVED",
              daysSinceNoncurrentTime: deleteNoncurrentAfterDays,
              numNewerVersions: keepNewestVersions,
            },
          },
        ]),
    ...(deleteAfterDays === undefined
      ? []
      : [{ action: { type: "Delete" }, condition: { withState: "LIVE", age: deleteAfterDays } }]),
  ];
}
