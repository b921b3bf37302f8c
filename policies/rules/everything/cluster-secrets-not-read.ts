import { verdict, type ResourceRule } from "../../rule";

/** Data sources whose result is a secret, with the attribute that has it. Their ephemeral namesakes keep it out of the state. */
const READS: Readonly<Record<string, string>> = {
  "data.google_service_account_access_token": "access_token",
  "data.google_service_account_id_token": "id_token",
  "data.google_service_account_jwt": "jwt",
  "data.kubernetes_secret": "data",
  "data.kubernetes_secret_v1": "data",
};

/** No data source reads a Secret of the cluster, nor a token: what it reads is in the state. */
export const clusterSecretsNotRead: ResourceRule = {
  appliesTo: Object.keys(READS),
  evaluate: ({ type }) => verdict([`${READS[type] ?? "result"} of this data source is kept in the state`]),
};
