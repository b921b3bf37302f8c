import { grantsOf, namesAccount } from "../../facts/iam";
import { referredTo } from "../../facts/gke-dependencies";
import { INSTANCE, instanceOf, isReplica } from "../../facts/sql";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const ROLE = "roles/cloudsql.instanceUser";

/** Who may log in with its identity has a user in a database of the stack. In a group of users, nobody knows who is in it. */
export const sqlIamUsersExist: ResourceRule = {
  appliesTo: ["google_project_iam_member", "google_project_iam_binding"],
  evaluate: (resource, stack) => {
    const [grant] = grantsOf(resource);
    const users = stack
      .ofType("google_sql_user")
      .map((one) => one.arguments)
      .filter((user) => instanceOf(user, stack) !== undefined);
    const hasPrimary = stack.ofType(INSTANCE).some((one) => !isReplica(one.arguments));
    if (grant?.role !== ROLE || !hasPrimary || users.some(({ type }) => type === "CLOUD_IAM_GROUP")) {
      return NOT_APPLICABLE;
    }
    const lacking = grant.members.filter((member) => {
      const account = referredTo(member, "google_service_account", stack);
      // PostgreSQL's names lack the end of the address
      return (
        account !== undefined &&
        !users.some(({ name }) => namesAccount(`${String(name)}.gserviceaccount.com`, account, stack))
      );
    });
    return verdict(lacking.map((member) => `member is ${member}, which may log in and has no google_sql_user`));
  },
};
