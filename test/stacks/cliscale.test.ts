import { resolveSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { loadSchema } from "../../sandbox/schema/load";
import { type ProviderSchema } from "../../sandbox/schema/types";
import { changed, exampleEnvironments } from "../support/environments";
import { brokenReferences } from "../support/references";
import { renderApp, type Block, type Rendered } from "../support/synth";

const environments = exampleEnvironments();
const stacks = renderApp((app) => environments.forEach((settings) => addCliscale(app, settings)));
const names = ["cliscale-sandbox", "cliscale-dev", "cliscale-staging", "cliscale-prod"];

const twoStacks = renderApp((app) =>
  resolveSettings([changed("prod", { layout: "two-stacks" })]).forEach((settings) => addCliscale(app, settings)),
);

const stack = (name: string): Rendered => {
  const found = stacks.get(name) ?? twoStacks.get(name);
  if (found === undefined) {
    throw new Error(`no stack ${name}`);
  }
  return found;
};

/** `terraform_data` and `terraform_remote_state` are part of Terraform itself and stand in no bindings. */
const BUILT_IN: ProviderSchema = {
  name: "terraform",
  version: "built-in",
  protocol: 6,
  provider: { attributes: {}, blocks: {} },
  ephemeralResources: {},
  resources: {
    terraform_data: {
      attributes: {
        id: { type: "string" },
        input: { type: "dynamic" },
        output: { type: "dynamic" },
        triggers_replace: { type: "dynamic" },
      },
      blocks: {},
    },
  },
  dataSources: {
    terraform_remote_state: { attributes: { backend: { type: "string" }, outputs: { type: "dynamic" } }, blocks: {} },
  },
};
const providers = [
  ...(["google", "google-beta", "kubernetes", "helm", "random", "tls"] as const).map((name) => loadSchema(name)),
  BUILT_IN,
];

const values = (rendered: Rendered): string => String((rendered.only("helm_release").values as string[])[0]);
const outputs = (rendered: Rendered): Record<string, Block> => (rendered.json.output ?? {}) as Record<string, Block>;

describe("the application", () => {
  it("has one stack for each environment", () => {
    expect([...stacks.keys()].sort()).toEqual([...names].sort());
  });

  it("renders the same bytes again", () => {
    const again = renderApp((app) => environments.forEach((settings) => addCliscale(app, settings)));

    for (const name of names) {
      expect(JSON.stringify(again.get(name)?.json)).toBe(JSON.stringify(stack(name).json));
    }
  });

  it("becomes a platform and a workload in the layout two-stacks", () => {
    expect([...twoStacks.keys()].sort()).toEqual(["cliscale-prod-platform", "cliscale-prod-workload"]);
    expect(stack("cliscale-prod-platform").resources("helm_release")).toEqual([]);
    expect(stack("cliscale-prod-workload").resources("google_container_cluster")).toEqual([]);
    expect(stack("cliscale-prod-workload").resources("helm_release")).toHaveLength(1);
  });
});

describe.each(names)("%s", (name) => {
  it("is as the snapshot says", () => {
    expect({ ...stack(name).json, "//": undefined }).toMatchSnapshot();
  });
});

describe.each([...names, "cliscale-prod-platform", "cliscale-prod-workload"])("the references of %s", (name) => {
  it("all resolve, without a cycle", async () => {
    expect(await brokenReferences(stack(name).json, providers)).toEqual([]);
  });
});

describe("CliscaleStack", () => {
  const prod = stack("cliscale-prod");
  const sandbox = stack("cliscale-sandbox");

  it("keeps its state in the environment's bucket, and the sandbox's beside the working copy", () => {
    const backend = (rendered: Rendered) => (rendered.json.terraform as { backend: unknown }).backend;

    expect(backend(prod)).toEqual({
      gcs: { bucket: environments.find(({ name }) => name === "prod")?.stateBucket, prefix: "cliscale-prod" },
    });
    expect(backend(sandbox)).toEqual({ local: { path: "../../../terraform.cliscale-sandbox.tfstate" } });
  });

  it("writes no absolute path", () => {
    for (const name of names) {
      expect(JSON.stringify(stack(name).json)).not.toContain(process.cwd());
    }
  });

  it("says what a person needs next, and no secret", () => {
    expect(Object.keys(outputs(sandbox)).sort()).toEqual(
      [
        "address",
        "cluster_name",
        "database_connection_name",
        "get_credentials_command",
        "name_servers",
        "namespace",
        "nat_addresses",
        "registry",
        "url",
        "websocket_url",
      ].sort(),
    );
  });

  it("keeps every secret out of plan and state: only write-only arguments take ephemeral values", () => {
    for (const name of names) {
      const takers = [
        ...JSON.stringify({ ...stack(name).json, ephemeral: undefined }).matchAll(
          /"([a-z_]+)":"(?:[^"\\]|\\.)*ephemeral\.[a-z]/g,
        ),
      ].map((match) => match[1]);
      expect(takers.length).toBeGreaterThan(0);
      expect(new Set(takers)).toEqual(new Set(["secret_data_wo", "password_wo"]));
    }
  });

  it.each([
    ["controller", "ws-cli-controller"],
    ["gateway", "ws-cli-gateway"],
    ["runner", "cliscale-runner"],
    ["migrate", "ws-cli-migrate"],
  ])(
    "C3: lets one Kubernetes service account act as the %s's account, after the cluster",
    (part, kubernetesServiceAccount) => {
      const bindings = prod
        .resources("google_service_account_iam_member")
        .filter((binding) => String(binding.member).endsWith(`[ws-cli/${kubernetesServiceAccount}]`));

      expect(bindings).toHaveLength(1);
      expect(bindings[0]).toMatchObject({ role: "roles/iam.workloadIdentityUser" });
      expect(String(bindings[0]?.service_account_id)).toMatch(new RegExp(`Identities_${part}-account`));
      expect(String(bindings[0]?.depends_on)).toContain("google_container_cluster.");
    },
  );

  it("C3: binds no impersonation role on a project", () => {
    const roles = prod.resources("google_project_iam_member").map((binding) => binding.role);

    expect(roles.length).toBeGreaterThan(0);
    expect(
      roles.filter(
        (role) =>
          /workloadIdentityUser|serviceAccount/.test(String(role)) &&
          role !== "roles/container.defaultNodeServiceAccount",
      ),
    ).toEqual([]);
  });

  it("C7: hands the pool's size to both services", () => {
    expect(values(prod).match(/DB_MAX_CONNECTIONS[^,]*20/g)).toHaveLength(2);
    expect(values(prod).match(/DB_IDLE_TIMEOUT_MILLIS[^,]*30000/g)).toHaveLength(2);
  });

  it("C11: lets the gateway read the public key and the database URL, and only the controller the private key", () => {
    const readers = (secret: string) =>
      prod
        .resources("google_secret_manager_secret_iam_member")
        .filter((binding) => String(binding.secret_id).includes(secret))
        .map((binding) => (/Identities_(\w+)-account/.exec(String(binding.member)) ?? [])[1])
        .sort();

    expect(readers("SessionKeys_Private")).toEqual(["controller"]);
    expect(readers("SessionKeys_Public")).toEqual(["controller", "gateway"]);
    expect(readers("DatabaseUrl")).toEqual(["controller", "gateway"]);
  });

  it("C15: takes the quota from the settings", () => {
    expect(values(prod)).toContain('"requests.cpu"');
    expect(values(sandbox)).toMatch(/"pods":\s*100/);
  });

  it("C18: limits session creation per address and per user, WebSocket connects, and everything else", () => {
    const limits = prod.resources("google_compute_security_policy_rule").filter((rule) => rule.action === "throttle");

    expect(limits.map(({ description }) => description)).toEqual([
      "limit-api-sessions-per-user",
      "limit-api-sessions-per-address",
      "limit-websocket-connects",
      "limit-other-requests",
    ]);
  });

  it("C26: makes the namespace outside the chart, with Pod Security restricted", () => {
    const [metadata] = [prod.only("kubernetes_namespace_v1").metadata].flat() as { labels: Record<string, string> }[];

    expect(metadata?.labels["pod-security.kubernetes.io/enforce"]).toBe("restricted");
  });

  it("C30: runs digests in prod", () => {
    expect(values(prod).match(/@sha256:[0-9a-f]{64}/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it("destroys the release before what pods need, and the cluster after it", () => {
    const release = prod.only("helm_release").depends_on as string[];

    for (const type of [
      "google_container_cluster",
      "google_secret_manager_secret_iam_member",
      "google_sql_user",
      "google_compute_security_policy_rule",
      "google_service_account_iam_member",
    ]) {
      expect(release.some((address) => address.startsWith(`${type}.`))).toBe(true);
    }
  });

  it("protects what holds data in prod and lets the sandbox go", () => {
    const protectedBy = (rendered: Rendered, type: string) =>
      rendered.resources(type).map(({ lifecycle }) => (lifecycle as Block | undefined)?.prevent_destroy);
    const types = [
      "google_sql_database_instance",
      "google_container_cluster",
      "google_kms_crypto_key",
      "google_secret_manager_secret",
      "google_artifact_registry_repository",
    ];

    for (const type of types) {
      expect(protectedBy(prod, type)).not.toContain(false);
      expect(protectedBy(prod, type)).toContain(true);
      expect(protectedBy(sandbox, type)).not.toContain(true);
    }
  });
});
