import { LEVELS } from "../levels";
import { noSecretsInState } from "../rules/everything/no-secrets-in-state";
import { noPlaceholders } from "../rules/everything/no-placeholders";
import { type PolicyRow } from "./row";

/** Any resource at all. */
export const EVERYTHING_ROWS: readonly PolicyRow[] = [
  {
    id: "no-secrets-in-state",
    level: LEVELS.everywhere,
    fact: "no secret reaches the Terraform state",
    why: "everybody who may read the state or a plan would have the secret, and every old version of the state keeps it",
    fix: "use ephemeral resources with write-only arguments (secret_data_wo, password_wo)",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only"],
    rule: noSecretsInState,
  },
  {
    id: "no-placeholders",
    level: LEVELS.outsideSandbox,
    fact: "no placeholder is left in a value",
    why: "what was to be filled in later is applied as it is, and fails at run time",
    fix: "write the real value, or reference the resource that has it",
    covers: [],
    references: ["https://www.rfc-editor.org/rfc/rfc2606"],
    rule: noPlaceholders,
  },
];
