/** Blocks by type and name; a type that is undefined is not there. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>> | undefined>>;

const onceEnabled = (api: string) => ({ depends_on: [`google_project_service.${api}`] });
const api = (service: string) => ({ service: `${service}.googleapis.com`, disable_on_destroy: false });

/** Something that holds data. */
export const DATABASE = {
  name: "database",
  database_version: "POSTGRES_16",
  deletion_protection: false,
  settings: { tier: "db-f1-micro", edition: "ENTERPRISE", user_labels: { tier: "old" } },
  lifecycle: { prevent_destroy: true },
  ...onceEnabled("sql"),
};

/** Something that holds none. */
export const NETWORK = {
  google_compute_network: { main: { name: "main", auto_create_subnetworks: false, ...onceEnabled("compute") } },
  google_compute_firewall: {
    web: { name: "web", network: "${google_compute_network.main.id}", allow: [{ protocol: "tcp", ports: ["443"] }] },
  },
};

/** A network with a firewall and a database, in a backend that nobody asks. */
export function stackWith(resource: Resources, more: object = {}): object {
  return {
    terraform: {
      required_providers: { google: { source: "hashicorp/google", version: "6.50.0" } },
      backend: { gcs: { bucket: "never-used" } },
    },
    provider: { google: { project: "p1", region: "europe-west1" } },
    resource: {
      google_project_service: { compute: api("compute"), sql: api("sqladmin") },
      ...NETWORK,
      google_sql_database_instance: { main: DATABASE },
      ...resource,
    },
    ...more,
  };
}
