import { outOfRange, type Finding } from "../core/validation";

/**
 * The provider counts the seconds in 32 bits, 68 years; Cloud Storage itself takes a hundred.
 * https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/storage_bucket#retention_period
 */
const MOST_DAYS = 24_855;

/** How long no object can be deleted or replaced, whoever asks. https://cloud.google.com/storage/docs/bucket-lock */
export interface BucketRetention {
  /** For how many days from its creation each object stays as it is: 1 to 24855. Existing objects are held as well. */
  readonly days: number;
  /**
   * Makes the policy final: it can be made longer, but never shorter again, and the bucket can't be deleted before its last
   * object is old enough. There is no way back.
   * @default false
   */
  readonly lockForever?: boolean;
}

/** What is wrong with the retention of objects. */
export function retentionProblems(
  retention: BucketRetention | undefined,
  allowDestroy: boolean | undefined,
): readonly Finding[] {
  if (retention === undefined) {
    return [];
  }
  return [
    outOfRange("retention.days", retention.days, 1, MOST_DAYS, {
      unit: "days",
      source: "https://cloud.google.com/storage/docs/bucket-lock",
    }),
    retention.lockForever === true &&
      allowDestroy === true && {
        setting: "retention.lockForever",
        value: true,
        must: "not be set on a bucket that is to be destroyed, because a locked bucket stays until its last object is old enough",
        fix: "drop retention.lockForever or allowDestroy",
        source: "https://cloud.google.com/storage/docs/bucket-lock",
      },
  ];
}
