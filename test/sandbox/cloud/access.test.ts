import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_APIS_VARIABLE, hasByDefault } from "../../../sandbox/cloud/apis";
import { projectNumber } from "../../../sandbox/cloud/facts";
import { type Access, isGranted } from "../../../sandbox/cloud/grants";
import { type Operation } from "../../../sandbox/cloud/law";
import { law as apiEnabled } from "../../../sandbox/cloud/laws/api-enabled";
import { law as databaseIamUser } from "../../../sandbox/cloud/laws/database-iam-user";
import { law as memberExists } from "../../../sandbox/cloud/laws/member-exists";
import { law as serviceIdentity } from "../../../sandbox/cloud/laws/service-identity";
import { Store } from "../../../sandbox/cloud/store";
import { agentEmail } from "../../../sandbox/cloud/tables/iam";
import { type ObjectValue } from "../../../sandbox/plugin/values";
import { googleAccess } from "../../../sandbox/providers/google-access";

const directory = mkdtempSync(join(tmpdir(), "access-"));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;

type Existing = readonly [type: string, attributes: ObjectValue, key?: string];

function cloud(...objects: readonly Existing[]): Store {
  const store = new Store(join(directory, String((count += 1))));
  objects.forEach(([type, attributes, key = String(count)], index) =>
    store.create({ type, key: key === String(count) ? String(index) : key, created: "", attributes }),
  );
  return store;
}

const create = (type: string, after: ObjectValue): Operation => ({
  action: "create",
  type,
  key: "k",
  project: "p",
  now: "2026-02-01T00:00:00Z",
  before: null,
  after,
});

const APP = "app@p.iam.gserviceaccount.com";
const account: Existing = ["google_service_account", { email: APP, project: "p" }];

describe("a role for a service account", () => {
  const grant = (member: string) => create("google_project_iam_member", { project: "p", role: "roles/viewer", member });

  it("is refused as long as the account does not exist", () => {
    expect(memberExists(grant(`serviceAccount:${APP}`), cloud())).toEqual({
      message:
        "Error applying IAM policy: googleapi: Error 400: Service account app@p.iam.gserviceaccount.com does not exist., badRequest",
      advice: "Refer to google_service_account's member instead of writing it, so that the account is made first.",
      attribute: "member",
    });
    expect(memberExists(grant(`serviceAccount:${APP}`), cloud(account))).toBeUndefined();
  });

  it("is refused in a list of members as well, and let go with a delete", () => {
    const binding = create("google_secret_manager_secret_iam_binding", {
      members: ["user:a@b.c", `serviceAccount:${APP}`],
    });
    expect(memberExists(binding, cloud())?.attribute).toBe("members");
    expect(memberExists(binding, cloud(account))).toBeUndefined();
    expect(memberExists({ ...binding, action: "delete", before: binding.after, after: null }, cloud())).toBeUndefined();
  });

  it.each([
    "serviceAccount:app@other.iam.gserviceaccount.com",
    "user:somebody@p.example",
    "serviceAccount:p.svc.id.goog[ns/app]",
    "serviceAccount:123-compute@developer.gserviceaccount.com",
    `serviceAccount:service-${projectNumber("p")}@gcp-sa-nobody-knows.iam.gserviceaccount.com`,
    `serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com`,
  ])("lets pass %s, which nobody here can know", (member) => {
    expect(memberExists(grant(member), cloud())).toBeUndefined();
  });

  it.each([
    "pubsub.googleapis.com",
    "secretmanager.googleapis.com",
    "container.googleapis.com",
    "sqladmin.googleapis.com",
  ])("is refused to the agent of %s until somebody asked for it or used the service", (service) => {
    const member = `serviceAccount:${agentEmail(service, projectNumber("p"))}`;
    const violation = memberExists(grant(member), cloud());
    expect(violation?.message).toMatch(/Error 400: Service account service-\d+@.* does not exist\., badRequest$/);
    expect(violation?.advice).toContain("google_project_service_identity");
    const asked: Existing = ["google_project_service_identity", { service }, `projects/p/services/${service}`];
    expect(memberExists(grant(member), cloud(asked))).toBeUndefined();
  });

  it("is given to an agent whose service has something in the project, and only there", () => {
    const member = `serviceAccount:${agentEmail("pubsub.googleapis.com", projectNumber("p"))}`;
    expect(memberExists(grant(member), cloud(["google_pubsub_topic", { project: "p" }]))).toBeUndefined();
    expect(memberExists(grant(member), cloud(["google_pubsub_topic", { project: "other" }]))).toBeDefined();
  });

  it.each(["compute.googleapis.com", "storage.googleapis.com"])(
    "is given to the agent of %s at any time",
    (service) => {
      const member = `serviceAccount:${agentEmail(service, projectNumber("p"))}`;
      expect(memberExists(grant(member), cloud())).toBeUndefined();
    },
  );
});

describe("a service's agent", () => {
  const identity = create("google_project_service_identity", { service: "pubsub.googleapis.com" });

  it("is refused where the service's API is not enabled", () => {
    expect(serviceIdentity(identity, cloud())?.message).toBe(
      "Error creating Service Identity: googleapi: Error 400: Failed precondition when calling the ServiceConsumerManager: Consumer " +
        `${projectNumber("p")} should enable service:pubsub.googleapis.com before generating a service account., failedPrecondition`,
    );
    expect(serviceIdentity(identity, cloud(["google_project_service", {}, "p/other.googleapis.com"]))).toBeDefined();
  });

  it("is given where it is, and deleted at any time", () => {
    const enabled: Existing = ["google_project_service", {}, "p/pubsub.googleapis.com"];
    expect(serviceIdentity(identity, cloud(enabled))).toBeUndefined();
    const gone: Operation = { ...identity, action: "delete", before: identity.after, after: null };
    expect(serviceIdentity(gone, cloud())).toBeUndefined();
  });
});

describe("a database user that is a service account", () => {
  const user = (name: string, type: string | null = "CLOUD_IAM_SERVICE_ACCOUNT") =>
    create("google_sql_user", { name, type, instance: "db" });

  it("is refused as long as the account does not exist", () => {
    expect(databaseIamUser(user("app@p.iam"), cloud())?.message).toBe(
      "Error, failed to insert user app@p.iam into instance db: googleapi: Error 400: Invalid request: Provided CLOUD_IAM_SERVICE_ACCOUNT: " +
        `${APP}, does not exist., invalid`,
    );
    expect(databaseIamUser(user(APP), cloud())?.attribute).toBe("name");
    expect(databaseIamUser(user("app@p.iam"), cloud(account))).toBeUndefined();
  });

  it("is let pass when it is of another project or another kind, or goes", () => {
    expect(databaseIamUser(user("app@other.iam"), cloud())).toBeUndefined();
    expect(databaseIamUser(user("app@p.iam", null), cloud())).toBeUndefined();
    const gone = user("app@p.iam");
    expect(databaseIamUser({ ...gone, action: "delete", before: gone.after, after: null }, cloud())).toBeUndefined();
  });
});

describe("a project that automation made", () => {
  it("has no API that nobody asked for", () => {
    const alert = create("google_monitoring_alert_policy", {});
    expect(hasByDefault("monitoring.googleapis.com", {})).toBe(true);
    expect(hasByDefault("compute.googleapis.com", {})).toBe(false);
    expect(hasByDefault("monitoring.googleapis.com", { [DEFAULT_APIS_VARIABLE]: "none" })).toBe(false);
    expect(apiEnabled(alert, cloud())).toBeUndefined();
    process.env[DEFAULT_APIS_VARIABLE] = "none";
    try {
      expect(apiEnabled(alert, cloud())?.message).toContain(
        "Error 403: Cloud Monitoring API has not been used in project",
      );
      const enabled: Existing = ["google_project_service", {}, "p/monitoring.googleapis.com"];
      expect(apiEnabled(alert, cloud(enabled))).toBeUndefined();
    } finally {
      delete process.env[DEFAULT_APIS_VARIABLE];
    }
  });
});

describe("who has a role", () => {
  const member = `serviceAccount:${APP}`;
  const place = { type: "google_secret_manager_secret", argument: "secret_id", name: "projects/p/secrets/s" };
  const access: Access = { member, roles: ["roles/reader"], project: "p", place };
  const on = (secret: string, role: string, more: ObjectValue = {}): Existing => [
    "google_secret_manager_secret_iam_member",
    { secret_id: secret, role, member, ...more },
  ];
  const inProject = (role: string, more: ObjectValue = {}): Existing => [
    "google_project_iam_member",
    { project: "p", role, member, ...more },
  ];

  it("has it on the thing itself", () => {
    expect(isGranted(cloud(), access)).toBe(false);
    expect(isGranted(cloud(on("s", "roles/reader")), access)).toBe(true);
    expect(isGranted(cloud(on("projects/p/secrets/s", "roles/reader")), access)).toBe(true);
    expect(isGranted(cloud(on("other", "roles/reader")), access)).toBe(false);
    expect(isGranted(cloud(on("s", "roles/other")), access)).toBe(false);
    expect(isGranted(cloud(on("s", "roles/reader", { member: "user:a@b.c" })), access)).toBe(false);
  });

  it("has it on the project, by a basic role, or by one of the project's own", () => {
    expect(isGranted(cloud(inProject("roles/reader")), access)).toBe(true);
    expect(isGranted(cloud(inProject("roles/reader", { project: "other" })), access)).toBe(false);
    expect(isGranted(cloud(inProject("roles/owner")), access)).toBe(true);
    expect(isGranted(cloud(inProject("projects/p/roles/reader")), access)).toBe(true);
    expect(
      isGranted(
        cloud(["google_project_iam_binding", { project: "p", role: "roles/reader", members: [member] }]),
        access,
      ),
    ).toBe(true);
  });

  it("has it for what a condition names, and for nothing else", () => {
    const condition = [{ title: "one", expression: 'resource.name == "projects/p/instances/db-1"' }];
    const store = cloud(inProject("roles/reader", { condition }));
    expect(isGranted(store, { ...access, resource: "projects/p/instances/db-1" })).toBe(true);
    expect(isGranted(store, { ...access, resource: "projects/p/instances/db-2" })).toBe(false);
    expect(isGranted(store, access)).toBe(true);
  });
});

describe("what pods may do", () => {
  const cluster: ObjectValue = {
    project: "p",
    cluster_autoscaling: [{ auto_provisioning_defaults: [{ service_account: "nodes@p.iam.gserviceaccount.com" }] }],
    node_config: [{ service_account: "default" }],
  };
  const repository = { project: "p", location: "l", name: "r" };
  const made: Existing = ["google_artifact_registry_repository", {}, "projects/p/locations/l/repositories/r"];
  const database: Existing = ["google_sql_database_instance", {}, "projects/p/instances/db"];

  it("knows the accounts of nodes by their address", () => {
    const { nodeAccounts, project, projectNumber: number } = googleAccess(cloud(), cluster);
    expect(nodeAccounts).toEqual(["nodes@p.iam.gserviceaccount.com"]);
    expect([project, number]).toEqual(["p", projectNumber("p")]);
  });

  it("lets nodes pull from a repository of this cloud with a right to it alone", () => {
    const reader: Existing = [
      "google_artifact_registry_repository_iam_member",
      {
        repository: "r",
        role: "roles/artifactregistry.reader",
        member: "serviceAccount:nodes@p.iam.gserviceaccount.com",
      },
    ];
    const may = (...objects: readonly Existing[]) =>
      googleAccess(cloud(...objects), cluster).mayPull("nodes@p.iam.gserviceaccount.com", repository);
    expect(may()).toBeUndefined();
    expect(may(made)).toBe(false);
    expect(may(made, reader)).toBe(true);
  });

  it("knows the users of an instance of this cloud", () => {
    const user: Existing = ["google_sql_user", { instance: "db", name: "app", project: "p" }];
    const has = (...objects: readonly Existing[]) =>
      googleAccess(cloud(...objects), cluster).hasDatabaseUser({ project: "p", name: "db" }, "app");
    expect(has()).toBeUndefined();
    expect(has(database)).toBe(false);
    expect(has(database, user)).toBe(true);
    expect(has(database, ["google_sql_user", { instance: "other", name: "app", project: "p" }])).toBe(false);
  });

  it("lets a workload act as an account that binds it", () => {
    const own = "serviceAccount:p.svc.id.goog[ns/app]";
    const binding: Existing = [
      "google_service_account_iam_member",
      { service_account_id: `projects/p/serviceAccounts/${APP}`, role: "roles/iam.workloadIdentityUser", member: own },
    ];
    expect(googleAccess(cloud(), cluster).mayActAs(own, APP)).toBe(false);
    expect(googleAccess(cloud(binding), cluster).mayActAs(own, APP)).toBe(true);
    expect(googleAccess(cloud(), cluster).accountExists(APP)).toBe(false);
    expect(googleAccess(cloud(account), cluster).accountExists(APP)).toBe(true);
    expect(googleAccess(cloud(), cluster).accountExists("app@other.iam.gserviceaccount.com")).toBe(true);
  });

  it("lets it read secrets and use databases with their roles", () => {
    const member = `serviceAccount:${APP}`;
    const roles = (...names: readonly string[]) =>
      googleAccess(
        cloud(...names.map((role): Existing => ["google_project_iam_member", { project: "p", role, member }])),
        cluster,
      );
    const instance = { project: "p", name: "db" };
    const secret = `projects/${projectNumber("p")}/secrets/s`;
    expect(roles().mayReadSecret(member, secret)).toBe(false);
    expect(roles("roles/secretmanager.secretAccessor").mayReadSecret(member, secret)).toBe(true);
    expect(roles("roles/secretmanager.viewer").mayReadSecret(member, secret)).toBe(false);
    expect(roles("roles/cloudsql.client").mayUseDatabase(member, instance, "client")).toBe(true);
    expect(roles("roles/cloudsql.client").mayUseDatabase(member, instance, "login")).toBe(false);
    expect(roles("roles/cloudsql.instanceUser").mayUseDatabase(member, instance, "login")).toBe(true);
  });
});
