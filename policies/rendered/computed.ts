import { agentEmail } from "../../sandbox/cloud/tables/iam";

const ACCOUNT = "{account_id}@{project}.iam.gserviceaccount.com";
const ACCOUNT_NAME = `projects/{project}/serviceAccounts/${ACCOUNT}`;
const account = { email: ACCOUNT, member: `serviceAccount:${ACCOUNT}`, name: ACCOUNT_NAME, id: ACCOUNT_NAME };
const STORAGE_AGENT = agentEmail("storage.googleapis.com", "<number of {project}>");
const secret = "projects/{project}/secrets/{secret_id}";
const version = "{secret}/versions/{secret_data_wo_version}";
const repository = "projects/{project}/locations/{location}/repositories/{repository_id}";
const regional = (collection: string): string => `projects/{project}/locations/{location}/${collection}/{name}`;
const global = (collection: string): string => `projects/{project}/${collection}/{name}`;
const worldwide = (collection: string): string => `projects/{project}/locations/global/${collection}/{name}`;

/**
 * Attributes that Google derives from arguments, as the provider documents them under "Attributes Reference".
 * https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs
 */
const COMPUTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  google_service_account: account,
  "data.google_service_account": account,
  google_secret_manager_secret: { id: secret, name: secret },
  // Secret Manager counts by itself; the counter of written values is what is closest to it
  google_secret_manager_secret_version: { id: version, name: version, version: "{secret_data_wo_version}" },
  google_kms_key_ring: { id: regional("keyRings") },
  google_kms_crypto_key: { id: "{key_ring}/cryptoKeys/{name}" },
  google_artifact_registry_repository: { id: repository, name: "{repository_id}" },
  google_pubsub_topic: { id: global("topics") },
  google_pubsub_subscription: { id: global("subscriptions") },
  google_storage_bucket: { id: "{name}", url: "gs://{name}" },
  google_container_cluster: {
    id: regional("clusters"),
    "workload_identity_config.0.workload_pool": "{project}.svc.id.goog",
  },
  google_certificate_manager_certificate: { id: worldwide("certificates") },
  google_certificate_manager_certificate_map: { id: worldwide("certificateMaps") },
  google_certificate_manager_dns_authorization: { id: worldwide("dnsAuthorizations") },
  google_sql_database_instance: { connection_name: "{project}:{region}:{name}", id: "{name}" },
  "data.google_storage_project_service_account": {
    email_address: STORAGE_AGENT,
    member: `serviceAccount:${STORAGE_AGENT}`,
  },
  "data.google_project": {
    number: "<number of {project_id}>",
    project_id: "{project_id}",
    id: "projects/{project_id}",
  },
};

/**
 * What an attribute will be, or undefined when only Google can tell.
 *
 * @param type the resource's type, a data source's behind `data.`
 * @param read gives an argument as text
 */
export function computedAttribute(type: string, attribute: string, read: (argument: string) => string): unknown {
  if (type === "google_project_service_identity") {
    const email = agentEmail(read("service"), `<number of ${read("project")}>`);
    return { email, member: `serviceAccount:${email}` }[attribute];
  }
  return COMPUTED[type]?.[attribute]?.replaceAll(/\{(\w+)\}/g, (_, argument: string) => read(argument));
}
