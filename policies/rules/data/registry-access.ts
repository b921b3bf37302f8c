import { referredTo } from "../../facts/gke-dependencies";
import { grantsOf, isMachine, namesAccount } from "../../facts/iam";
import { nodeAccounts } from "../../facts/storage-readers";
import { isReference, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { every, shown, unknown, verdict, type ResourceRule } from "../../rule";

const REPOSITORY = "google_artifact_registry_repository";
const READER = "roles/artifactregistry.reader";

/** Roles that change the repository itself or who may use it. https://cloud.google.com/artifact-registry/docs/access-control */
const ADMINISTERS = /^roles\/(owner|editor|artifactregistry\.(admin|repoAdmin|containerRegistryMigrationAdmin))$/;
const PUBLIC = /^(allUsers|allAuthenticatedUsers|domain:|project(Viewer|Editor):)/;

/** Images are read by those that run them and written by those that build them, one by one. */
export const registryAccess: ResourceRule = {
  appliesTo: [`${REPOSITORY}_iam_member`, `${REPOSITORY}_iam_binding`],
  evaluate: (resource, stack) =>
    every(
      verdict(placeFindings(resource.arguments, stack)),
      ...grantsOf(resource).map(({ role, members }) => {
        if (role.includes("${")) {
          return unknown("role");
        }
        const nodes = members.filter((member) => nodeAccounts(stack).some((one) => namesAccount(member, one, stack)));
        return verdict([
          ...members
            .filter((member) => PUBLIC.test(member))
            .map((member) => `member is ${member}, and nobody knows who that is`),
          ...(ADMINISTERS.test(role) ? members.filter(isMachine) : []).map(
            (member) => `role is "${role}" for ${member}, which can then delete and exchange images`,
          ),
          ...(role === READER || ADMINISTERS.test(role) ? [] : nodes).map(
            (member) => `role is "${role}" for ${member}, whose nodes only read`,
          ),
        ]);
      }),
    ),
};

/** A grant in another location is for another repository, which isn't there. Without one, the provider's own region counts. */
function placeFindings({ repository, location }: Block, stack: RenderedStack): readonly string[] {
  const target = referredTo(repository, REPOSITORY, stack)?.arguments.location;
  const isNamed = typeof repository === "string" && repository.endsWith(".name}");
  if (target === undefined || isReference(location) || isReference(target) || (location === undefined && !isNamed)) {
    return [];
  }
  return location === target ? [] : [`location is ${shown(location)}, and the repository is in ${shown(target)}`];
}
