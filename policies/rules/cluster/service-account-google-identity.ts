import { googleAccountOf, grantedAccounts, GOOGLE_ACCOUNT } from "../../facts/cluster-identity";
import { isUncertain } from "../../rendered/unknown";
import { NOT_APPLICABLE, unknown, verdict, type ObjectRule } from "../../rule";

/** https://cloud.google.com/iam/docs/service-account-types; the word before the domain is the project, which may have a domain of its own. */
const EMAIL = /^[a-z]([a-z0-9-]{4,28}[a-z0-9])@[a-z][a-z0-9.-]*\.iam\.gserviceaccount\.com$/;

const path = `metadata.annotations["${GOOGLE_ACCOUNT}"]`;

/** A Kubernetes account acts as one Google account, which is granted on that account, and which no other shares. */
export const serviceAccountGoogleIdentity: ObjectRule = {
  kinds: ["ServiceAccount"],
  evaluate: (account, stack) => {
    const email = googleAccountOf(account);
    const granted = grantedAccounts(stack, account.namespace, account.name);
    if (email === undefined) {
      const [id] = granted;
      return granted.length === 0
        ? NOT_APPLICABLE
        : verdict([`${path} is absent, although ${id ?? "a Google account"} may be used by it`]);
    }
    if (isUncertain(email)) {
      return unknown(path);
    }
    const sharing = stack.cluster
      .ofKind("ServiceAccount")
      .filter((other) => other.address !== account.address && googleAccountOf(other) === email);
    const anyGrants = stack
      .ofType("google_service_account_iam_member")
      .some(({ arguments: { role } }) => role === "roles/iam.workloadIdentityUser");
    const isGranted = granted.some((id) => id === undefined || email.startsWith(`${id}@`));
    return verdict([
      ...(EMAIL.test(email) ? [] : [`${path} is "${email}", no service account's e-mail address`]),
      ...sharing.map(({ name }) => `${path} is "${email}", which "${name}" acts as too`),
      // a stack without any grants gets them from elsewhere
      ...(anyGrants && !isGranted
        ? [`${path} is "${email}", and nothing grants roles/iam.workloadIdentityUser on it to this account`]
        : []),
    ]);
  },
};
