import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { chartHash, workloadChartDirectory } from "../../../constructs/helm/chart-directory";
import { type ChartValues } from "../../../constructs/helm/chart-values";
import { valuesDocument } from "../../../constructs/helm/values-document";
import { HelmRelease, type HelmReleaseProps } from "../../../constructs/helm/workload-release";
import { ValidationError } from "../../../constructs/core/validation";
import { cliscaleLikeValues } from "../../support/chart-values";
import { newStack, render, renderStack } from "../../support/synth";

const release = (props: Partial<HelmReleaseProps> = {}) =>
  render((stack) => new HelmRelease(stack, "Release", propsWith(props))).only("helm_release");

const propsWith = (props: Partial<HelmReleaseProps>): HelmReleaseProps => ({
  name: "cliscale",
  namespace: "ws-cli",
  values: cliscaleLikeValues(),
  ...props,
});

/** The message that the release is refused with. */
function refusal(props: Partial<HelmReleaseProps>): string {
  try {
    new HelmRelease(newStack(), "Release", propsWith(props));
  } catch (error) {
    if (ValidationError.isValidationError(error)) {
      return error.message;
    }
    throw error;
  }
  throw new Error("nothing was refused");
}

function withController(change: object): ChartValues {
  const values = cliscaleLikeValues();
  Object.assign(values.workloads?.controller ?? {}, change);
  return values;
}

const withEnv = (env: Record<string, string>): ChartValues => withController({ env });

const temporary: string[] = [];
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "helm-release-"));
  temporary.push(folder);
  return folder;
}
afterAll(() => temporary.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe("HelmRelease", () => {
  it("waits for pods and jobs, and rolls back what doesn't get ready", () => {
    expect(release()).toMatchObject({
      name: "cliscale",
      namespace: "ws-cli",
      atomic: true,
      cleanup_on_fail: true,
      wait: true,
      wait_for_jobs: true,
      timeout: 1800,
      upgrade_install: true,
      create_namespace: false,
      max_history: 10,
    });
  });

  it.each([60, 7200])("waits %d seconds when it is told to", (timeoutSeconds) => {
    expect(release({ timeoutSeconds }).timeout).toBe(timeoutSeconds);
  });

  it("passes complete values as one document and sets nothing beside it", () => {
    const rendered = release();
    const documents = rendered.values as readonly string[];
    expect(documents).toHaveLength(1);
    expect(JSON.parse(documents[0] ?? "")).toMatchObject({
      workloads: { controller: { replicas: { min: 2 }, cloudSqlProxy: { port: 5432 } } },
    });
    expect(Object.keys(rendered).filter((key) => key.startsWith("set"))).toEqual([]);
  });

  it("tells its resolved values", () => {
    const built = new HelmRelease(newStack(), "Release", propsWith({}));
    expect(built.values.workloads["ws-gateway"]?.replicas).toEqual({ min: 3, max: 12, targetCpuPercent: 60 });
    expect(built.ready).toHaveLength(1);
  });

  it("comes after what it is told to", () => {
    const stack = newStack();
    const first = new HelmRelease(stack, "First", propsWith({ name: "first" }));
    new HelmRelease(stack, "Second", propsWith({ name: "second", dependsOn: first.ready }));
    const rendered = renderStack(stack);
    expect(rendered.where("helm_release", "name", "second").depends_on).toEqual([
      expect.stringMatching(/^helm_release\.First/),
    ]);
    expect(rendered.where("helm_release", "name", "first").depends_on).toBeUndefined();
  });

  it("refers to its name, so that whoever uses it comes later", () => {
    const stack = newStack();
    const built = new HelmRelease(stack, "Release", propsWith({}));
    new TerraformOutput(stack, "name", { value: built.releaseName });
    expect(renderStack(stack).json.output).toMatchObject({
      name: { value: expect.stringMatching(/^\$\{helm_release\./) as unknown },
    });
  });
});

describe("HelmRelease brings the chart along", () => {
  const synthesize = (chart?: string): { folder: string; chart: string } => {
    const stack = newStack();
    new HelmRelease(stack, "Release", propsWith({ chart }));
    const folder = join(Testing.fullSynth(stack), "stacks", stack.node.id);
    const json = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
      resource: { helm_release: Record<string, { chart: string }> };
    };
    return { folder, chart: Object.values(json.resource.helm_release)[0]?.chart ?? "" };
  };

  it("as a folder beside the stack's configuration, where Terraform runs", () => {
    const { folder, chart } = synthesize();
    expect(chart).toMatch(/^\.\/assets\/Release_Chart_[0-9A-F]{8}\/[0-9a-f]{16}$/);
    expect(existsSync(join(folder, chart, "Chart.yaml"))).toBe(true);
    expect(readdirSync(join(folder, chart, "templates"))).toEqual(
      readdirSync(join(workloadChartDirectory(), "templates")),
    );
  });

  it("under the same path from every working copy, and without any path of this machine", () => {
    const copy = join(temporaryFolder(), "another", "place");
    cpSync(workloadChartDirectory(), copy, { recursive: true });
    const here = synthesize();
    const there = synthesize(copy);
    expect(there.chart).toBe(here.chart);
    expect(readFileSync(join(there.folder, "cdk.tf.json"), "utf8")).toBe(
      readFileSync(join(here.folder, "cdk.tf.json"), "utf8"),
    );
    expect(readFileSync(join(here.folder, "cdk.tf.json"), "utf8")).not.toContain(workloadChartDirectory());
  });

  it("under another path when a template changes, but not when the README does", () => {
    const copy = join(temporaryFolder(), "chart");
    cpSync(workloadChartDirectory(), copy, { recursive: true });
    const before = chartHash(copy);
    writeFileSync(join(copy, "README.md"), "other words");
    expect(chartHash(copy)).toBe(before);
    writeFileSync(join(copy, "templates", "services.yaml"), "# nothing");
    expect(chartHash(copy)).not.toBe(before);
  });

  it("refuses a folder without a chart", () => {
    expect(refusal({ chart: "no/such/chart" })).toContain(
      "'chart' must be a folder with a Chart.yaml, got 'no/such/chart'",
    );
  });
});

describe("HelmRelease refuses", () => {
  it("wrong props and wrong values in one message", () => {
    const message = refusal({ name: "Cliscale", timeoutSeconds: 59, values: withController({ image: "controller" }) });
    expect(message).toContain("HelmRelease at test/Release:");
    expect(message).toContain("'name' must have 1 to 53 lowercase letters, digits or hyphens");
    expect(message).toContain("'timeoutSeconds' must be a whole number between 60 and 7200 seconds, got 59");
    expect(message).toContain("'values.workloads.controller.image' must be a complete image reference");
  });

  it.each([59, 7201])("a timeout of %d seconds", (timeoutSeconds) => {
    expect(refusal({ timeoutSeconds })).toContain(`between 60 and 7200 seconds, got ${timeoutSeconds}`);
  });

  it("a history too short for a rollback", () => {
    expect(refusal({ maxHistory: 1 })).toContain("'maxHistory' must be a whole number between 2 and 100, got 1");
    expect(release({ maxHistory: 2 }).max_history).toBe(2);
  });

  it.each(["default", "kube-system", "gke-gmp-system"])("the namespace %s", (namespace) => {
    expect(refusal({ namespace })).toContain(`'namespace' must be a namespace of your own, got '${namespace}'`);
  });

  it("a namespace that Kubernetes would refuse", () => {
    expect(refusal({ namespace: "WS_CLI" })).toContain("'namespace' must have 1 to 63 lowercase letters");
  });

  it("expressions that Terraform would evaluate", () => {
    const message = refusal({ values: withEnv({ A: "${HOME}", B: "%{ if true }", C: "$${HOME}" }) });
    expect(message).toContain("'values.workloads.controller.env.A' must hold no ${ or %{ of its own");
    expect(message).toContain("'values.workloads.controller.env.B' must hold no");
    expect(message).not.toContain("env.C");
  });
});

describe("HelmRelease refuses what looks like a secret", () => {
  const pem = `-----BEGIN ${"RSA PRIVATE"} KEY-----\nMIIB\n-----END ${"RSA PRIVATE"} KEY-----`;

  it.each<[string, Record<string, string>, string]>([
    ["a password", { DB_PASSWORD: "hunter2hunter2" }, "the value of a secret"],
    ["a token", { discordToken: "abc" }, "the value of a secret"],
    ["an encryption key", { ENCRYPTION_KEY: "abc" }, "the value of a secret"],
    ["a private key", { CERT: pem }, "a PEM block"],
    ["a connection string", { URL: "postgres://app:hunter2@10.0.0.3:5432/app" }, "a connection string with a password"],
    ["a keyword connection string", { DSN: "host=10.0.0.3 password=hunter2" }, "a connection string with a password"],
    ["a web token", { X: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl" }, "a JSON Web Token"],
    ["an access token", { X: `ghp_${"a".repeat(36)}` }, "an access token"],
  ])("%s", (_, env, what) => {
    const message = refusal({ values: withEnv(env) });
    expect(message).toContain(
      `'values.workloads.controller.env.${Object.keys(env)[0]}' must hold no secret, but it looks like ${what}`,
    );
    expect(message).toContain("put it into Secret Manager");
    expect(message).not.toContain(Object.values(env)[0]);
  });

  it("in arguments and commands too", () => {
    expect(refusal({ values: withController({ args: ["--db-password=hunter2"] }) })).toContain(
      "'values.workloads.controller.args[0]' must hold no secret, but it looks like an argument with a secret",
    );
  });

  it("behind a reference too, because a reference to a secret would copy it into the state", () => {
    const password = new TerraformVariable(newStack(), "password", { sensitive: true });
    expect(refusal({ values: withEnv({ DB_PASSWORD: password.stringValue }) })).toContain("the value of a secret");
    expect(refusal({ values: withEnv({ URL: `postgres://app:${password.stringValue}@127.0.0.1/app` }) })).toContain(
      "a connection string with a password",
    );
  });

  it("all of them at once", () => {
    const message = refusal({ values: withEnv({ A_SECRET: "x", B_TOKEN: "y", CERT: pem }) });
    expect(message.match(/must hold no secret/g)).toHaveLength(3);
  });

  it("but not what says where a secret is, how long it lives or how many tokens a model may use", () => {
    const values = withEnv({
      JWT_PRIVATE_KEY_FILE: "/secrets/jwt/private.pem",
      JWT_PRIVATE_KEY: "/secrets/jwt/private.pem",
      SESSION_SECRET: "projects/p/secrets/session/versions/latest",
      TOKEN_TTL_SECONDS: "3600",
      MAX_TOKENS: "4096",
      SECRET_NAME: "session",
      DATABASE_URL: "postgres://app@127.0.0.1:5432/app?sslmode=disable",
      PASSWORD_MIN_LENGTH: "12",
      KEYBOARD: "us",
    });
    expect(release({ values })).toBeDefined();
  });
});

describe("valuesDocument", () => {
  it("is what the values say once Terraform has put the references in", () => {
    const stack = new TerraformStack(Testing.app(), "document");
    const delicate = 'quote " backslash \\ line\nfeed ${"$"}{x}';
    const text = new TerraformVariable(stack, "text", { type: "string" });
    const number = new TerraformVariable(stack, "number", { type: "number", default: 3 });
    const list = new TerraformVariable(stack, "list", { type: "list(string)", default: ["a", 'b"'] });
    const values = {
      plain: 'quote " backslash \\ line\nfeed',
      escaped: "$${HOME} and %%{ if }",
      reference: text.stringValue,
      mixed: `"${text.stringValue}" \\ $\${HOME} %%{ \n${text.stringValue}"`,
      number: number.numberValue,
      list: list.listValue,
      absent: undefined,
      nested: [{ flag: true, none: null, count: 1 }],
    };
    new TerraformOutput(stack, "document", { value: valuesDocument(values) });
    const folder = join(Testing.fullSynth(stack), "stacks", "document");
    const terraform = (...args: readonly string[]): string =>
      execFileSync("terraform", [...args], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, TF_VAR_text: delicate, TF_IN_AUTOMATION: "1" },
      });
    terraform("init", "-input=false", "-no-color");
    terraform("apply", "-auto-approve", "-input=false", "-no-color");

    expect(JSON.parse(terraform("output", "-raw", "document"))).toEqual({
      plain: 'quote " backslash \\ line\nfeed',
      escaped: "${HOME} and %{ if }",
      reference: delicate,
      mixed: `"${delicate}" \\ \${HOME} %{ \n${delicate}"`,
      number: 3,
      list: ["a", 'b"'],
      nested: [{ flag: true, none: null, count: 1 }],
    });
  });
});
