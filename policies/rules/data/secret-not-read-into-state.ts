import { verdict, type ResourceRule } from "../../rule";

const TYPES = ["secret_version", "secret_version_access", "regional_secret_version", "regional_secret_version_access"];

/** No data source reads a value: what it reads is in the state and in plans. The ephemeral resource of the same name reads it past both. */
export const secretNotReadIntoState: ResourceRule = {
  appliesTo: [
    ...TYPES.map((type) => `data.google_secret_manager_${type}`),
    "data.google_kms_secret",
    "data.google_kms_secret_asymmetric",
  ],
  evaluate: ({ type, arguments: reading }) =>
    reading.fetch_secret_data === false
      ? { status: "compliant" }
      : verdict([`${type.includes("kms") ? "plaintext" : "secret_data"} of this data source is kept in the state`]),
};
