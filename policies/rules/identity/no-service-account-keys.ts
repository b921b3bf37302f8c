import { verdict, type ResourceRule } from "../../rule";

/** No key of a service account is made or uploaded: it would be a password that never expires. */
export const noServiceAccountKeys: ResourceRule = {
  appliesTo: ["google_service_account_key"],
  evaluate: (key) =>
    verdict([`service_account_id ${String(key.arguments.service_account_id)} gets a key that never expires`]),
};
