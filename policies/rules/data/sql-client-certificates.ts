import { expectAt } from "../../facts/gke-arguments";
import { engineOf, INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A client of PostgreSQL or MySQL shows a certificate, as connectors and the Auth Proxy do. SQL Server has no such mode. */
export const sqlClientCertificates: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    engineOf(block) === "sqlserver"
      ? NOT_APPLICABLE
      : expectAt(block, "settings.ip_configuration.ssl_mode", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
};
