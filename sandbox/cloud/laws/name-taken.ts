import { type Law, type Violation } from "../law";

/** A rule's priority is its name. https://cloud.google.com/armor/docs/security-policy-overview#eval-order */
const SAME_PRIORITY: Violation = {
  message:
    "Error creating SecurityPolicyRule: googleapi: Error 409: Cannot have rules with the same priorities., alreadyExists",
  advice: "Choose a priority that no other rule of the policy has.",
  attribute: "priority",
};

/**
 * A name belongs to one object; a second create is refused with 409.
 * https://cloud.google.com/apis/design/errors#handling_errors (ALREADY_EXISTS)
 */
export const law: Law = ({ action, type, key }, cloud) => {
  if (action !== "create" || !type.startsWith("google_") || cloud.get(type, key) === undefined) return undefined;
  if (type === "google_compute_security_policy_rule") return SAME_PRIORITY;
  return {
    message: `Error creating ${type}: googleapi: Error 409: The resource '${key}' already exists, alreadyExists`,
    advice: `Import it (terraform import ${type}.<name> '${key}') or choose another name.`,
  };
};
