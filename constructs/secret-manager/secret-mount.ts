import { isKnown, type Finding } from "../core/validation";

/** A secret as a file of a pod: what a chart's SecretProviderClass takes. It holds a name, never a value. */
export interface SecretMount {
  /** `projects/<project>/secrets/<id>/versions/<number>`; `latest` for values that Terraform doesn't write. */
  readonly resourceName: string;
  /** The name of the file within the mounted directory. */
  readonly fileName: string;
  /** True for the version before the current one: a change of it restarts no pod. */
  readonly previous?: boolean;
}

/** What is wrong with the name of a file. */
export function fileNameProblem(fileName: string): Finding {
  return (
    isKnown(fileName) &&
    (!/^[-._a-zA-Z0-9]{1,253}$/.test(fileName) || fileName.startsWith("..") || fileName === ".") && {
      setting: "fileName",
      value: fileName,
      must: "have 1 to 253 letters, digits, hyphens, underscores or periods and not start with two periods",
      fix: "write for example private.pem, without a directory",
      source: "https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data",
    }
  );
}
