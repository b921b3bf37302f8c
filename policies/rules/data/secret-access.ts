import { grantsOf } from "../../facts/iam";
import { every, unknown, verdict, type ResourceRule } from "../../rule";

/** What a program needs: read a value, add one, or take one out of use. https://cloud.google.com/secret-manager/docs/access-control */
const NARROW = /^roles\/secretmanager\.(secretAccessor|secretVersionAdder|secretVersionManager|viewer)$/;
const ACCESSOR = "roles/secretmanager.secretAccessor";

/** Members that are more than one program: a group, a domain, everybody of a pool of Workload Identity Federation. */
const MANY = /^(allUsers|allAuthenticatedUsers|group:|domain:|project(Viewer|Editor|Owner):|principalSet:)/;

/** A value is read by the programs that need it, each by itself. */
export const secretAccess: ResourceRule = {
  appliesTo: ["secret", "regional_secret"].flatMap((kind) => [
    `google_secret_manager_${kind}_iam_member`,
    `google_secret_manager_${kind}_iam_binding`,
  ]),
  evaluate: (resource) =>
    every(
      ...grantsOf(resource).map(({ role, members }) => {
        if (role.includes("${")) {
          return unknown("role");
        }
        return verdict([
          ...(/^roles\//.test(role) && !NARROW.test(role)
            ? [`role is "${role}", which is more than reading or adding a value`]
            : []),
          ...members
            .filter((member) => MANY.test(member))
            .map((member) => `member is ${member}, and nobody knows who that is`),
          ...(role === ACCESSOR ? members.filter((member) => member.startsWith("user:")) : []).map(
            (member) => `member is ${member}, and a value is read by programs`,
          ),
        ]);
      }),
    ),
};
