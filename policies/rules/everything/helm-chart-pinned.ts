import { isReference, isWritten, type Block } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** A whole version, without a range: https://helm.sh/docs/chart_best_practices/dependencies/#versions */
const EXACT = /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/;

/** A chart from elsewhere is one exact version, fetched over TLS. One that lies beside the stack is in its repository. */
export const helmChartPinned: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: ({ arguments: release }) => {
    const { chart, repository, version, devel, pass_credentials: passes, repository_password: password } = release;
    if (isReference(chart) || isReference(repository) || isReference(version)) {
      return unknown(["chart", "repository", "version"].find((name) => isReference(release[name])) ?? "chart");
    }
    return verdict([
      ...(isRemote(release) ? remoteProblems(chart, repository, version) : []),
      ...(devel === true ? ["devel is true: versions that aren't released yet count"] : []),
      ...(passes === true ? ["pass_credentials is true: every host that the repository names gets the password"] : []),
      ...(isWritten(password) ? ["repository_password is written out"] : []),
    ]);
  },
};

/** Paths of charts begin with a dot or a slash; a name without a repository may be a directory, too. */
function isRemote({ chart, repository }: Block): boolean {
  const place = `${typeof repository === "string" ? repository : ""} ${typeof chart === "string" ? chart : ""}`;
  return /(^|\s)(https?|oci):\/\//.test(place) || isWritten(repository);
}

function remoteProblems(chart: unknown, repository: unknown, version: unknown): readonly string[] {
  const isOpen = [chart, repository].find((place) => typeof place === "string" && /^http:\/\//.test(place));
  return [
    ...(isOpen === undefined
      ? []
      : [`${isOpen === chart ? "chart" : "repository"} is ${shown(isOpen)}, which is not https or oci`]),
    ...(typeof version === "string" && EXACT.test(version)
      ? []
      : [`version is ${shown(version)}, not one exact version`]),
  ];
}
