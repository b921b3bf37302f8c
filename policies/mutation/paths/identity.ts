import { type Block } from "../../rendered/rendered-stack";
import { MONITORING_PATHS } from "./identity-monitoring";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const NAME = harmless("a name: who needs it refers to it");
const WORDS = harmless("a text for people");
const IN_THE_PROVIDER = "the provider has the same project";
const project = butSame(hurts(set("another-project")), remove, IN_THE_PROVIDER);

/** Members that are more than the one that is meant, or somebody else. */
const WIDER = [
  set("allUsers"),
  set("allAuthenticatedUsers"),
  set("domain:cliscale.dev"),
  set("group:everybody@cliscale.dev"),
  set("user:somebody@gmail.com"),
  set("user:somebody@cliscale.dev"),
  set("serviceAccount:1-compute@developer.gserviceaccount.com"),
  set("principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/*"),
];

const hasCondition = ({ condition }: Block): boolean => condition !== undefined;

/** What IAM, projects and Pub/Sub render, and what watches them. */
export const IDENTITY_PATHS: PathTable = {
  ...MONITORING_PATHS,
  "data.google_project": {
    "": hurts(remove),
    depends_on: hurts(remove, dropEach),
    project_id: hurts(set("another-project")),
  },
  google_project_iam_member: {
    "": hurts(remove),
    condition: onlyWhen(hurts(remove), hasCondition, "a role that is for the whole project has none"),
    "condition.description": WORDS,
    "condition.expression": hurts(
      remove,
      set("true"),
      set('resource.type == "sqladmin.googleapis.com/Instance"'),
      set('resource.name.startsWith("projects/")'),
      set('resource.name == "projects/another-project/instances/db"'),
      set('resource.name == "projects/p/instances/db" || true'),
    ),
    "condition.title": WORDS,
    depends_on: hurts(remove, dropEach),
    member: hurts(remove, ...WIDER),
    project,
    role: hurts(
      remove,
      set("roles/owner"),
      set("roles/editor"),
      set("roles/viewer"),
      set("roles/cloudsql.admin"),
      set("roles/cloudsql.editor"),
      set("roles/cloudsql.viewer"),
      set("roles/container.admin"),
      set("roles/container.developer"),
      set("roles/container.nodeServiceAgent"),
      set("roles/compute.instanceAdmin.v1"),
      set("roles/iam.serviceAccountTokenCreator"),
      set("roles/iam.serviceAccountUser"),
      set("roles/iam.workloadIdentityUser"),
      set("roles/logging.viewer"),
      set("roles/resourcemanager.projectIamAdmin"),
      set("roles/secretmanager.secretAccessor"),
      set("roles/storage.admin"),
      set("roles/storage.objectViewer"),
    ),
  },
  google_project_service: {
    "": hurts(remove),
    disable_on_destroy: butSame(hurts(set(true)), remove, "an API is left on by default since google 6.0"),
    // one of them is for the project of the DNS zone
    project: hurts(set("another-project")),
    service: hurts(remove, set("translate.googleapis.com")),
  },
  google_project_service_identity: {
    "": hurts(remove),
    depends_on: hurts(remove, dropEach),
    project,
    provider: harmless("without it Terraform refuses the plan, since google has no such type"),
    service: hurts(set("storage.googleapis.com")),
  },
  google_pubsub_subscription: {
    "": hurts(remove),
    expiration_policy: hurts(remove),
    "expiration_policy.ttl": hurts(remove, set("86400s"), set("2678400s")),
    filter: hurts(
      remove,
      set('attributes.eventType = "SECRET_DELETE"'),
      set('attributes.eventType != "SECRET_ROTATE"'),
      set('NOT attributes.eventType = "SECRET_ROTATE"'),
    ),
    message_retention_duration: hurts(remove, set("600s"), set("3600s"), set("604800s")),
    name: NAME,
    project,
    topic: hurts(remove, set("projects/another-project/topics/another")),
  },
  google_pubsub_topic: {
    "": hurts(remove),
    depends_on: hurts(remove, dropEach),
    kms_key_name: hurts(remove, set("")),
    name: NAME,
    project,
  },
  google_pubsub_topic_iam_member: {
    "": hurts(remove),
    member: hurts(remove, ...WIDER),
    project,
    role: hurts(
      remove,
      set("roles/owner"),
      set("roles/editor"),
      set("roles/pubsub.admin"),
      set("roles/pubsub.viewer"),
      set("roles/pubsub.subscriber"),
    ),
    topic: hurts(remove, set("another")),
  },
  google_service_account: {
    "": hurts(remove, add({ disabled: true }), add({ create_ignore_already_exists: true })),
    account_id: NAME,
    depends_on: hurts(remove, dropEach),
    description: WORDS,
    display_name: WORDS,
    project,
  },
  google_service_account_iam_member: {
    "": hurts(remove),
    depends_on: hurts(remove, dropEach),
    member: hurts(
      remove,
      ...WIDER,
      set("serviceAccount:cliscale.svc.id.goog[ws-cli/*]"),
      set("serviceAccount:cliscale.svc.id.goog[*/*]"),
      set("serviceAccount:cliscale.svc.id.goog[ws-cli/default]"),
      set("serviceAccount:cliscale.svc.id.goog[default/default]"),
      set("serviceAccount:another-project.svc.id.goog[ws-cli/ws-cli-controller]"),
      set(
        "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/cliscale.svc.id.goog/namespace/ws-cli",
      ),
    ),
    role: hurts(
      remove,
      set("roles/owner"),
      set("roles/editor"),
      set("roles/iam.serviceAccountAdmin"),
      set("roles/iam.serviceAccountKeyAdmin"),
      set("roles/iam.serviceAccountTokenCreator"),
      set("roles/iam.serviceAccountUser"),
      set("roles/iam.serviceAccountViewer"),
    ),
    service_account_id: hurts(
      set("projects/another-project/serviceAccounts/another@another-project.iam.gserviceaccount.com"),
    ),
  },
};
