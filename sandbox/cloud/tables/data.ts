import { publicAddresses } from "../addresses";
import { type Kinds } from "../kind";

/** Artifact Registry, Cloud Storage, Pub/Sub, Cloud DNS, Memorystore. */
export const data: Kinds = {
  google_artifact_registry_repository: {
    id: "projects/{project}/locations/{location}/repositories/{repository_id}",
    computed: {
      name: "{repository_id}",
      registry_uri: "{location}-docker.pkg.dev/{project}/{repository_id}",
      create_time: ({ now }) => now,
      update_time: ({ now }) => now,
    },
    defaults: { mode: "STANDARD_REPOSITORY" },
    forceNew: ["repository_id", "project", "location", "format", "kms_key_name", "mode"],
  },
  google_storage_bucket: {
    id: "{name}",
    computed: {
      self_link: "https://www.googleapis.com/storage/v1/b/{name}",
      url: "gs://{name}",
      project_number: ({ projectNumber }) => Number(projectNumber()),
      uniform_bucket_level_access: false,
      public_access_prevention: "inherited",
      rpo: "DEFAULT",
      time_created: ({ now }) => now,
      updated: ({ now }) => now,
    },
    computedBlocks: { soft_delete_policy: ({ now }) => [{ retention_duration_seconds: 604800, effective_time: now }] },
    defaults: { force_destroy: false, storage_class: "STANDARD" },
    forceNew: ["name", "project", "location"],
  },
  google_storage_bucket_object: {
    id: "{bucket}-{name}",
    computed: { output_name: "{name}", self_link: "https://www.googleapis.com/storage/v1/b/{bucket}/o/{name}" },
    forceNew: ["name", "bucket"],
  },
  google_pubsub_topic: {
    id: "projects/{project}/topics/{name}",
    computedBlocks: { message_storage_policy: () => [] },
    forceNew: ["name", "project"],
  },
  google_pubsub_subscription: {
    id: "projects/{project}/subscriptions/{name}",
    computed: { ack_deadline_seconds: 10 },
    computedBlocks: { expiration_policy: () => [{ ttl: "2678400s" }] },
    defaults: { message_retention_duration: "604800s" },
    forceNew: ["name", "project", "topic", "enable_message_ordering"],
  },
  google_dns_managed_zone: {
    id: "projects/{project}/managedZones/{name}",
    computed: {
      managed_zone_id: ({ digits }) => Number(digits("zone", 15)),
      name_servers: ({ digits }) => {
        const shard = "abcde"[Number(digits("shard", 3)) % 5] ?? "a";
        return [1, 2, 3, 4].map((index) => `ns-cloud-${shard}${index}.googledomains.com.`);
      },
      creation_time: ({ now }) => now,
    },
    defaults: { description: "Managed by Terraform", visibility: "public", force_destroy: false },
    forceNew: ["name", "project", "dns_name", "visibility"],
  },
  google_dns_record_set: {
    id: "projects/{project}/managedZones/{managed_zone|last}/rrsets/{name}/{type}",
    forceNew: ["name", "project", "managed_zone"],
  },
  google_redis_instance: {
    id: "projects/{project}/locations/{region}/instances/{name}",
    computed: {
      host: "10.200.0.3",
      port: 6378,
      read_endpoint: "10.200.0.4",
      current_location_id: "{region}-a",
      location_id: "{region}-a",
      redis_version: "REDIS_7_2",
      persistence_iam_identity: ({ projectNumber }) =>
        `serviceAccount:service-${projectNumber()}@cloud-redis.iam.gserviceaccount.com`,
    },
    forceNew: ["name", "project", "region", "tier", "authorized_network", "connect_mode", "transit_encryption_mode"],
  },
  google_memorystore_instance: {
    id: "projects/{project}/locations/{location}/instances/{instance_id}",
    computed: { name: "projects/{project}/locations/{location}/instances/{instance_id}", state: "ACTIVE" },
    defaults: { deletion_protection_enabled: true },
    forceNew: ["instance_id", "project", "location", "transit_encryption_mode", "authorization_mode"],
  },
  google_compute_instance: {
    id: "projects/{project}/zones/{zone}/instances/{name}",
    computed: {
      self_link: "https://www.googleapis.com/compute/v1/projects/{project}/zones/{zone}/instances/{name}",
      instance_id: ({ digits }) => digits("id", 19),
      current_status: "RUNNING",
      "network_interface.network_ip": "10.0.0.10",
      "network_interface.access_config.nat_ip": ({ allocate }) => allocate("addresses", publicAddresses()),
    },
    forceNew: ["name", "project", "zone", "boot_disk"],
  },
};
