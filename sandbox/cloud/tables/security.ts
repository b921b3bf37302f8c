import { text } from "../../plugin/values";
import { type Kinds } from "../kind";
import { lastSegment } from "../template";

const secret = "projects/{project}/secrets/{secret_id}";

/** Secret Manager and Cloud KMS. */
export const security: Kinds = {
  google_secret_manager_secret: {
    id: secret,
    computed: {
      name: ({ object, projectNumber }) => `projects/${projectNumber()}/secrets/${text(object, "secret_id") ?? ""}`,
      create_time: ({ now }) => now,
      expire_time: "",
    },
    defaults: { deletion_protection: false },
    forceNew: ["secret_id", "project", "replication"],
  },
  google_secret_manager_secret_version: {
    id: (object) => text(object, "name") ?? "",
    key: "{secret}/versions/{version}",
    sequence: "version",
    computed: {
      name: ({ object, project, projectNumber }) => {
        const [, owner = project] = (text(object, "secret") ?? "").split("/");
        const number = /^\d+$/.test(owner) ? owner : projectNumber(owner);
        return `projects/${number}/secrets/${lastSegment(text(object, "secret") ?? "")}/versions/${text(object, "version") ?? ""}`;
      },
      create_time: ({ now }) => now,
      destroy_time: "",
    },
    defaults: { enabled: true, deletion_policy: "DELETE", is_secret_data_base64: false },
    remains: (object) => {
      const policy = text(object, "deletion_policy");
      if (policy === "ABANDON") return object;
      return policy === "DISABLE" ? { ...object, enabled: false } : undefined;
    },
    forceNew: ["secret", "secret_data", "secret_data_wo_version", "is_secret_data_base64"],
  },
  google_kms_key_ring: {
    id: "projects/{project}/locations/{location}/keyRings/{name}",
    permanent: true,
    forceNew: ["name", "project", "location"],
  },
  google_kms_crypto_key: {
    id: "{key_ring}/cryptoKeys/{name}",
    permanent: true,
    computed: {
      primary: ({ object, key }) => [{ name: `${text(object, "id") ?? key}/cryptoKeyVersions/1`, state: "ENABLED" }],
      destroy_scheduled_duration: "2592000s",
      crypto_key_backend: "",
    },
    computedBlocks: {
      version_template: () => [{ algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protection_level: "SOFTWARE" }],
    },
    defaults: { purpose: "ENCRYPT_DECRYPT" },
    forceNew: [
      "name",
      "key_ring",
      "purpose",
      "destroy_scheduled_duration",
      "import_only",
      "skip_initial_version_creation",
    ],
  },
  google_binary_authorization_policy: {
    id: "projects/{project}",
    idempotent: true,
    computed: { global_policy_evaluation_mode: "DISABLE" },
    forceNew: ["project"],
  },
};
