import { grantsOf, namesAccount } from "../../facts/iam";
import { grantsOn, projectGrants } from "../../facts/kms-grants";
import { nodeAccounts } from "../../facts/storage-readers";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const REPOSITORY = "google_artifact_registry_repository";
const READS =
  /^roles\/(artifactregistry\.(reader|writer|repoAdmin|admin)|container\.nodeServiceAccount|owner|editor|viewer)$/;

/** Where a stack has a repository of images and nodes with an account of their own, the nodes may read some repository of it. */
export const registryNodesCanPull: ResourceRule = {
  appliesTo: [REPOSITORY],
  evaluate: (repository, stack) => {
    const accounts = nodeAccounts(stack);
    const repositories = stack.ofType(REPOSITORY).filter(({ arguments: { format } }) => format === "DOCKER");
    if (repository.arguments.format !== "DOCKER" || accounts.length === 0) {
      return NOT_APPLICABLE;
    }
    const policies = stack.ofType(`${REPOSITORY}_iam_policy`);
    const grants = [...repositories.flatMap((one) => grantsOn(stack, one, "repository")), ...projectGrants(stack)];
    // a policy that Terraform computes may name anybody
    const isComputed = policies.some((policy) => grantsOf(policy).length === 0);
    const lacking = accounts.filter(
      (account) =>
        !grants.some(
          ({ role, members }) => READS.test(role) && members.some((one) => namesAccount(one, account, stack)),
        ),
    );
    return isComputed
      ? NOT_APPLICABLE
      : verdict(
          lacking.map(
            ({ address }) => `repository_id is read by no node of ${address}, which runs the cluster's nodes`,
          ),
        );
  },
};
