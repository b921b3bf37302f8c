import { judgeMembers } from "../../facts/iam";
import { type ResourceRule } from "../../rule";

/**
 * Members that stand for everybody somewhere: a company, an identity pool, or all accounts of a project, folder or organization.
 * https://cloud.google.com/iam/docs/principal-identifiers
 */
const EVERYBODY =
  /^domain:|^principalSet:\/\/.*\/(\*|workforcePools\/[^/]+\/?)$|^principalSet:\/\/cloudresourcemanager\./;

/** No role is given to everybody of a company, of an identity pool or of a project. */
export const iamNoWholeDomains: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) =>
    judgeMembers(resource, stack, (member) => EVERYBODY.test(member), ", which is everybody there"),
};
