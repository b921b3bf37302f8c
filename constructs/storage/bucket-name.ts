import { nameProblem, type NameRule } from "../core/naming";
import { isKnown, type Finding } from "../core/validation";

const SOURCE = "https://cloud.google.com/storage/docs/buckets#naming";

/** A name of ours. Cloud Storage takes dots as well, for those who have proved that a domain is theirs. */
const NAME: NameRule = {
  kind: "bucket",
  pattern: /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/,
  words: "have 3 to 63 lowercase letters, digits, hyphens or underscores and start and end with a letter or digit",
  source: SOURCE,
};

/** A name that exists may be that of a domain. */
const EXISTING: NameRule = {
  kind: "bucket",
  pattern: /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
  words: "be the name of a bucket alone, 3 to 222 characters without gs:// and without a path",
  source: SOURCE,
};

/** What is wrong with the name of a new bucket. */
export function bucketNameProblems(name: string): readonly Finding[] {
  if (!isKnown(name)) {
    return [];
  }
  return [
    name.includes(".")
      ? {
          setting: "name",
          value: name,
          must: "have no dots, because a name with dots is a domain whose ownership has to be verified first",
          fix: "write hyphens instead",
          source: "https://cloud.google.com/storage/docs/domain-name-verification",
        }
      : nameProblem(NAME, "name", name),
    /^goog|google|g00gle/.test(name) && {
      setting: "name",
      value: name,
      must: "neither start with goog nor contain google or g00gle, which Cloud Storage keeps for itself",
      fix: "choose another name",
      source: SOURCE,
    },
  ];
}

/** What is wrong with the name of a bucket that someone else manages. */
export function existingBucketNameProblem(name: string): Finding {
  return nameProblem(EXISTING, "bucketName", name);
}
