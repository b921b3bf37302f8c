import { grantOnProject } from "../../../constructs/core/project-grant";
import { resourceLevelBinding } from "../../../constructs/core/resource-level-roles";
import { RenderedStack } from "../../../policies/rendered/rendered-stack";
import { iamLeastPrivilege } from "../../../policies/rules/identity/iam-least-privilege";
import { ServiceAccount } from "../../../constructs/workload-identity";
import { newStack, renderStack } from "../../support/synth";

describe("grantOnProject", () => {
  const granted = (role: string) => {
    const stack = newStack();
    const grantee = new ServiceAccount(stack, "App", {
      project: "cliscale-test",
      accountId: "application",
      description: "App",
    });
    grantOnProject(stack, grantee, { project: "cliscale-test", role });
    return renderStack(stack);
  };

  it("binds a role that only a project has", () => {
    expect(granted("roles/cloudsql.client").only("google_project_iam_member")).toMatchObject({
      project: "cliscale-test",
      role: "roles/cloudsql.client",
    });
  });

  it("refuses a role that can be bound on one resource", () => {
    expect(() => granted("roles/secretmanager.secretAccessor")).toThrow(
      "'role' must be bound on the resource that it is needed for, because on a project it opens every resource of the kind, got 'roles/secretmanager.secretAccessor'; use the grant of that resource's construct, or google_secret_manager_secret_iam_member",
    );
  });
});

describe("resourceLevelBinding", () => {
  const judged = (role: string) => {
    const resource = {
      google_project_iam_member: { it: { role, member: "serviceAccount:a@p.iam.gserviceaccount.com" } },
    };
    const stack = new RenderedStack("stack", { resource });
    const [binding] = stack.resources;
    return binding === undefined ? undefined : iamLeastPrivilege.evaluate(binding, stack).status;
  };

  it.each([
    ["roles/secretmanager.secretVersionAdder", "google_secret_manager_secret_iam_member"],
    ["roles/artifactregistry.reader", "google_artifact_registry_repository_iam_member"],
    ["roles/storage.objectViewer", "google_storage_bucket_iam_member"],
    ["roles/storage.legacyBucketReader", "google_storage_bucket_iam_member"],
    ["roles/pubsub.publisher", "google_pubsub_topic_iam_member"],
    ["roles/pubsub.subscriber", "google_pubsub_subscription_iam_member"],
    ["roles/cloudkms.cryptoKeyEncrypterDecrypter", "google_kms_crypto_key_iam_member"],
    ["roles/iam.workloadIdentityUser", "google_service_account_iam_member"],
    ["roles/iam.serviceAccountTokenCreator", "google_service_account_iam_member"],
  ])("says where %s is bound, and the policy pack refuses it on a project, too", (role, binding) => {
    expect(resourceLevelBinding(role)).toBe(binding);
    expect(judged(role)).toBe("non-compliant");
  });

  it.each([
    "roles/cloudsql.client",
    "roles/cloudsql.instanceUser",
    "roles/container.defaultNodeServiceAccount",
    "roles/logging.logWriter",
    "roles/iam.serviceAccountAdmin",
    "roles/storage.admin",
  ])("knows no narrower binding of %s", (role) => {
    expect(resourceLevelBinding(role)).toBeUndefined();
  });

  it.each(["roles/cloudsql.client", "roles/logging.logWriter"])(
    "leaves %s to the policy pack, which takes it",
    (role) => {
      expect(judged(role)).toBe("compliant");
    },
  );
});
