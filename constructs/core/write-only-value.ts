/**
 * A value for a write-only argument (`…_wo`) and the counter beside it (`…_wo_version`). Terraform sends such a value
 * only when the counter changes, and keeps it in neither plan nor state.
 * https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export interface WriteOnlyValue {
  /** A reference to an ephemeral value, never the value itself. */
  readonly value: string;
  /** Whole number from 1 on; raise it to have the value sent again. */
  readonly version: number;
}

/** True when a text refers to a value that lives during one Terraform run only. */
export function isEphemeral(text: string): boolean {
  return /\$\{[^}]*\bephemeral\.[a-z]/.test(text);
}
