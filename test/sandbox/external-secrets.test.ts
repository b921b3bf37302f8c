import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { resolveSettings, sandbox } from "../../environments";
import { Store } from "../../sandbox/cloud/store";
import { text } from "../../sandbox/plugin/values";
import { addCliscale } from "../../stacks/cliscale";
import { buildSandbox, Workspace, type Outcome } from "./terraform";

jest.setTimeout(300_000);

const ok = { code: 0, output: "" };
const failure = ({ code, output }: Outcome) => ({ code, output: code === 0 ? "" : output });

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: unknown;
  readonly rules?: unknown;
}

describe("cliscale, when the External Secrets Operator delivers its secrets", () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "external-secrets-")));
  const synthesized = join(directory, "stacks", "cliscale-sandbox");
  const workspace = new Workspace(buildSandbox(), synthesized, join(directory, "cloud"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const synth = (): void => {
    const secrets = { ...sandbox.secrets, delivery: "external-secrets" as const };
    const [settings] = resolveSettings([{ ...sandbox, secrets }]);
    const app = new App({ outdir: directory });
    if (settings !== undefined) addCliscale(app, settings);
    app.synth();
    workspace.serve();
  };
  const cluster = (kind: string): readonly Manifest[] =>
    new Store(workspace.cloud)
      .list("kubernetes_object")
      .map(({ attributes }) => JSON.parse(text(attributes, "manifest") ?? "{}") as Manifest)
      .filter((object) => object.kind === kind);
  const named = (kind: string, name: string): Manifest | undefined =>
    cluster(kind).find(({ metadata }) => metadata.name === name);

  it("deploys operator and release in one apply, and tells what it stands in for", async () => {
    synth();
    await workspace.init();
    const outcome = await workspace.run("apply", "-auto-approve");

    expect(failure(outcome)).toEqual(ok);
    expect(outcome.output).toContain("not downloaded: remote chart external-secrets 2.13.0");
    expect(cluster("SecretProviderClass")).toEqual([]);
    expect(cluster("CustomResourceDefinition").map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(["clustersecretstores.external-secrets.io", "externalsecrets.external-secrets.io"]),
    );
  });

  it("gives each workload a store of its own, which the operator reads as that workload", () => {
    const stores = cluster("ClusterSecretStore").map(({ metadata }) => metadata.name);
    const used = cluster("ExternalSecret").map(({ metadata, spec }) => {
      const { name } = (spec as { secretStoreRef: { name: string } }).secretStoreRef;
      return { name, own: metadata.name.startsWith(`${name.split(".").at(-1)}-`) };
    });

    expect(stores).toEqual(expect.arrayContaining(["ws-cli.cliscale.controller", "ws-cli.cliscale.ws-gateway"]));
    expect(new Set(used.map(({ name }) => name))).toEqual(new Set(stores));
    expect(used.filter(({ own }) => !own)).toEqual([]);
    expect(named("ClusterSecretStore", "ws-cli.cliscale.ws-gateway")?.spec).toEqual({
      conditions: [{ namespaces: ["ws-cli"] }],
      provider: {
        gcpsm: {
          projectID: sandbox.project,
          auth: { workloadIdentity: { serviceAccountRef: { name: "ws-cli-gateway", namespace: "ws-cli" } } },
        },
      },
    });
    expect(named("Role", "ws-gateway-secret-store")?.rules).toEqual([
      { apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: ["ws-cli-gateway"], verbs: ["create"] },
    ]);
    expect(JSON.stringify(named("ClusterRole", "external-secrets-controller"))).not.toContain("serviceaccounts/token");
  });

  it("keeps DATABASE_URL as an environment variable", () => {
    const secret = named("ExternalSecret", "controller-pg")?.spec as { target: { name: string } };

    expect(JSON.stringify(named("Deployment", "controller")?.spec)).toContain(
      JSON.stringify({
        name: "DATABASE_URL",
        valueFrom: { secretKeyRef: { name: secret.target.name, key: "DATABASE_URL" } },
      }),
    );
  });

  it("plans nothing a second time", async () => {
    expect(failure(await workspace.run("plan", "-detailed-exitcode"))).toEqual(ok);
  });

  it("destroys the release before the operator, and leaves nothing", async () => {
    const { output, ...outcome } = await workspace.run("destroy", "-auto-approve");
    const released = output.search(/helm_release\.Workload_Release_\S*: Destruction complete/);
    const operator = output.search(/helm_release\.Workload_ExternalSecrets_\S*: Destroying/);

    expect(failure({ ...outcome, output })).toEqual(ok);
    expect(released).toBeGreaterThan(-1);
    expect(operator).toBeGreaterThan(released);
    expect(workspace.objects()).toEqual([]);
  });

  it("is refused without the operator, in Helm's words", async () => {
    synth();
    const file = join(synthesized, "cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, object>> };
    const releases = stack.resource["helm_release"] ?? {};
    const [operator = ""] = Object.keys(releases).filter((id) => id.startsWith("Workload_ExternalSecrets"));
    delete releases[operator];
    const reference = `jsonencode(helm_release.${operator}.namespace)`;
    writeFileSync(file, JSON.stringify(stack).replaceAll(reference, 'jsonencode(\\"external-secrets\\")'));
    workspace.serve();

    const { code, output } = await workspace.run("apply", "-auto-approve");

    expect(code).toBe(1);
    expect(output).toContain('no matches for kind "ExternalSecret" in version "external-secrets.io/v1"');
    expect(output).toContain("ensure CRDs are installed first");
    expect(failure(await workspace.run("destroy", "-auto-approve"))).toEqual(ok);
  });
});
