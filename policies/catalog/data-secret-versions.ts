import { LEVELS } from "../levels";
import { secretVersionWritten } from "../rules/data/secret-version-written";
import { secretNotInCode } from "../rules/data/secret-not-in-code";
import { secretUrlEncrypted } from "../rules/data/secret-url-encrypted";
import { secretVersionSuccession } from "../rules/data/secret-version-succession";
import { secretVersionStaysDisabled } from "../rules/data/secret-version-stays-disabled";
import { secretReadByVersion } from "../rules/data/secret-read-by-version";
import { secretNotReadIntoState } from "../rules/data/secret-not-read-into-state";
import { type PolicyRow } from "./row";

/** Secret Manager: versions, which hold the values. */
export const DATA_SECRET_VERSIONS_ROWS: readonly PolicyRow[] = [
  {
    id: "secret-version-written",
    level: LEVELS.everywhere,
    fact: "values of secrets are written past the state, and written anew when a number says so",
    why: "the state and every plan keep a value of secret_data, and without its number secret_data_wo is written once and never again",
    fix: "set secret_data_wo with secret_data_wo_version, and is_secret_data_base64 only for Base64",
    covers: ["C11"],
    references: ["https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only"],
    rule: secretVersionWritten,
  },
  {
    id: "secret-not-in-code",
    level: LEVELS.everywhere,
    fact: "values of secrets are not written in the code",
    why: "everybody who reads the repository or cdk.tf.json has the secret, for ever",
    fix: "take the value from an ephemeral resource such as ephemeral.random_password",
    covers: ["C11"],
    references: ["https://developer.hashicorp.com/terraform/language/resources/ephemeral"],
    rule: secretNotInCode,
  },
  {
    id: "secret-url-encrypted",
    level: LEVELS.production,
    fact: "addresses of databases ask for TLS",
    why: "a client goes on without TLS when the server, or somebody in between, says so",
    fix: "add sslmode=verify-full, or take rediss, amqps, https and ldaps; to a proxy in the same pod, connect by 127.0.0.1",
    covers: [],
    references: ["https://www.postgresql.org/docs/current/libpq-ssl.html"],
    rule: secretUrlEncrypted,
  },
  {
    id: "secret-version-succession",
    level: LEVELS.recommended,
    fact: "a new version of a secret is there before the old one goes, and the old one can be brought back",
    why: "pods that start in between find no version, and a mistaken new value leaves nothing to go back to",
    fix: "set lifecycle.create_before_destroy to true and deletion_policy to DISABLE",
    covers: ["C11"],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/secret_manager_secret_version#deletion_policy",
    ],
    rule: secretVersionSuccession,
  },
  {
    id: "secret-version-stays-disabled",
    level: LEVELS.recommended,
    fact: "a version that somebody disabled stays disabled, and Terraform says so",
    why: "Terraform enables a value again that leaked, or goes on as if programs could still read it",
    fix: "ignore changes of enabled, and add a postcondition that asks for self.enabled",
    covers: [],
    references: ["https://cloud.google.com/secret-manager/docs/disable-secret-version"],
    rule: secretVersionStaysDisabled,
  },
  {
    id: "secret-read-by-version",
    level: LEVELS.recommended,
    fact: "Terraform reads the version of a secret that it wrote",
    why: "whatever somebody added last becomes a password, and a disabled version stops every plan",
    fix: "set version to that of the google_secret_manager_secret_version, and count to 0 while it is disabled",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/ephemeral-resources/secret_manager_secret_version",
    ],
    rule: secretReadByVersion,
  },
  {
    id: "secret-not-read-into-state",
    level: LEVELS.everywhere,
    fact: "no data source reads the value of a secret",
    why: "what a data source reads is kept in the state and shown in plans",
    fix: "use the ephemeral resource of the same name, or fetch_secret_data = false",
    covers: ["C11"],
    references: ["https://developer.hashicorp.com/terraform/language/resources/ephemeral"],
    rule: secretNotReadIntoState,
  },
];
