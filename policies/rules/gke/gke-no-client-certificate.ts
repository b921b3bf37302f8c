import { expectAt, readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { every, verdict, type Verdict } from "../../rule";

/** Nobody signs in with a certificate that can't be revoked, nor with a password. GKE issues neither unless asked. */
export const gkeNoClientCertificate = clusterRule(({ arguments: cluster }) => {
  const absent = (path: string): Verdict => {
    const reading = readAt(cluster, path);
    const nothing = "value" in reading && (reading.value === undefined || reading.value === "");
    return verdict(nothing ? [] : [`${path} is set: nobody signs in with a password`]);
  };
  return every(
    expectAt(cluster, "master_auth.client_certificate_config.issue_client_certificate", false, undefined),
    absent("master_auth.username"),
    absent("master_auth.password"),
  );
});
