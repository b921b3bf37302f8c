import { type Duration, type Latency, type LatencyFamily } from "./latency";

/** Public `terraform apply` and `terraform destroy` logs, read line by line ("Creation complete after …"). */
const LOG = {
  network:
    "log: VPC, NAT, private services access, Cloud SQL for PostgreSQL, load balancer in europe-west4, 50 resources",
  small: "logs: VPC, subnetwork, router and NAT in europe-west1, us-central1 and asia-east2",
  autopilot: "log: Autopilot cluster in europe-west1, 8m4s; https://ahmet.im/blog/gke-autopilot/ measured 6 minutes",
  clusterDelete: "logs: 2m44s, 3m9s, 3m40s and 8m15s",
} as const;

const PROVIDER = "https://github.com/hashicorp/terraform-provider-google";
const SQL = `${PROVIDER}/issues/14770 (15 to 20 minutes are normal), ${LOG.network} (9m22s)`;
const SQL_TIMEOUT = "default timeout of 90 minutes: https://github.com/GoogleCloudPlatform/magic-modules/pull/10960";
const REPLICA =
  "https://github.com/GoogleCloudPlatform/terraform-example-foundation-app/issues/37 (7m17s, 7m8s, 12m33s)";
const APIS = `${PROVIDER}/issues/7814 (4 and 22 seconds), logs (45 to 52 seconds)`;
const POLICY = `${PROVIDER}/issues/7814 (7 to 8 seconds), logs (10 to 11 seconds)`;
const ARMOR = `${PROVIDER}/issues/18466 (slow), https://github.com/GoogleCloudPlatform/magic-modules/pull/12212 (timeout of 30 minutes)`;
const COLD =
  "https://github.com/hashicorp/waypoint/issues/4125 and https://github.com/openshift/release/pull/83388: " +
  "a roll-out on a cold Autopilot cluster takes more than 300 seconds";

function reported(low: number, typical: number, high: number, source: string): Duration {
  return { low, typical, high, basis: "reported", source };
}

function estimated(low: number, typical: number, high: number, source: string): Duration {
  return { low, typical, high, basis: "estimated", source };
}

/** The same three numbers for each operation. */
function always(duration: Duration): Latency {
  return { create: duration, update: duration, delete: duration };
}

const request = (source: string): Latency => always(estimated(1, 2, 10, source));
const operation = (create: Duration, deletion = estimated(5, 12, 40, "as long as a create")): Latency => ({
  create,
  update: estimated(5, 12, 40, "a patch is an operation as a create is"),
  delete: deletion,
});

/**
 * Seconds per operation. A change here changes every makespan, so each number says who measured it. The upper ends are what
 * was reported at worst; a provider's default timeout is an upper bound beyond them.
 */
export const LATENCIES: Readonly<Record<string, Latency>> = {
  google_project_service: {
    create: reported(4, 22, 52, APIS),
    update: estimated(1, 2, 5, "changes nothing in Google Cloud"),
    delete: estimated(4, 22, 52, "disabling is an operation as enabling is"),
  },
  google_project_service_identity: always(estimated(2, 4, 15, "one generateServiceIdentity operation")),

  google_compute_network: operation(
    reported(11, 22, 26, `${LOG.small}; https://github.com/opea-project/GenAIInfra/pull/977 (22 seconds)`),
    reported(11, 37, 40, `${LOG.network} (37 seconds)`),
  ),
  google_compute_subnetwork: operation(reported(11, 19, 23, LOG.small), reported(12, 33, 35, LOG.network)),
  google_compute_router: operation(reported(12, 12, 22, LOG.small)),
  google_compute_router_nat: operation(reported(11, 12, 23, `${LOG.small}; ${LOG.network}`)),
  google_compute_global_address: operation(reported(11, 12, 17, LOG.network), reported(11, 11, 12, LOG.network)),
  google_compute_firewall: operation(
    reported(11, 12, 22, `${LOG.network}; ${LOG.small}`),
    reported(
      11,
      17,
      27,
      "log: https://github.com/terraform-google-modules/terraform-google-container-vm/pull/31 (17 and 27 seconds)",
    ),
  ),
  google_compute_security_policy: operation(reported(10, 12, 1800, ARMOR)),
  google_compute_security_policy_rule: operation(estimated(5, 11, 120, "one operation on its policy")),
  google_service_networking_connection: {
    create: reported(45, 57, 120, LOG.network),
    update: estimated(30, 57, 120, "as long as a create"),
    delete: reported(20, 23, 120, LOG.network),
  },

  google_sql_database_instance: {
    create: reported(300, 600, 1500, SQL),
    update: estimated(30, 120, 900, `a restart or a fail-over; ${SQL_TIMEOUT}`),
    delete: reported(60, 138, 300, LOG.network),
    variants: [{ whenSet: "master_instance_name", durations: { create: reported(360, 437, 753, REPLICA) } }],
  },
  google_sql_database: {
    create: reported(2, 4, 10, LOG.network),
    update: estimated(2, 4, 10, "as long as a create"),
    delete: reported(2, 2, 10, LOG.network),
  },
  // 9 seconds in the log, of which 4 went to waiting for the database on the same instance
  google_sql_user: {
    create: reported(3, 5, 10, LOG.network),
    update: estimated(3, 5, 10, "as long as a create"),
    delete: reported(2, 4, 10, LOG.network),
  },

  google_container_cluster: {
    create: reported(300, 480, 900, `${LOG.autopilot}; default timeout of 40 minutes`),
    update: estimated(30, 120, 1800, "settings of the control plane; default timeout of 60 minutes"),
    delete: reported(
      164,
      220,
      600,
      `${LOG.clusterDelete}; https://github.com/GoogleCloudPlatform/gke-enterprise-demo/pull/52`,
    ),
  },
  google_gke_backup_backup_plan: always(estimated(2, 5, 60, "one operation of Backup for GKE")),
  google_gke_backup_restore_plan: always(estimated(2, 5, 60, "one operation of Backup for GKE")),

  google_kms_key_ring: request("one synchronous request"),
  google_kms_crypto_key: request("one synchronous request; destroying schedules its versions"),
  google_secret_manager_secret: request("one synchronous request"),
  google_secret_manager_secret_version: request("one synchronous request"),
  google_artifact_registry_repository: always(estimated(5, 12, 30, "one operation")),

  google_service_account: {
    create: estimated(2, 11, 30, "the provider waits until the account can be read"),
    update: estimated(1, 2, 10, "one synchronous request"),
    delete: reported(1, 1, 5, LOG.network),
  },
  google_project_iam_member: always(reported(7, 9, 20, POLICY)),
  google_dns_managed_zone: request("one synchronous request"),
  google_dns_record_set: always(estimated(1, 3, 60, "waits until the change is done")),
  // complete when the certificate object exists; it becomes active later, see the limits in sandbox/README.md
  google_certificate_manager_certificate: always(estimated(3, 12, 60, "one operation of Certificate Manager")),
  google_billing_budget: request("one synchronous request"),

  helm_release: {
    create: reported(120, 360, 900, COLD),
    update: estimated(60, 180, 900, "pods are replaced one after the other on warm nodes"),
    delete: estimated(10, 45, 300, "grace periods, and the load balancer is taken down"),
  },
  kubernetes_namespace_v1: {
    create: estimated(0, 1, 5, "one request"),
    update: estimated(0, 1, 5, "one request"),
    delete: estimated(5, 10, 120, "waits until everything in it is gone"),
  },
};

/** For types without a row. The first that matches counts. */
export const FAMILIES: readonly LatencyFamily[] = [
  {
    types: /^google_.*_iam_(member|binding|policy)$/,
    reason: "reads a policy and writes it back; as long as on a project, where it was reported",
    latency: always(estimated(4, 8, 20, POLICY)),
  },
  {
    types: /^google_certificate_manager_/,
    reason: "one operation of Certificate Manager, polled",
    latency: always(estimated(2, 6, 60, "no report found")),
  },
  {
    types: /^google_compute_/,
    reason: "one operation of Compute Engine; logs show 11 to 13 seconds for six types",
    latency: operation(estimated(11, 12, 23, LOG.network)),
  },
  {
    types: /^google_(monitoring|pubsub|logging)_/,
    reason: "one synchronous request",
    latency: request("no report found"),
  },
  {
    types: /^kubernetes_/,
    reason: "one request to the API server",
    latency: always(estimated(0, 1, 5, "one request")),
  },
  {
    types: /^(random|tls|terraform)_/,
    reason: "computed on this machine",
    latency: always(estimated(0, 0, 1, "no request")),
  },
];
