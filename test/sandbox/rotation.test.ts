import { createPrivateKey, createPublicKey } from "node:crypto";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import { parse } from "yaml";
import { SecretKeyPair, SecretStore, type SecretKeyPairProps } from "../../constructs/secret-manager";
import { resolveSettings, sandbox } from "../../environments";
import { unsealPayload } from "../../sandbox/cloud/payloads";
import { VERSION_TYPE } from "../../sandbox/cloud/secret-versions";
import { Store } from "../../sandbox/cloud/store";
import { text } from "../../sandbox/plugin/values";
import { addCliscale } from "../../stacks/cliscale";
import { buildSandbox, Workspace, type Outcome } from "./terraform";

const MINUTES = 60_000;
const FUTURE = "2999-01-01T00:00:00Z";
const PAST = "2001-01-01T00:00:00Z";

/** A simulated cloud in which a key's half is refused, or Terraform killed between the halves, when a test asks for it. */
const PLANTED = `
exports.law = ({ action, type, key }, cloud) => {
  const [, half, number] = /jwt-(public|private)\\/versions\\/(\\d+)$/.exec(key) ?? [];
  if (action !== "create" || type !== "${VERSION_TYPE}" || half === undefined) return undefined;
  if (process.env.TEST_REFUSE_HALF === half) return { message: "Error creating SecretVersion: googleapi: Error 503: planted" };
  const other = key.replace("jwt-" + half, half === "public" ? "jwt-private" : "jwt-public");
  if (process.env.TEST_KILL_AT !== number || cloud.get(type, other) === undefined) return undefined;
  process.kill(process.ppid, "SIGKILL");
  return { message: "nobody is left to hear this" };
};
`;

const directory = realpathSync(mkdtempSync(join(tmpdir(), "rotation-")));
// below node_modules, where its imports are found
const build = join(dirname(dirname(buildSandbox())), `rotation-${process.pid}`);
beforeAll(() => {
  cpSync(dirname(buildSandbox()), build, { recursive: true });
  writeFileSync(join(build, "cloud", "laws", "planted.js"), PLANTED);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
  rmSync(build, { recursive: true, force: true });
});

/** One stack, synthesized anew for each change of its settings, in one simulated cloud. */
class System {
  private readonly workspace: Workspace;
  private initialized = false;

  public constructor(
    private readonly name: string,
    private readonly add: (app: App) => TerraformStack,
  ) {
    const stackDirectory = join(directory, name, "stacks", this.synth());
    this.workspace = new Workspace(join(build, "main.js"), stackDirectory, join(directory, name, "cloud"));
  }

  public async apply(add = this.add): Promise<Outcome> {
    this.synth(add);
    this.workspace.serve();
    if (!this.initialized) {
      await this.workspace.init();
      this.initialized = true;
    }
    return this.workspace.run("apply", "-auto-approve");
  }

  public plan(): Promise<Outcome> {
    return this.workspace.run("plan", "-detailed-exitcode");
  }

  public destroy(): Promise<Outcome> {
    return this.workspace.run("destroy", "-auto-approve");
  }

  public objects(): readonly string[] {
    return this.workspace.objects();
  }

  /** Secret Manager's versions of a secret: number to whether it is enabled. */
  public versions(secret: string): Readonly<Record<string, boolean>> {
    const own = this.store.list(VERSION_TYPE).filter(({ key }) => key.includes(`/${secret}/`));
    return Object.fromEntries(
      own.map(({ attributes }) => [text(attributes, "version") ?? "", attributes["enabled"] !== false] as const),
    );
  }

  /** What `gcloud secrets versions disable` does. */
  public disable(secret: string, number: number): void {
    for (const version of this.store.list(VERSION_TYPE)) {
      if (!version.key.endsWith(`/${secret}/versions/${number}`)) continue;
      this.store.replace({ ...version, attributes: { ...version.attributes, enabled: false } });
    }
  }

  public payload(secret: string, number: number): string {
    const [{ key } = { key: "" }] = this.store
      .list(VERSION_TYPE)
      .filter((version) => version.key.endsWith(`/${secret}/versions/${number}`));
    return unsealPayload(this.store, VERSION_TYPE, key) ?? "";
  }

  /** The objects of a kind in the cluster, by name. */
  public cluster(kind: string): Readonly<Record<string, Manifest>> {
    const all = this.store
      .list("kubernetes_object")
      .map(({ attributes }) => JSON.parse(text(attributes, "manifest") ?? "{}") as Manifest);
    return Object.fromEntries(all.filter((one) => one.kind === kind).map((one) => [one.metadata.name, one]));
  }

  /** File to version number, as a SecretProviderClass says. */
  public files(name: string): Readonly<Record<string, string>> {
    const { parameters } = this.cluster("SecretProviderClass")[name]?.spec as { parameters: { secrets: string } };
    const entries = parse(parameters.secrets) as readonly { resourceName: string; path: string }[];
    return Object.fromEntries(
      entries.map(({ resourceName, path }) => [path, resourceName.replace(/^.*\/secrets\//, "")]),
    );
  }

  /** Each Deployment's pod template, which says whether its pods are replaced. */
  public pods(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.cluster("Deployment")).map(([name, { spec }]) => [name, JSON.stringify(spec["template"])]),
    );
  }

  private get store(): Store {
    return new Store(this.workspace.cloud);
  }

  private synth(add = this.add): string {
    const app = new App({ outdir: join(directory, this.name) });
    const stack = add(app);
    app.synth();
    return stack.node.id;
  }
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

const ok = { code: 0, output: "" };
const failure = ({ code, output }: Outcome) => ({ code, output: code === 0 ? "" : output });

function expectHalvesToFit(system: System, prefix: string, number: number, publicNumber = number): void {
  const fromPrivate = createPublicKey(createPrivateKey(system.payload(`${prefix}-private`, number)));
  const open = createPublicKey(system.payload(`${prefix}-public`, publicNumber));
  expect(fromPrivate.export({ format: "pem", type: "spki" })).toBe(open.export({ format: "pem", type: "spki" }));
}

async function withEnvironment<T>(name: string, value: string, run: () => Promise<T>): Promise<T> {
  process.env[name] = value;
  try {
    return await run();
  } finally {
    delete process.env[name];
  }
}

describe("cliscale, when its session keys are rotated", () => {
  const cliscale =
    (jwt: { version: number; previousReadableUntil?: string }) =>
    (app: App): TerraformStack => {
      const [settings] = resolveSettings([{ ...sandbox, secrets: { ...sandbox.secrets, versions: { jwt } } }]);
      const [stack] = settings === undefined ? [] : addCliscale(app, settings);
      if (stack === undefined) {
        throw new Error("no stack");
      }
      return stack;
    };
  const system = new System("cliscale", cliscale({ version: 1 }));
  const secret = (part: string) => `${sandbox.namePrefix ?? "cliscale-sandbox"}-jwt-${part}`;
  const mounted = (part: string, number: number) => `${secret(part)}/versions/${number}`;

  it(
    "begins with one key, in both files",
    async () => {
      expect(failure(await system.apply())).toEqual(ok);

      expect(system.files("controller-jwt")).toEqual({
        "private.pem": mounted("private", 1),
        "public.pem": mounted("public", 1),
        "public-previous.pem": mounted("public", 1),
      });
      expectHalvesToFit(system, secret("").slice(0, -1), 1);
    },
    5 * MINUTES,
  );

  it(
    "writes a new pair, restarts its readers once and keeps the old key readable",
    async () => {
      const before = { pods: system.pods(), runner: system.cluster("PodTemplate") };
      expect(failure(await system.apply(cliscale({ version: 2, previousReadableUntil: FUTURE })))).toEqual(ok);

      expect(system.versions(secret("public"))).toEqual({ 1: true, 2: true });
      expect(system.versions(secret("private"))).toEqual({ 1: true, 2: true });
      expect(system.versions(secret("pair"))).toEqual({ 1: false, 2: true });
      expectHalvesToFit(system, secret("").slice(0, -1), 2);
      expect(system.payload(secret("public"), 2)).not.toBe(system.payload(secret("public"), 1));
      expect(system.files("ws-gateway-jwt")).toEqual({
        "public.pem": mounted("public", 2),
        "public-previous.pem": mounted("public", 1),
      });
      const after = system.pods();
      expect(Object.keys(after).filter((name) => after[name] !== before.pods[name])).toEqual([
        "controller",
        "ws-gateway",
      ]);
      expect(system.cluster("PodTemplate")).toEqual(before.runner);

      const second = await system.plan();
      expect({ code: second.code, output: second.output.includes("No changes.") }).toEqual({ code: 0, output: true });
    },
    5 * MINUTES,
  );

  it(
    "disables the old key once its overlap is over and nothing mounts it, and restarts nobody",
    async () => {
      const before = system.pods();
      const outcome = await system.apply(cliscale({ version: 2, previousReadableUntil: PAST }));
      expect(failure(outcome)).toEqual(ok);

      expect(system.versions(secret("public"))).toEqual({ 1: false, 2: true });
      expect(system.versions(secret("private"))).toEqual({ 1: false, 2: true });
      expect(system.files("ws-gateway-jwt")).toEqual({
        "public.pem": mounted("public", 2),
        "public-previous.pem": mounted("public", 2),
      });
      expect(system.pods()).toEqual(before);
      const unmounted = outcome.output.search(/helm_release\.\S+: Modifications complete/);
      const disabled = outcome.output.search(/SessionKeys_Public_Version-1\S+: Destroying/);
      expect(unmounted).toBeGreaterThan(0);
      expect(disabled).toBeGreaterThan(unmounted);
      expect((await system.plan()).output).toContain("No changes.");
    },
    5 * MINUTES,
  );

  it(
    "leaves nothing",
    async () => {
      expect((await system.destroy()).output).toContain("Destroy complete!");
      expect(system.objects()).toEqual([]);
    },
    5 * MINUTES,
  );
});

describe("A SecretKeyPair", () => {
  const keys =
    (props: Partial<SecretKeyPairProps>) =>
    (app: App): TerraformStack => {
      const stack = new TerraformStack(app, "keys");
      new GoogleProvider(stack, "google", { project: "cliscale-test", region: "europe-west1" });
      const store = new SecretStore(stack, "Store", { project: "cliscale-test", deletionProtection: false });
      new SecretKeyPair(stack, "Jwt", { store, name: "jwt", algorithm: "ES256", ...props });
      return stack;
    };

  it(
    "is completed with the same pair by the next run, whichever half was refused or wherever Terraform was killed",
    async () => {
      const system = new System("interrupted", keys({ version: 1 }));
      expect(failure(await system.apply())).toEqual(ok);

      const refused = await withEnvironment("TEST_REFUSE_HALF", "public", () => system.apply(keys({ version: 2 })));
      expect(refused.output).toContain("Error 503: planted");
      expect([Object.keys(system.versions("jwt-private")), Object.keys(system.versions("jwt-public"))]).toEqual([
        ["1", "2"],
        ["1"],
      ]);
      expect(failure(await system.apply(keys({ version: 2 })))).toEqual(ok);
      expectHalvesToFit(system, "jwt", 2);

      const killed = await withEnvironment("TEST_KILL_AT", "3", () => system.apply(keys({ version: 3 })));
      expect(killed.code).not.toBe(0);
      const written = [system.versions("jwt-private")["3"], system.versions("jwt-public")["3"]];
      expect(written.filter((enabled) => enabled === true)).toHaveLength(1);
      expect(failure(await system.apply(keys({ version: 3 })))).toEqual(ok);
      expectHalvesToFit(system, "jwt", 3);

      expect(system.versions("jwt-pair")).toEqual({ 1: false, 2: false, 3: true });
      expect(system.versions("jwt-private")).toEqual({ 1: false, 2: false, 3: true });
      expect((await system.plan()).output).toContain("No changes.");
    },
    5 * MINUTES,
  );

  it(
    "stays disabled when somebody disables it, until the version is raised, and is destroyed all the same",
    async () => {
      const system = new System("disabled", keys({ version: 1 }));
      expect(failure(await system.apply())).toEqual(ok);
      system.disable("jwt-private", 1);

      const refused = await system.apply(keys({ version: 1 }));
      expect(refused.code).toBe(1);
      expect(refused.output).toContain(
        "Somebody disabled the current version of this secret. Raise the version by one",
      );
      expect(system.versions("jwt-private")).toEqual({ 1: false });
      expect(failure(await system.apply(keys({ version: 2 })))).toEqual(ok);
      expectHalvesToFit(system, "jwt", 2);
      expect(system.versions("jwt-private")).toEqual({ 1: false, 2: true });

      // as a destroy leaves it that is cut off before it has written its state
      for (const secret of ["jwt-pair", "jwt-private", "jwt-public"]) system.disable(secret, 2);
      expect((await system.apply(keys({ version: 2 }))).output).toContain("gcloud secrets versions enable");
      expect(failure(await system.destroy())).toEqual(ok);
      expect(system.objects()).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    "begins during an overlap with an older valid pair, the current one being the latest",
    async () => {
      const overlapping = (readableUntil: string) => keys({ version: 5, previous: { readableUntil } });
      const system = new System("begins", overlapping(FUTURE));
      expect(failure(await system.apply())).toEqual(ok);

      expect(system.versions("jwt-public")).toEqual({ 1: true, 2: true });
      expectHalvesToFit(system, "jwt", 1);
      expectHalvesToFit(system, "jwt", 2);
      expect(JSON.parse(system.payload("jwt-pair", 1))).toEqual({
        privateKey: system.payload("jwt-private", 2),
        publicKey: system.payload("jwt-public", 2),
      });

      expect(failure(await system.apply(overlapping(PAST)))).toEqual(ok);
      expect(system.versions("jwt-public")).toEqual({ 1: false, 2: true });
      const movedOn = await system.apply(overlapping(FUTURE));
      expect(movedOn.output).toContain(
        "the end of its overlap was moved on after it had passed. Raise the version by one",
      );
      expect(failure(await system.apply(keys({ version: 6 })))).toEqual(ok);
      expectHalvesToFit(system, "jwt", 4);
      expect(system.versions("jwt-public")).toEqual({ 1: false, 2: false, 3: false, 4: true });
    },
    5 * MINUTES,
  );
});
