import { isKnown, type Finding } from "../core/validation";

const REFERENCE = "https://github.com/distribution/reference/blob/main/regexp.go";
const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** True for `sha256:` and 64 hexadecimal digits. */
export function isDigest(tagOrDigest: string): boolean {
  return DIGEST.test(tagOrDigest);
}

/** What is wrong with the name of an image or with its tag or digest. Both have to be known at synth. */
export function imageReferenceProblems(name: string, tagOrDigest: string): readonly Finding[] {
  return [nameProblem(name), tagOrDigestProblem(tagOrDigest)];
}

function nameProblem(value: string): Finding {
  return (
    !(isKnown(value) && NAME.test(value)) && {
      setting: "name",
      value: isKnown(value) ? value : "a value that is known only after apply",
      must: "be an image's name in lowercase letters and digits, separated by one of . _ - /",
      fix: "write for example gateway, without the repository and without a tag",
      source: REFERENCE,
    }
  );
}

function tagOrDigestProblem(value: string): Finding {
  const setting = "tagOrDigest";
  if (!isKnown(value)) {
    const must = "be known at synth, because a tag and a digest are joined to the name differently";
    return { setting, must, fix: "write the tag or the digest as a literal" };
  }
  if (value === "latest") {
    const must = "name one image for good, which the tag latest doesn't";
    return {
      setting,
      value,
      must,
      fix: "write a version or a digest",
      source: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    };
  }
  if (value.includes(":") || value.startsWith("sha256")) {
    return (
      !isDigest(value) && {
        setting,
        value,
        must: "be sha256: and 64 lowercase hexadecimal digits when it is a digest",
        fix: "copy the digest from the registry, without the name and without @",
        source: REFERENCE,
      }
    );
  }
  return (
    !TAG.test(value) && {
      setting,
      value,
      must: "have 1 to 128 letters, digits, underscores, periods or hyphens and not start with a period or hyphen when it is a tag",
      fix: "write for example 1.4.2",
      source: REFERENCE,
    }
  );
}
