import { text } from "../../plugin/values";
import { type Kinds } from "../kind";

/** Cloud Monitoring, Cloud Logging, Cloud Billing. */
export const operations: Kinds = {
  google_monitoring_alert_policy: {
    id: "projects/{project}/alertPolicies/{#}",
    computed: {
      name: ({ key }) => key,
      creation_record: ({ now }) => [{ mutate_time: now, mutated_by: "sandbox" }],
      "conditions.name": ({ key, digits }) => `${key}/conditions/${digits("condition", 19)}`,
    },
    defaults: { enabled: true },
    forceNew: ["project"],
  },
  google_monitoring_notification_channel: {
    id: "projects/{project}/notificationChannels/{#}",
    computed: { name: ({ key }) => key, verification_status: "" },
    defaults: { enabled: true, force_delete: false },
    forceNew: ["project"],
  },
  google_monitoring_uptime_check_config: {
    id: "projects/{project}/uptimeCheckConfigs/{#}",
    computed: {
      name: ({ key }) => key,
      uptime_check_id: ({ key }) => key.slice(key.lastIndexOf("/") + 1),
      checker_type: "STATIC_IP_CHECKERS",
    },
    defaults: { period: "300s" },
    forceNew: ["project", "monitored_resource", "resource_group"],
  },
  google_monitoring_dashboard: { id: "projects/{project}/dashboards/{#}", forceNew: ["project"] },
  google_monitoring_custom_service: {
    id: (object) => text(object, "name") ?? "",
    key: "projects/{project}/services/{service_id}",
    computed: {
      service_id: ({ digest }) => digest("service", 22),
      name: ({ object, projectNumber }) => `projects/${projectNumber()}/services/${text(object, "service_id") ?? ""}`,
    },
    forceNew: ["service_id", "project"],
  },
  google_monitoring_service: {
    id: (object) => text(object, "name") ?? "",
    key: "projects/{project}/services/{service_id}",
    computed: {
      name: ({ object, projectNumber }) => `projects/${projectNumber()}/services/${text(object, "service_id") ?? ""}`,
      telemetry: () => [],
    },
    forceNew: ["service_id", "project", "basic_service"],
  },
  google_monitoring_slo: {
    id: (object) => text(object, "name") ?? "",
    key: "projects/{project}/services/{service|last}/serviceLevelObjectives/{slo_id}",
    computed: {
      slo_id: ({ digest }) => digest("slo", 22),
      name: ({ object, projectNumber }) =>
        `projects/${projectNumber()}/services/${(text(object, "service") ?? "").split("/").pop() ?? ""}/serviceLevelObjectives/${text(object, "slo_id") ?? ""}`,
    },
    forceNew: ["service", "slo_id", "project"],
  },
  google_monitoring_group: {
    id: "projects/{project}/groups/{#}",
    computed: { name: ({ key }) => key },
    forceNew: ["project"],
  },
  google_logging_metric: {
    id: "{name}",
    key: "projects/{project}/metrics/{name}",
    computedBlocks: {
      metric_descriptor: () => [{ unit: "1", value_type: "INT64", metric_kind: "DELTA", display_name: "", labels: [] }],
    },
    forceNew: ["name", "project"],
  },
  google_logging_project_sink: {
    id: "projects/{project}/sinks/{name}",
    computed: {
      writer_identity: ({ projectNumber }) =>
        `serviceAccount:service-${projectNumber()}@gcp-sa-logging.iam.gserviceaccount.com`,
    },
    defaults: { unique_writer_identity: true },
    forceNew: ["name", "project"],
  },
  google_logging_project_bucket_config: {
    id: "projects/{project}/locations/{location}/buckets/{bucket_id}",
    computed: { name: "projects/{project}/locations/{location}/buckets/{bucket_id}", lifecycle_state: "ACTIVE" },
    defaults: { retention_days: 30 },
    idempotent: true,
    forceNew: ["project", "location", "bucket_id"],
  },
  google_logging_project_exclusion: { id: "projects/{project}/exclusions/{name}", forceNew: ["name", "project"] },
  google_billing_budget: {
    id: "billingAccounts/{billing_account}/budgets/{#}",
    computed: { name: ({ key }) => key.slice(key.lastIndexOf("/") + 1) },
    forceNew: ["billing_account"],
  },
};
