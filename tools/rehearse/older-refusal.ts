import { ValidationError, type Problem } from "../../constructs/core/validation";

/** The error of an older version that can't be had. */
export function refusal(...problems: readonly Problem[]): ValidationError {
  return new ValidationError("npm run rehearse", "OlderVersion", problems);
}
