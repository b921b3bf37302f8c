import { asNumber, isOn, readAt } from "../../facts/gke-arguments";
import { secondsOf } from "../../facts/secrets";
import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const POLICIES = "cleanup_policies";

/** The running one, those before it, and one that is being rolled out. Our own choice. */
const LEAST_KEPT = 5;

/** A push is a tag a moment after its layers: what is younger than a day may not be finished. */
const LEAST_AGE_DAYS = 1;
const DAY = 86_400;

/** What a tag could name is kept by cleaning up: only Artifact Registry's users know what runs. */
const NARROWED = ["tag_prefixes", "version_name_prefixes", "package_name_prefixes"];

/** A repository is tidied up, and not of what somebody still needs. A virtual repository has nothing of its own. */
export const registryCleanup: ResourceRule = {
  appliesTo: ["google_artifact_registry_repository"],
  evaluate: ({ arguments: repository }) => {
    const reading = readAt(repository, POLICIES);
    if (repository.mode === "VIRTUAL_REPOSITORY") {
      return NOT_APPLICABLE;
    }
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const policies = blocksAt(repository, POLICIES);
    if (policies.length === 0) {
      return verdict([`${POLICIES} is absent, so that everything is kept, vulnerable images included`]);
    }
    const [kept, deleted] = ["KEEP", "DELETE"].map((action) => policies.filter((policy) => policy.action === action));
    return verdict([
      ...(isOn(repository.cleanup_policy_dry_run)
        ? ["cleanup_policy_dry_run is true, so that nothing is deleted"]
        : []),
      ...(deleted?.length === 0 ? [`${POLICIES} deletes nothing`] : []),
      ...(kept?.length === 0 ? [`${POLICIES} has no KEEP, which wins over every DELETE`] : []),
      ...(kept ?? []).flatMap(keepFindings),
      ...(deleted ?? []).flatMap(deleteFindings),
    ]);
  },
};

function keepFindings(policy: Block): readonly string[] {
  const path = `${POLICIES}.most_recent_versions.keep_count`;
  const count = valueAt(policy, "most_recent_versions.keep_count");
  if (blocksAt(policy, "condition").length > 0 || isReference(count)) {
    return [];
  }
  return (asNumber(count) ?? 0) >= LEAST_KEPT ? [] : [`${path} is ${shown(count)}, not ${LEAST_KEPT} or more`];
}

function deleteFindings(policy: Block): readonly string[] {
  const [condition] = blocksAt(policy, "condition");
  if (condition === undefined) {
    return [`${POLICIES}.condition is absent in a DELETE`];
  }
  const { older_than: age, tag_state: state = "ANY" } = condition;
  const isNarrow = NARROWED.some((name) => Array.isArray(condition[name]) && condition[name].length > 0);
  return [
    ...(isReference(age) || daysOf(age) >= LEAST_AGE_DAYS
      ? []
      : [`${POLICIES}.condition.older_than is ${shown(age)}, so that a push in progress is deleted`]),
    ...(state === "UNTAGGED" || isReference(state) || isNarrow
      ? []
      : [`${POLICIES}.condition.tag_state is ${shown(state)}, so that images are deleted that something may run`]),
  ];
}

/** Artifact Registry takes days, hours and minutes as well: https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy */
function daysOf(age: unknown): number {
  const [, count, unit] = /^(\d+)([dhm])$/.exec(typeof age === "string" ? age : "") ?? [];
  const seconds = { d: DAY, h: 3600, m: 60 }[unit ?? ""] ?? 0;
  return (secondsOf(age) ?? Number(count ?? 0) * seconds) / DAY;
}
