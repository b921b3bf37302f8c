import { type Law } from "../law";
import { meets, namesAt, REFERENCES } from "../references";

/**
 * Compute Engine and its neighbors refuse to delete what something else still uses.
 * https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-networking
 */
export const law: Law = ({ action, type, key, before }, cloud) => {
  if (action !== "delete" || before === null) return undefined;
  for (const [userType, references] of Object.entries(REFERENCES)) {
    const holding = references.filter((reference) => reference.to === type && reference.holds === true);
    if (holding.length === 0) continue;
    const user = cloud
      .list(userType)
      .find(({ attributes }) =>
        holding.some((reference) =>
          namesAt(attributes, reference).some((value) => meets(before, reference.by ?? "name", value)),
        ),
      );
    if (user !== undefined) {
      return {
        message:
          `Error waiting for Deleting ${type}: googleapi: Error 400: The resource '${key}' is already being used by '${user.key}', ` +
          "resourceInUseByAnotherResource",
        advice: `Delete ${user.type} '${user.key}' first.`,
      };
    }
  }
  return undefined;
};
