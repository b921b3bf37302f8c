import { at, isObject, text, type ObjectValue, type Value } from "../../plugin/values";
import { hostsOf, publicAddresses } from "../addresses";
import { type Brought, type Facts, type Kinds } from "../kind";
import { fill, lastSegment } from "../template";
import { SANDBOX_CA } from "./certificate";
import { defaultEdition } from "./database-editions";

const API = "https://sqladmin.googleapis.com/sql/v1beta4/";

/** A deleted instance's name stays taken for a week. https://cloud.google.com/sql/docs/postgres/delete-instance */
export const INSTANCE_NAME_DAYS = 7;

/** What Google keeps on its side of a private services connection for an instance with a private address; it goes with the network. */
export const PRODUCER = "google_service_networking_producer";

/** How long it is kept after its instance. https://cloud.google.com/sql/docs/postgres/delete-instance */
export const PRODUCER_DAYS = 4;

/** Cloud SQL. */
export const sql: Kinds = {
  google_sql_database_instance: {
    id: "{name}",
    key: "projects/{project}/instances/{name}",
    tombstoneDays: INSTANCE_NAME_DAYS,
    brings: producer,
    computed: {
      self_link: `${API}projects/{project}/instances/{name}`,
      connection_name: "{project}:{region}:{name}",
      service_account_email_address: ({ projectNumber, digest }) =>
        `p${projectNumber()}-${digest("account", 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
      private_ip_address: privateAddress,
      public_ip_address: publicAddress,
      first_ip_address: ({ object }) => text(object, "public_ip_address") || text(object, "private_ip_address") || "",
      ip_address: addresses,
      server_ca_cert: ({ now, digest }) => [
        {
          cert: SANDBOX_CA,
          common_name: "CN=Sandbox CA",
          create_time: now,
          expiration_time: "2056-11-13T00:00:00Z",
          sha1_fingerprint: digest("fingerprint", 40),
        },
      ],
      dns_name: ({ object, digest }) =>
        `${digest("host", 12)}.${digest("network", 13)}.${text(object, "region") ?? ""}.sql.goog.`,
      psc_service_attachment_link: "",
      maintenance_version: "{database_version}.R20260901.00_00",
      available_maintenance_versions: () => [],
      instance_type: ({ object }) =>
        text(object, "master_instance_name") ? "READ_REPLICA_INSTANCE" : "CLOUD_SQL_INSTANCE",
      master_instance_name: "",
      encryption_key_name: "",
      "settings.version": 1,
      "settings.edition": ({ object }) => defaultEdition(text(object, "database_version") ?? ""),
      "settings.user_labels": () => ({}),
      "settings.disk_size": 10,
      "settings.disk_autoresize_limit": 0,
      "settings.connector_enforcement": "NOT_REQUIRED",
      "settings.ip_configuration.ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
      "settings.ip_configuration.server_ca_mode": "GOOGLE_MANAGED_INTERNAL_CA",
      "settings.backup_configuration.transaction_log_retention_days": 7,
      "settings.backup_configuration.start_time": "04:00",
      "settings.location_preference.zone": "{region}-a",
    },
    defaults: {
      deletion_protection: true,
      "settings.activation_policy": "ALWAYS",
      "settings.availability_type": "ZONAL",
      "settings.disk_autoresize": true,
      "settings.disk_type": "PD_SSD",
      "settings.pricing_plan": "PER_USE",
      "settings.ip_configuration.ipv4_enabled": true,
    },
    forceNew: ["name", "project", "region", "master_instance_name", "encryption_key_name", "settings.disk_type"],
  },
  google_sql_database: {
    id: "projects/{project}/instances/{instance|last}/databases/{name}",
    computed: {
      self_link: `${API}projects/{project}/instances/{instance|last}/databases/{name}`,
      charset: "UTF8",
      collation: "en_US.UTF8",
    },
    defaults: { deletion_policy: "DELETE" },
    forceNew: ["name", "project", "instance"],
  },
  google_sql_user: {
    id: "{name}/{host}/{instance|last}",
    key: "projects/{project}/instances/{instance|last}/users/{name}@{host}",
    computed: { host: "", sql_server_user_details: () => [] },
    forceNew: ["name", "project", "instance", "host", "type"],
  },
  google_sql_ssl_cert: {
    id: "projects/{project}/instances/{instance|last}/sslCerts/{common_name}",
    forceNew: "*",
  },
};

function producer(object: ObjectValue): readonly Brought[] {
  const network = at(object, "settings.0.ip_configuration.0.private_network");
  const path = typeof network === "string" ? /projects\/[^/]+\/global\/networks\/[^/]+$/.exec(network)?.[0] : undefined;
  if (path === undefined) return [];
  const instance = fill("projects/{project}/instances/{name}", object);
  const key = `${path}/producers/${lastSegment(instance)}`;
  return [{ type: PRODUCER, key, attributes: { instance, network: path } }];
}

function privateAddress({ object, allocate, find }: Facts): string {
  const network = at(object, "settings.0.ip_configuration.0.private_network");
  if (typeof network !== "string" || network === "") return "";
  const name = lastSegment(network);
  const wanted = at(object, "settings.0.ip_configuration.0.allocated_ip_range");
  const range = find(
    "google_compute_global_address",
    (address) =>
      address["purpose"] === "VPC_PEERING" &&
      (typeof wanted === "string" && wanted !== ""
        ? address["name"] === wanted
        : lastSegment(text(address, "network") ?? "") === name),
  );
  return allocate(`addresses peered with ${name}`, hostsOf(range === undefined ? "10.255.0.0/16" : rangeOf(range)));
}

function rangeOf(address: ObjectValue): string {
  return `${text(address, "address") ?? ""}/${prefixLength(address)}`;
}

function prefixLength({ prefix_length: length }: ObjectValue): number {
  return typeof length === "number" && length > 0 ? length : 20;
}

function publicAddress({ object, allocate }: Facts): string {
  return at(object, "settings.0.ip_configuration.0.ipv4_enabled") === false
    ? ""
    : allocate("addresses", publicAddresses());
}

function addresses({ object }: Facts): Value {
  const entry = (type: string, attribute: string) => {
    const address = text(object, attribute) ?? "";
    return { type, ip_address: address, time_to_retire: "" };
  };
  return [entry("PRIMARY", "public_ip_address"), entry("PRIVATE", "private_ip_address")].filter(
    (item) => isObject(item) && item.ip_address !== "",
  );
}
