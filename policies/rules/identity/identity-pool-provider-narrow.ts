import { isReference, valueAt } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** Issuers whose tokens anybody can get: everybody may have an account there. */
const SHARED_ISSUER =
  /token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com|oidc\.circleci\.com|bitbucket\.org/;

/**
 * Claims that say whose pipeline it is. GitHub's `repository_owner` and `repository` can be taken over when a name gets free, their ids can't.
 * https://docs.github.com/en/actions/reference/security/oidc, https://docs.gitlab.com/ci/secrets/id_token_authentication/
 */
const WHOSE =
  /assertion\.(sub|repository|repository_id|repository_owner|repository_owner_id|project_id|namespace_id|project_path|namespace_path|terraform_organization_id|organization_slug|organization_id)\b/;

/** A comparison that lets more than one through: a prefix that is as good as empty, a pattern, or an alternative that is always true. */
const LOOSE =
  /\.startsWith\(\s*['"](repo:)?['"]\s*\)|\.contains\(|\.matches\(\s*['"]\.?\*|['"][^'"]*\*[^'"]*['"]|\|\|\s*true\b|^\s*true\s*$/;

/** A provider of an identity pool lets in the tokens that its condition names, not those of everybody who has the same issuer. */
export const identityPoolProviderNarrow: ResourceRule = {
  appliesTo: ["google_iam_workload_identity_pool_provider"],
  evaluate: ({ arguments: block }) => {
    const condition = block.attribute_condition;
    if (isReference(condition)) {
      return unknown("attribute_condition");
    }
    if (typeof condition !== "string" || condition.trim() === "") {
      return verdict([`attribute_condition is ${shown(condition)}: every token of the issuer gets in`]);
    }
    const issuer = valueAt(block, "oidc.issuer_uri");
    const isShared = typeof issuer === "string" && SHARED_ISSUER.test(issuer);
    const subject = valueAt(block, "attribute_mapping") as Readonly<Record<string, unknown>> | undefined;
    return verdict([
      ...(isShared && !WHOSE.test(condition)
        ? [`attribute_condition is ${shown(condition)}, which says nothing of whose pipeline it is`]
        : []),
      ...(LOOSE.test(condition)
        ? [`attribute_condition is ${shown(condition)}, which lets more through than it names`]
        : []),
      ...(issuer !== undefined && subject?.["google.subject"] === undefined
        ? ["attribute_mapping has no google.subject, so that no log says who it was"]
        : []),
    ]);
  },
};
