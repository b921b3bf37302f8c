import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { TerraformStack, Token } from "cdktf";
import { Secret, SecretStore, SecretValue } from "../../../constructs/secret-manager";
import {
  ServiceAccount,
  WorkloadIdentity,
  type ServiceAccountProps,
  type WorkloadIdentityProps,
} from "../../../constructs/workload-identity";
import { newStack, renderStack, type Block } from "../../support/synth";

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const serviceAccount = (props: Partial<ServiceAccountProps> = {}, stack: TerraformStack = newStack()): ServiceAccount =>
  new ServiceAccount(stack, "Gateway", {
    project: "cliscale-test",
    accountId: "ws-cli-gateway",
    description: "The gateway of cliscale",
    ...props,
  });

/** A cluster as far as a workload identity sees it: any resource that must come first. */
const cluster = (stack: TerraformStack): WorkloadIdentityProps["cluster"] => {
  const standIn = new ComputeNetwork(stack, "Cluster", { name: "stand-in" });
  return { project: "cliscale-test", workloadPool: `${standIn.project}.svc.id.goog`, ready: [standIn] };
};

const workload = (props: Partial<WorkloadIdentityProps> = {}, stack: TerraformStack = newStack()): WorkloadIdentity =>
  new WorkloadIdentity(stack, "Workload", {
    cluster: cluster(stack),
    namespace: "ws-cli",
    kubernetesServiceAccount: "ws-cli-gateway",
    serviceAccount: serviceAccount({}, stack),
    ...props,
  });

describe("ServiceAccount", () => {
  it("is an account with a description, named by its ID, and without keys", () => {
    const result = renderStack(TerraformStack.of(serviceAccount()));

    expect(result.only("google_service_account")).toMatchObject({
      project: "cliscale-test",
      account_id: "ws-cli-gateway",
      display_name: "ws-cli-gateway",
      description: "The gateway of cliscale",
      depends_on: [like(/^google_project_service\..*iam/)],
    });
    expect(result.resources("google_service_account_key")).toEqual([]);
  });

  it("shows the name that the caller gives", () => {
    const account = renderStack(TerraformStack.of(serviceAccount({ displayName: "Gateway" }))).only(
      "google_service_account",
    );

    expect(account.display_name).toBe("Gateway");
  });

  it.each<[string, Partial<ServiceAccountProps>, string]>([
    [
      "an ID of 5 characters",
      { accountId: "a".repeat(5) },
      "'accountId' must have 6 to 30 lowercase letters, digits or hyphens",
    ],
    ["an ID of 31 characters", { accountId: "a".repeat(31) }, "'accountId' must have 6 to 30"],
    ["a project that is none", { project: "x" }, "'project' must have 6 to 30"],
    [
      "an empty description",
      { description: " " },
      "'description' must say what the account is for in 1 to 256 characters",
    ],
    [
      "a description of 257 characters",
      { description: "a".repeat(257) },
      "'description' must say what the account is for",
    ],
  ])("refuses %s", (_case, props, text) => {
    expect(() => serviceAccount(props)).toThrow(text);
  });

  it("accepts IDs of 6 and 30 characters and a description of 256", () => {
    expect(() => serviceAccount({ accountId: "a".repeat(6) })).not.toThrow();
    expect(() => serviceAccount({ accountId: "a".repeat(30), description: "a".repeat(256) })).not.toThrow();
  });
});

describe("ServiceAccount.fromEmail", () => {
  it("knows an account that exists without looking it up", () => {
    const account = ServiceAccount.fromEmail(newStack(), "Existing", {
      email: "builder@cliscale-ci.iam.gserviceaccount.com",
    });

    expect(account).toMatchObject({
      email: "builder@cliscale-ci.iam.gserviceaccount.com",
      serviceAccountId: "projects/cliscale-ci/serviceAccounts/builder@cliscale-ci.iam.gserviceaccount.com",
      grantMember: "serviceAccount:builder@cliscale-ci.iam.gserviceaccount.com",
      grantId: "cliscale-ci-builder",
    });
  });

  it.each([
    "builder",
    "builder@example.org",
    "123-compute@developer.gserviceaccount.com",
    Token.asString({ ref: "email" }),
  ])("refuses the address %s", (email) => {
    expect(() => ServiceAccount.fromEmail(newStack(), "Existing", { email })).toThrow(
      "'email' must be the literal address of a service account of a project",
    );
  });
});

describe("WorkloadIdentity", () => {
  it("lets one Kubernetes service account act as one Google service account, on that account alone", () => {
    const result = renderStack(TerraformStack.of(workload()));

    expect(result.only("google_service_account_iam_member")).toMatchObject({
      service_account_id: like(/^\$\{google_service_account\..*\.name\}$/),
      role: "roles/iam.workloadIdentityUser",
      member: like(
        /^serviceAccount:\$\{google_compute_network\.Cluster\.project\}\.svc\.id\.goog\[ws-cli\/ws-cli-gateway\]$/,
      ),
    });
    expect(result.resources("google_project_iam_member")).toEqual([]);
  });

  it("comes after the cluster, which makes the pool, and after the API that issues tokens", () => {
    const binding = renderStack(TerraformStack.of(workload())).only("google_service_account_iam_member");

    expect(binding.depends_on).toEqual([
      like(/^google_project_service\..*iamcredentials/),
      "google_compute_network.Cluster",
    ]);
  });

  it("names the account in the annotation of the Kubernetes service account", () => {
    const stack = newStack();
    const { annotations, serviceAccount: account } = workload({}, stack);

    expect(annotations).toEqual({ "iam.gke.io/gcp-service-account": account.email });
  });

  it("passes grants on to its Google service account, so that granting to both is granting once", () => {
    const stack = newStack();
    const identity = workload({}, stack);
    const store = new SecretStore(stack, "Secrets", { project: "cliscale-test" });
    const secret = new Secret(stack, "Secret", { store, name: "secret", value: SecretValue.supplied() });
    secret.grantAccess(identity);
    secret.grantAccess(identity.serviceAccount);

    expect(renderStack(stack).only("google_secret_manager_secret_iam_member").member).toMatch(
      /^\$\{google_service_account\..*\.member\}$/,
    );
  });

  it("shows the binding to wait for", () => {
    const stack = newStack();
    const identity = workload({}, stack);

    expect(identity.ready).toEqual([identity.node.findChild("Resource")]);
  });

  it("is also a principal of its own, for services that need no Google service account", () => {
    const stack = newStack();
    const { principal } = workload({}, stack);
    const store = new SecretStore(stack, "Secrets", { project: "cliscale-test" });
    const secret = new Secret(stack, "Secret", { store, name: "secret", value: SecretValue.supplied() });
    secret.grantAccess(principal);
    const result = renderStack(stack);

    expect(result.only("google_secret_manager_secret_iam_member").member).toMatch(
      /^principal:\/\/iam\.googleapis\.com\/projects\/\$\{data\.google_project\.[^}]*\.number\}\/locations\/global\/workloadIdentityPools\/\$\{google_compute_network\.Cluster\.project\}\.svc\.id\.goog\/subject\/ns\/ws-cli\/sa\/ws-cli-gateway$/,
    );
    const projects = Object.values((result.json.data?.google_project ?? {}) as Record<string, Block>);
    // not on the cluster: each change of it would make the number, and so the binding, unknown
    const dependsOn = [like(/^google_project_service\..*cloudresourcemanager/)];
    expect(projects).toEqual([expect.objectContaining({ project_id: "cliscale-test", depends_on: dependsOn })]);
  });

  it("makes its principal once, and none that nobody asks for", () => {
    const stack = newStack();
    const identity = workload({}, stack);

    expect(renderStack(stack).json).not.toHaveProperty("data");
    expect(identity.principal).toBe(identity.principal);
  });

  it.each<[string, Partial<WorkloadIdentityProps>, string]>([
    ["a namespace that is none", { namespace: "WS_CLI" }, "'namespace' must have 1 to 63 lowercase letters"],
    [
      "a name that is none",
      { kubernetesServiceAccount: "-x" },
      "'kubernetesServiceAccount' must have 1 to 63 lowercase letters",
    ],
    [
      "the default account of the namespace",
      { kubernetesServiceAccount: "default" },
      "'kubernetesServiceAccount' must not be the account that every pod of the namespace has when it names none, got 'default'; give the workload a service account of its own",
    ],
  ])("refuses %s", (_case, props, text) => {
    expect(() => workload(props)).toThrow(text);
  });
});
