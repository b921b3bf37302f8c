import { verdict, type ResourceRule } from "../../rule";

/** No key of a service account is made or uploaded, also none for Cloud Storage's XML API: it would be a password that never expires. */
export const noServiceAccountKeys: ResourceRule = {
  appliesTo: ["google_service_account_key", "google_storage_hmac_key"],
  evaluate: ({ type, arguments: key }) => {
    const argument = type === "google_storage_hmac_key" ? "service_account_email" : "service_account_id";
    return verdict([`${argument} ${String(key[argument])} gets a key that never expires`]);
  },
};
