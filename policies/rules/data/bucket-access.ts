import { grantsOf, isMachine } from "../../facts/iam";
import { every, unknown, verdict, type ResourceRule } from "../../rule";

/** Roles that change the bucket itself or who may use it. https://cloud.google.com/storage/docs/access-control/iam-roles */
const ADMINISTERS = /^roles\/(owner|editor|storage\.(admin|legacyBucketOwner|legacyObjectOwner))$/;
const PUBLIC = /^(allUsers|allAuthenticatedUsers|domain:|project(Viewer|Editor):)/;

/** Objects are read and written by those that need them, and no program can change who they are. */
export const bucketAccess: ResourceRule = {
  appliesTo: ["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"],
  evaluate: (resource) =>
    every(
      ...grantsOf(resource).map(({ role, members }) =>
        role.includes("${")
          ? unknown("role")
          : verdict([
              ...members
                .filter((member) => PUBLIC.test(member))
                .map((member) => `member is ${member}, and nobody knows who that is`),
              ...(ADMINISTERS.test(role) ? members.filter(isMachine) : []).map(
                (member) => `role is "${role}" for ${member}, which can then hand out access`,
              ),
            ]),
      ),
    ),
};
