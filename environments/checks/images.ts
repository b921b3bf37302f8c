import { type Finding } from "../../constructs/core/validation";
import { type Check } from "./check";

const REFERENCES = "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests";

/** Images are tags or digests that stay what they are: never `latest`, and in production digests only. */
export const images: Check = {
  reads: ["images", "stage"],
  find: ({ images: versions, stage }) =>
    Object.entries(versions).map(([image, value]) => imageProblem(`images.${image}`, value, stage === "production")),
};

function imageProblem(setting: string, value: string, digestOnly: boolean): Finding {
  if (/^sha256:[0-9a-f]{64}$/.test(value)) {
    return undefined;
  }
  if (digestOnly || value.includes("sha256")) {
    return {
      setting,
      value,
      must: "be a digest: sha256: and 64 lowercase hexadecimal digits",
      fix: "copy it from 'gcloud artifacts docker images describe'",
      source: REFERENCES,
    };
  }
  if (value.toLowerCase() === "latest") {
    return {
      setting,
      value,
      must: "not be latest, which is another image tomorrow",
      fix: "choose a version's tag or a digest",
    };
  }
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(value)) {
    const must = "be a tag of 1 to 128 letters, digits, underscores, dots or hyphens, or a digest";
    return { setting, value, must, fix: "give the tag or digest alone, without the image's name", source: REFERENCES };
  }
  return undefined;
}
