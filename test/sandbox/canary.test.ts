import { generateKeyPairSync, randomBytes } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { App } from "cdktf";
import { unzipSync, zipSync } from "fflate";
import { EphemeralResource } from "../../constructs/core/ephemeral-resource";
import { Secret, SecretValue } from "../../constructs/secret-manager";
import { resolveSettings, sandbox, type EnvironmentInput } from "../../environments";
import { unsealPayload } from "../../sandbox/cloud/payloads";
import { VERSION_TYPE } from "../../sandbox/cloud/secret-versions";
import { Store } from "../../sandbox/cloud/store";
import { Journal, JOURNAL_VARIABLE, type JournaledRelease } from "../../sandbox/journal";
import { CliscaleStack } from "../../stacks/cliscale-stack";
import { CanarySearch, exemption, knownSecrets, SHORTEST, type Hit, type Known } from "../support/canary";
import { buildSandbox, filesBelow, Workspace } from "./terraform";

jest.setTimeout(600_000);

const FUTURE = "2999-01-01T00:00:00Z";
const STACK = "cliscale-sandbox";

/** Has every character that some notation writes differently. */
const CANARY = `The "canary"\n\\ \${value} %{if} <&> ü/+= ${randomBytes(36).toString("base64")}`;
const CANARY_SEARCH = new CanarySearch([{ source: "canary", value: CANARY }]);

/** Ways to write a text down, made with other means than those of the search. */
const FORMS: readonly (readonly [string, (value: string) => string | Buffer])[] = [
  ["as it is", (value) => value],
  ["cut off", (value) => value.slice(0, 60)],
  ["in base64", (value) => btoa(value.replace("ü", "\u00c3\u00bc"))],
  ["in base64, one character behind something", (value) => Buffer.from(`:${value}.`).toString("base64")],
  ["in base64, two characters behind something", (value) => Buffer.from(`::${value}.`).toString("base64")],
  ["in base64, in lines", (value) => Buffer.from(value).toString("base64").replace(/.{64}/g, "$&\n")],
  ["in base64 for URLs", (value) => Buffer.from(`:${value}`).toString("base64url")],
  ["in hex", (value) => Buffer.from(value).toString("hex")],
  ["in capital hex", (value) => Buffer.from(value).toString("hex").toUpperCase()],
  ["in a URL", (value) => new URL(`https://example.test/${encodeURIComponent(value)}`).href],
  ["in a form", (value) => new URLSearchParams({ value }).toString()],
  ["in JSON", (value) => JSON.stringify({ value })],
  ["in JSON as Go writes it", (value) => goJson({ value })],
  ["in JSON in JSON", (value) => goJson({ values: [goJson({ value })] })],
  ["in HCL", (value) => `value = ${JSON.stringify(value).replace(/[$%](?=\{)/g, "$&$&")}`],
  ["in UTF-16", (value) => Buffer.from(`\ufeff${value}`, "utf16le")],
  ["in UTF-16, the other way round", (value) => Buffer.from(`\ufeff${value}`, "utf16le").swap16()],
];

function goJson(value: unknown): string {
  const code = (character: string) => `\\u00${character.charCodeAt(0).toString(16)}`;
  return JSON.stringify(value).replace(/[<>&]/g, code);
}

/** Everything that a life of the system leaves on the machine lies below it. */
const root = realpathSync(mkdtempSync(join(tmpdir(), "canary-")));
const output = join(root, "output");
const cloud = join(root, "cloud");
const journal = new Journal(cloud);
const main = buildSandbox();

const environment = {
  [JOURNAL_VARIABLE]: "1",
  // of Terraform and of the providers, whose own output Terraform takes into its log
  TF_LOG: "TRACE",
  TF_LOG_PATH: join(root, "logs", "trace.log"),
  // what programs forget to remove
  TMPDIR: join(root, "tmp"),
  HOME: join(root, "home"),
};
const environmentBefore = { ...process.env };

beforeAll(() => {
  for (const folder of ["logs", "tmp", "home", "console"]) mkdirSync(join(root, folder));
  Object.assign(process.env, environment);
});
afterAll(() => {
  for (const name of Object.keys(environment)) {
    if (environmentBefore[name] === undefined) delete process.env[name];
    else process.env[name] = environmentBefore[name];
  }
  rmSync(root, { recursive: true, force: true });
});

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: object }[];
  }[];
}

/** cliscale, with the versions and the delivery of its secrets, and what it has no use for itself. */
function synth(secrets: EnvironmentInput["secrets"], { password = 1, maxReplicas = 3 } = {}): void {
  const controller = { ...sandbox.workloads.controller, maxReplicas };
  const [settings] = resolveSettings([
    { ...sandbox, workloads: { ...sandbox.workloads, controller }, secrets: { ...sandbox.secrets, ...secrets } },
  ]);
  if (settings === undefined) throw new Error("the sandbox has no settings");
  const app = new App({ outdir: output });
  const stack = new CliscaleStack(app, STACK, settings);
  signInWithPassword(stack, password);
  actAsAnother(stack);
  app.synth();
}

/** An application that can't use IAM: its password, and a connection string around it. */
function signInWithPassword(stack: CliscaleStack, version: number): void {
  const { database, secrets } = stack.platform;
  const { store } = secrets;
  const value = SecretValue.generated();
  const password = new Secret(stack, "ReportsPassword", {
    store,
    name: "reports-password",
    value,
    version,
    readers: 0,
  });
  const { userName } = database.addPasswordUser("reports", password.storedValue());
  const url = `postgresql://${userName}:${password.storedValue().value}@127.0.0.1:5432/reports?sslmode=disable`;
  new Secret(stack, "ReportsUrl", { store, name: "reports-url", value: SecretValue.composed(url), version });
}

/** A provider with an access token, as impersonation gives it. */
function actAsAnother(stack: CliscaleStack): void {
  const token = new EphemeralResource(stack, "Token", {
    type: "google_service_account_access_token",
    arguments: { target_service_account: "auditor@cliscale.test", scopes: ["cloud-platform"] },
  });
  const provider = new GoogleProvider(stack, "as-auditor", {
    alias: "auditor",
    project: sandbox.project,
    accessToken: token.value("access_token"),
  });
  new ProjectService(stack, "Assets", { provider, service: "cloudasset.googleapis.com", disableOnDestroy: false });
}

/** Runs a command to its end and keeps what it printed. */
async function run(workspace: Workspace, name: string, ...args: readonly string[]): Promise<string> {
  const { code, raw } = await workspace.run(...args);
  writeFileSync(join(root, "console", `${name}.txt`), raw);
  if (code !== 0) throw new Error(raw);
  return raw;
}

describe("cliscale, from its first deploy to its last destroy, with all logs on", () => {
  const workspace = new Workspace(main, join(output, "stacks", STACK), cloud);
  const payloads: string[] = [];
  let known: Known;
  let search: CanarySearch;

  /** Plans, looks at the plan, applies it, and looks at what came of it. The next step overwrites most of that. */
  const deploy = async (step: string): Promise<void> => {
    await run(workspace, `${step}-plan`, "plan", `-out=${step}.plan`);
    await run(workspace, `${step}-plan-json`, "show", "-json", `${step}.plan`);
    await run(workspace, `${step}-apply`, "apply", `${step}.plan`);
    await run(workspace, `${step}-output-json`, "output", "-json");
    await run(workspace, `${step}-show`, "show");
    const kept = join(root, "kept", step);
    const again = (path: string) => /\.plan$|terraform\.d$|\.terraform$/.test(path);
    cpSync(output, join(kept, "output"), { recursive: true, filter: (path) => !again(path) });
    cpSync(join(cloud, "objects"), join(kept, "objects"), { recursive: true });
    for (const file of filesBelow(root).filter((path) => dirname(path) === root))
      cpSync(file, join(kept, basename(file)));
    const store = new Store(cloud);
    payloads.push(...store.list(VERSION_TYPE).flatMap(({ key }) => unsealPayload(store, VERSION_TYPE, key) ?? []));
  };

  beforeAll(async () => {
    synth({ delivery: "files" });
    workspace.serve();
    await run(workspace, "init", "init");
    await deploy("deploy");
    const overlap = { version: 2, previousReadableUntil: FUTURE };
    synth({ delivery: "files", versions: { jwt: overlap, pg: overlap } }, { password: 2 });
    await deploy("rotate");
    synth({ delivery: "external-secrets", versions: { jwt: overlap, pg: overlap } }, { password: 2, maxReplicas: 4 });
    await deploy("update");
    const third = { version: 3 };
    synth({ delivery: "external-secrets", versions: { jwt: third, pg: third } }, { password: 3, maxReplicas: 4 });
    await deploy("rotate-again");
    await run(workspace, "destroy", "destroy", "-auto-approve");
    known = knownSecrets(cloud);
    search = new CanarySearch(known.secrets);
  });

  const swept = () => filesBelow(root).filter((file) => !known.files.includes(file));
  const filesOf = (pattern: RegExp) => swept().filter((file) => pattern.test(relative(root, file)));
  const releases = () =>
    readFileSync(join(journal.directory, "releases.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as JournaledRelease);

  /** How many different ones there are at least: each of four plans and four applies draws its own. */
  it.each([
    ["passwords, two of them", /^ephemeral random_password\.result$/, 16],
    ["private keys", /^ephemeral tls_private_key\.private_key_pem$/, 8],
    ["private keys in PKCS #8", /^ephemeral tls_private_key\.private_key_pem_pkcs8$/, 8],
    ["private keys for OpenSSH", /^ephemeral tls_private_key\.private_key_openssh$/, 8],
    ["access tokens", /^ephemeral google_service_account_access_token\.access_token$/, 8],
    // of two passwords, of which one is rotated twice, a URL around it, three pairs, and the database's address
    ["payloads of secrets", /^resource google_secret_manager_secret_version\.secret_data_wo$/, 1 + 3 + 3 + 3 * 2 + 1],
    ["payloads of secrets that are read back", /^ephemeral google_secret_manager_secret_version\.secret_data$/, 7],
    ["passwords of database users", /^resource google_sql_user\.password_wo$/, 1 + 3],
  ])("draws %s, which the journal knows", (_what, source, fewest) => {
    const values = known.secrets.filter((secret) => source.test(secret.source) && exemption(secret) === undefined);

    expect(new Set(values.map(({ value }) => value)).size).toBeGreaterThanOrEqual(fewest);
  });

  it("keeps every payload in Secret Manager, where the search finds it once it is unsealed", () => {
    const secret = (value: string) => known.secrets.find((one) => one.value === value);
    const secrets = payloads.map((value) => secret(value) ?? { source: "unknown", value });

    expect(payloads.length).toBeGreaterThan(40);
    expect(secrets.filter(({ source }) => source === "unknown")).toHaveLength(0);
    const wanted = secrets.filter((one) => exemption(one) === undefined);
    expect(wanted.length).toBeGreaterThan(30);
    expect(wanted.filter(({ value }) => search.content("payload", value).length === 0)).toHaveLength(0);
  });

  it("is searched for each single value: all are found in the journal", () => {
    const wanted = known.secrets.filter((secret) => exemption(secret) === undefined);
    const numbered = wanted.map(({ source, value }, index) => ({ source: `${index} of ${source}`, value }));
    const hits = known.files.flatMap((file) => new CanarySearch(numbered).file(file));
    const found = new Set(hits.map(({ source }) => numbered.find((secret) => secret.source === source)?.value));

    expect(wanted.filter(({ value }) => !found.has(value)).map(({ source }) => source)).toEqual([]);
  });

  it("leaves out two files only: the list of what is looked for, and the key of the simulated Secret Manager", () => {
    const all = filesBelow(root).map((file) => relative(root, file));
    const searched = new Set(swept().map((file) => relative(root, file)));

    expect(all.filter((file) => !searched.has(file)).sort()).toEqual([
      "cloud/journal/secrets.jsonl",
      "cloud/payload-key",
    ]);
    expect(known.files.map((file) => statSync(file).mode & 0o077)).toEqual([0, 0]);
    expect(statSync(journal.directory).mode & 0o077).toBe(0);
  });

  it("leaves no secret value anywhere", () => {
    const { hits, bytes } = search.files(swept());

    expect(hits).toEqual([]);
    expect(bytes).toBeGreaterThan(40e6);
  });

  it("has no client key of the cluster in the state, where Google would make one on request", () => {
    const state = JSON.parse(readFileSync(join(root, "kept", "deploy", `terraform.${STACK}.tfstate`), "utf8")) as State;
    const [cluster] = state.resources.filter(({ type }) => type === "google_container_cluster");

    expect(cluster?.instances[0]?.attributes).toMatchObject({ master_auth: [{ client_key: "" }] });
  });

  it("has no Secret in any release, whichever way its secrets are delivered", () => {
    const kinds = (delivery: string) =>
      new Set(
        releases()
          .filter(({ values }) => values.join().includes(delivery))
          .flatMap(({ manifests }) => manifests.map(({ kind }) => kind)),
      );
    const files = kinds("files");
    const operator = kinds('"external-secrets"');

    expect([files.has("SecretProviderClass"), files.has("Secret")]).toEqual([true, false]);
    // in a real cluster the operator makes the Secrets, so that values are in it by design, and only there
    expect([operator.has("ExternalSecret"), operator.has("Secret")]).toEqual([true, false]);
  });

  /** The files of each place, and a name for where there is none this time. */
  const PLACES: readonly (readonly [string, RegExp, string | undefined])[] = [
    ["the state", /^kept\/deploy\/terraform\.cliscale-sandbox\.tfstate$/, undefined],
    ["the state's backup", /^kept\/rotate\/terraform\.cliscale-sandbox\.tfstate\.backup$/, undefined],
    ["a saved plan", /^output\/.*\/update\.plan$/, undefined],
    ["a plan as JSON", /^console\/rotate-plan-json\.txt$/, undefined],
    ["the synthesized Terraform", /^output\/.*\/cdk\.tf\.json$/, undefined],
    ["the manifest of the synthesized stacks", /^output\/manifest\.json$/, undefined],
    ["the chart", /^output\/.*\/assets\/.*\/values\.yaml$/, undefined],
    ["Helm's values and the rendered manifests", /^cloud\/journal\/releases\.jsonl$/, undefined],
    ["a release in Terraform's words", /^kept\/update\/objects\/helm_release\/.*cliscale/, undefined],
    ["an object in the cluster", /^kept\/update\/objects\/kubernetes_object\/.*ExternalSecret/, undefined],
    ["an object in the cloud", /^kept\/rotate\/objects\/google_sql_user\/.*reports/, undefined],
    ["the outputs", /^console\/rotate-again-output-json\.txt$/, undefined],
    ["the log of Terraform and its providers", /^logs\/trace\.log$/, undefined],
    ["what the deploy printed", /^console\/deploy-apply\.txt$/, undefined],
    ["what the update printed", /^console\/update-apply\.txt$/, undefined],
    ["what the rotation printed", /^console\/rotate-apply\.txt$/, undefined],
    ["what the destroy printed", /^console\/destroy\.txt$/, undefined],
    ["Terraform's own directory", /^output\/.*\/\.terraform\/terraform\.tfstate$/, undefined],
    ["a crash log", /crash\.log$/, "output/stacks/cliscale-sandbox/crash.log"],
    ["a file that nobody removed", /^tmp\//, "tmp/cliscale-helm-1/values-0.yaml"],
    ["a home directory", /^home\//, "home/.cache/helm/content"],
  ];

  const fileOf = (pattern: RegExp, otherwise: string | undefined): string => {
    const [file = otherwise === undefined ? undefined : join(root, otherwise)] = filesOf(pattern);
    if (file === undefined) throw new Error(`there is no file ${pattern.source}`);
    return file;
  };

  it("finds values of each kind, planted in all places at once, and names exactly these places", () => {
    const kinds = ["random_password.result", "access_token", "secret_data_wo", "tls_private_key.private_key_pem_pkcs8"];
    const values = kinds.map(
      (kind) => known.secrets.find((one) => one.source.endsWith(kind) && exemption(one) === undefined)?.value ?? "",
    );
    const planted = PLACES.map(([, pattern, otherwise], index) => {
      const file = fileOf(pattern, otherwise);
      const value = Buffer.from(values[index % values.length] ?? "").toString("base64");
      return { file, takeBack: plant(file, value) };
    });
    const places = search.files(swept()).hits.map(({ place }) => place.replace(/!.*$/, ""));
    planted.forEach(({ takeBack }) => takeBack());

    expect([...new Set(places)].sort()).toEqual(planted.map(({ file }) => file).sort());
    expect(search.files(planted.map(({ file }) => file).filter((file) => existsSync(file))).hits).toEqual([]);
  });

  describe.each(PLACES)("with a canary in %s", (_place, pattern, otherwise) => {
    it.each(FORMS)("finds it %s, and does not repeat it", (_form, write) => {
      const file = fileOf(pattern, otherwise);
      const copy = join(root, "planted", basename(file));
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, existsSync(file) ? endOf(file) : "");
      const before = CANARY_SEARCH.file(copy);
      plant(copy, write(CANARY));
      const hits = CANARY_SEARCH.file(copy);
      rmSync(dirname(copy), { recursive: true });

      expect(before).toEqual([]);
      expect(hits.length).toBeGreaterThan(0);
      expect(hits.filter(({ place, source }) => !place.startsWith(copy) || source !== "canary")).toEqual([]);
      expect(JSON.stringify(hits)).not.toContain(CANARY.slice(0, SHORTEST));
    });
  });
});

/** Enough of a file to plant something in it. Archives are taken as they are. */
function endOf(file: string): Buffer {
  const content = readFileSync(file);
  return isZip(content) ? content : content.subarray(-65_536);
}

function isZip(content: Buffer): boolean {
  return content.subarray(0, 2).toString() === "PK";
}

/** Adds to the end of a file, which may be a saved plan or not be there. What it returns takes it back. */
function plant(file: string, content: string | Buffer): () => void {
  const before = existsSync(file) ? readFileSync(file) : undefined;
  const more = Buffer.from(content as string);
  mkdirSync(dirname(file), { recursive: true });
  if (before !== undefined && isZip(before)) {
    const parts = unzipSync(before);
    writeFileSync(file, zipSync({ ...parts, tfplan: Buffer.concat([parts["tfplan"] ?? Buffer.alloc(0), more]) }));
  } else {
    appendFileSync(file, more);
  }
  return () => (before === undefined ? rmSync(file) : writeFileSync(file, before));
}

describe("A stack that does everything wrong", () => {
  const workspace = new Workspace(main, join(root, "wrong"), join(root, "wrong", "cloud"));
  const PROVIDERS = {
    google: { source: "hashicorp/google", version: "6.50.0" },
    random: { source: "hashicorp/random", version: "3.7.2" },
    tls: { source: "hashicorp/tls", version: "4.1.0" },
  };
  const api = (name: string) => ({ service: `${name}.googleapis.com`, disable_on_destroy: false });
  const places = (hits: readonly Hit[], source: RegExp) => [
    ...new Set(
      hits.filter((hit) => source.test(hit.source)).map(({ place }) => relative(root, place).replace(/!.*$/, "")),
    ),
  ];

  it("is found out in each place that its secrets reach, with real Terraform", async () => {
    mkdirSync(workspace.directory, { recursive: true });
    workspace.write({
      terraform: { required_providers: PROVIDERS },
      provider: { google: { project: "p1", region: "europe-west1" } },
      resource: {
        google_project_service: { secrets: api("secretmanager"), clusters: api("container") },
        random_password: { main: { length: 40 } },
        tls_private_key: { main: { algorithm: "RSA" } },
        google_secret_manager_secret: {
          main: { secret_id: "main", replication: { auto: {} }, depends_on: ["google_project_service.secrets"] },
        },
        google_container_cluster: {
          main: {
            name: "main",
            location: "europe-west1",
            enable_autopilot: true,
            deletion_protection: false,
            master_auth: { client_certificate_config: { issue_client_certificate: true } },
            depends_on: ["google_project_service.clusters"],
          },
        },
        google_secret_manager_secret_version: {
          main: {
            secret: "${google_secret_manager_secret.main.id}",
            secret_data: "before ${random_password.main.result} behind",
          },
        },
      },
      output: {
        shown: { value: "${nonsensitive(base64encode(random_password.main.result))}" },
        hidden: { value: "${tls_private_key.main.private_key_pem_pkcs8}", sensitive: true },
      },
    });
    await run(workspace, "wrong-init", "init");
    await run(workspace, "wrong-apply", "apply", "-auto-approve");
    await run(workspace, "wrong-output", "output", "-json");
    await run(workspace, "wrong-plan", "plan", "-out=wrong.plan");
    await run(workspace, "wrong-plan-json", "show", "-json", "wrong.plan");
    const { secrets, files } = knownSecrets(workspace.cloud);
    const below = [...filesBelow(join(root, "wrong")), ...filesBelow(join(root, "console"))];
    const { hits } = new CanarySearch(secrets).files(below, files);

    expect(places(hits, /^resource random_password\.result$/).sort()).toEqual([
      "console/wrong-apply.txt",
      "console/wrong-output.txt",
      "console/wrong-plan-json.txt",
      expect.stringMatching(/^wrong\/cloud\/objects\/google_secret_manager_secret_version\//),
      "wrong/terraform.tfstate",
      "wrong/wrong.plan",
    ]);
    expect(places(hits, /\.client_key$/)).toContain("wrong/terraform.tfstate");
    expect(places(hits, /^resource tls_private_key\.private_key_pem_pkcs8$/).sort()).toEqual([
      "console/wrong-output.txt",
      "console/wrong-plan-json.txt",
      "wrong/terraform.tfstate",
      "wrong/wrong.plan",
    ]);
  });
});

describe("A CanarySearch", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
  const ofKey = new CanarySearch([{ source: "ephemeral tls_private_key.private_key_pem_pkcs8", value: pem }]);

  it.each<[string, () => string | Buffer]>([
    ["another PEM format", () => privateKey.export({ format: "pem", type: "pkcs1" })],
    ["the bytes of PKCS #8", () => privateKey.export({ format: "der", type: "pkcs8" })],
    ["the bytes of PKCS #1 in hex", () => privateKey.export({ format: "der", type: "pkcs1" }).toString("hex")],
    ["a JSON Web Key", () => JSON.stringify(privateKey.export({ format: "jwk" }))],
    ["a JSON Web Key in base64", () => Buffer.from(JSON.stringify({ key: pem })).toString("base64")],
    ["one line of its text", () => pem.split("\n")[12] ?? ""],
    ["its last line but one", () => pem.split("\n").at(-4) ?? ""],
    ["one line of its text in base64", () => Buffer.from(`key: ${pem.split("\n")[12] ?? ""}`).toString("base64")],
    ["a packed file", () => gzipSync(pem)],
    ["a file of a packed archive", () => Buffer.from(zipSync({ "tls.key": Buffer.from(pem) }))],
  ])("finds a private key as %s", (_what, write) => {
    expect(ofKey.content("", write()).length).toBeGreaterThan(0);
  });

  it.each<[string, () => string | Buffer]>([
    ["the public key in PEM", () => publicKey.export({ format: "pem", type: "spki" })],
    ["the public key in another PEM format", () => publicKey.export({ format: "pem", type: "pkcs1" })],
    ["the public key in hex", () => publicKey.export({ format: "der", type: "spki" }).toString("hex")],
    ["the public key as a JSON Web Key", () => JSON.stringify(publicKey.export({ format: "jwk" }))],
    [
      "the public key in PEM in base64",
      () => Buffer.from(publicKey.export({ format: "pem", type: "spki" })).toString("base64"),
    ],
    [
      "another private key",
      () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "pem", type: "pkcs8" }),
    ],
  ])("does not take %s for it", (_what, write) => {
    expect(ofKey.content("", write())).toEqual([]);
  });

  it("refuses a private key of which it knows no number, instead of finding nothing", () => {
    const value =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n-----END OPENSSH PRIVATE KEY-----\n";

    expect(() => new CanarySearch([{ source: "an unknown key", value }])).toThrow(
      "an unknown key is a private key whose numbers nobody knows",
    );
  });

  it("finds a value at every position, and across the borders of what it reads at once", () => {
    const value = "x7".repeat(SHORTEST / 2);
    const search = new CanarySearch([{ source: "short", value }], 128);
    const file = join(root, "positions");
    const positions = Array.from({ length: 400 }, (_item, index) => index);

    const lost = positions.filter((at) => {
      writeFileSync(file, Buffer.concat([Buffer.alloc(at), Buffer.from(value), Buffer.alloc(at % 13)]));
      return search.file(file).every(({ offset }) => offset !== at);
    });
    rmSync(file);

    expect(lost).toEqual([]);
  });

  it.each([
    ["looks for a value of 16 bytes", SHORTEST, 1],
    ["does not look for a shorter one, which occurs by chance", SHORTEST - 1, 0],
  ])("%s", (_what, length, found) => {
    const value = randomBytes(length)
      .toString("latin1")
      .replace(/[^\x20-\x7e]/g, "x");

    expect(new CanarySearch([{ source: "short", value }]).content("", `a ${value} b`)).toHaveLength(found);
  });

  it("says why it does not look for a public key", () => {
    const value = publicKey.export({ format: "pem", type: "spki" }) as string;

    expect(exemption({ source: "any", value })).toContain("is there to be read");
    expect(exemption({ source: "any", value: pem })).toBeUndefined();
  });
});
