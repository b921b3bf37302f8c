import { shown, verdict, type ObjectRule } from "../../rule";

/** A service account puts no token into pods unasked. */
export const serviceAccountNoAutomount: ObjectRule = {
  kinds: ["ServiceAccount"],
  evaluate: ({ object }) =>
    verdict(
      object.automountServiceAccountToken === false
        ? []
        : [`automountServiceAccountToken is ${shown(object.automountServiceAccountToken)}, not false`],
    ),
};
