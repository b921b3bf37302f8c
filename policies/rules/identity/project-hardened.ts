import { isReference } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** Types that log who reads data, for the project of their argument. */
const AUDIT = "google_project_iam_audit_config";

/** A project that the stack makes isn't deleted with it, and logs who reads data in it. */
export const projectHardened: ResourceRule = {
  appliesTo: ["google_project"],
  evaluate: (project, stack) => {
    const { deletion_policy: deletion, project_id: id } = project.arguments;
    if (isReference(deletion)) {
      return unknown("deletion_policy");
    }
    const isLogged = stack
      .ofType(AUDIT)
      .some(
        ({ arguments: block }) =>
          block.service === "allServices" && (block.project === id || stack.refersTo(block.project, project)),
      );
    return verdict([
      // PREVENT is the default since google 6.0
      ...(deletion === undefined || deletion === "PREVENT"
        ? []
        : [`deletion_policy is ${shown(deletion)}, not "PREVENT"`]),
      ...(isLogged ? [] : [`project_id has no ${AUDIT} for allServices`]),
    ]);
  },
};
