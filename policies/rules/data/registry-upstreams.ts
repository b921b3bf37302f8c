import { isOn, readAt } from "../../facts/gke-arguments";
import { textsIn } from "../../facts/terraform-graph";
import { blocksAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const REMOTE = "remote_repository_config";
const VIRTUAL = "virtual_repository_config.upstream_policies";

/** A cache and a virtual repository say where their packages come from, over TLS and checked. */
export const registryUpstreams: ResourceRule = {
  appliesTo: ["google_artifact_registry_repository"],
  evaluate: ({ arguments: repository }) => {
    const mode = readAt(repository, "mode");
    if ("computed" in mode) {
      return unknown(mode.computed);
    }
    switch (mode.value) {
      case "REMOTE_REPOSITORY":
        return verdict(remoteFindings(repository));
      case "VIRTUAL_REPOSITORY":
        return verdict(
          blocksAt(repository, VIRTUAL).length > 0 ? [] : [`mode is "VIRTUAL_REPOSITORY", and ${VIRTUAL} is absent`],
        );
      case undefined:
      case "STANDARD_REPOSITORY":
        return NOT_APPLICABLE;
      default:
        return verdict([`mode is ${shown(mode.value)}, which there isn't`]);
    }
  },
};

function remoteFindings(repository: Block): readonly string[] {
  const [remote] = blocksAt(repository, REMOTE);
  if (remote === undefined) {
    return [`mode is "REMOTE_REPOSITORY", and ${REMOTE} is absent`];
  }
  return [
    ...(isOn(remote.disable_upstream_validation) ? [`${REMOTE}.disable_upstream_validation is true`] : []),
    ...textsIn(remote)
      .filter(({ path, text }) => /(^|\.)uri$/.test(path) && text.startsWith("http://"))
      .map(({ path, text }) => `${REMOTE}.${path} is ${shown(text)}, not an https address`),
  ];
}
