import { grantsOf, podOf, projectGrantsOf } from "../../facts/iam";
import { accessOf } from "../../facts/iam-roles";
import { type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** What runs programs: an account that they name is taken over with the first hole in one of them. */
const RUNS_PROGRAMS = [
  "google_container_cluster",
  "google_container_node_pool",
  "google_compute_instance",
  "google_compute_instance_template",
  "google_cloud_run_v2_service",
  "google_cloud_run_v2_job",
];

/** The account of a pod or a node holds only roles for looking and using in its project, none that change what runs there. */
export const iamWorkloadsOnlyUse: ResourceRule = {
  appliesTo: ["google_service_account"],
  evaluate: (account, stack) => {
    if (!runsPrograms(account, stack)) {
      return NOT_APPLICABLE;
    }
    const far = projectGrantsOf(account, stack).filter(({ role }) =>
      ["change", "administer", "impersonate"].includes(accessOf(role) ?? ""),
    );
    return verdict(
      far.map(
        ({ role, resource }) =>
          `account_id runs programs, and ${resource.address} gives it "${role}" for the whole project`,
      ),
    );
  },
};

function runsPrograms(account: RenderedResource, stack: RenderedStack): boolean {
  const isPods = ["member", "binding"]
    .flatMap((form) => stack.ofType(`google_service_account_iam_${form}`))
    .filter(({ arguments: block }) => stack.refersTo(block.service_account_id, account))
    .some((grant) =>
      grantsOf(grant, stack).some(({ members }) => members.some((member) => podOf(member) !== undefined)),
    );
  return (
    isPods ||
    RUNS_PROGRAMS.flatMap((type) => stack.ofType(type)).some(({ arguments: block }) =>
      JSON.stringify(block).includes(`\${${account.address}.`),
    )
  );
}
