import { TerraformOutput, TerraformStack, Token } from "cdktf";
import { EncryptionKey } from "../../../constructs/kms";
import {
  RotationReminders,
  Secret,
  SecretKeyPair,
  SecretReplication,
  SecretStore,
  SecretValue,
  type GeneratedSecret,
  type RotationRemindersProps,
  type SecretKeyPairProps,
  type SecretProps,
  type SecretStoreProps,
  type SigningAlgorithm,
} from "../../../constructs/secret-manager";
import { ServiceAccount } from "../../../constructs/workload-identity";
import { newStack, renderStack, type Block, type Rendered } from "../../support/synth";

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const store = (stack: TerraformStack, props: Partial<SecretStoreProps> = {}): SecretStore =>
  new SecretStore(stack, "Secrets", { project: "cliscale-test", ...props });

const secret = (props: Partial<SecretProps> = {}, stack: TerraformStack = newStack()): Secret =>
  new Secret(stack, "Secret", {
    store: props.store ?? store(stack),
    name: "session-key",
    value: SecretValue.generated(),
    ...props,
  });

/** The secret with every default, rendered once for all tests. */
let defaults: Rendered | undefined;

const rendered = (props?: Partial<SecretProps>): Rendered =>
  props === undefined ? (defaults ??= rendered({})) : renderStack(TerraformStack.of(secret(props)));

const container = (props?: Partial<SecretProps>): Block => rendered(props).only("google_secret_manager_secret");

const version = (props?: Partial<SecretProps>): Block => rendered(props).only("google_secret_manager_secret_version");

const inStore = (storeProps: Partial<SecretStoreProps>, props: Partial<SecretProps> = {}): Rendered => {
  const stack = newStack();
  secret({ ...props, store: store(stack, storeProps) }, stack);
  return renderStack(stack);
};

const key = (stack: TerraformStack, name: string) =>
  EncryptionKey.fromKeyId(stack, name, `projects/p/locations/global/keyRings/ring/cryptoKeys/${name}`);

const ephemerals = (result: Rendered, type: string): readonly Block[] =>
  Object.values((result.json.ephemeral?.[type] ?? {}) as Record<string, Block>);

/** The value of an output, as it is rendered. */
const output = (stack: TerraformStack, name: string): unknown =>
  (renderStack(stack).json.output?.[name] as Block | undefined)?.value;

const ROTATION = { periodSeconds: 7_776_000, firstRotation: "2027-01-04T09:00:00Z" };

describe("SecretStore", () => {
  it("replicates automatically, with Google's own keys", () => {
    const replicated = inStore({}).only("google_secret_manager_secret");

    expect(replicated.replication).toEqual({ auto: {} });
    expect(replicated.depends_on).toEqual([like(/^google_project_service\..*secretmanager/)]);
  });

  it("encrypts with the caller's key once Secret Manager's agent may use it", () => {
    const stack = newStack();
    secret({ store: store(stack, { replication: SecretReplication.automatic(key(stack, "Global")) }) }, stack);
    const result = renderStack(stack);

    expect(result.only("google_kms_crypto_key_iam_member").member).toMatch(
      /^\$\{google_project_service_identity\..*secretmanager.*\.member\}$/,
    );
    expect(result.only("google_secret_manager_secret")).toMatchObject({
      replication: { auto: { customer_managed_encryption: { kms_key_name: like(/\/Global$/) } } },
      depends_on: expect.arrayContaining([like(/^google_kms_crypto_key_iam_member\.Global/)]) as unknown,
    });
  });

  it("keeps values in the regions that the caller names, each with its key", () => {
    const plain = SecretReplication.regions({ region: "europe-west1" }, { region: "europe-west4" });
    expect(inStore({ replication: plain }).only("google_secret_manager_secret").replication).toEqual({
      user_managed: { replicas: [{ location: "europe-west1" }, { location: "europe-west4" }] },
    });

    const stack = newStack();
    const encrypted = SecretReplication.regions(
      { region: "europe-west1", encryptionKey: key(stack, "West1") },
      { region: "europe-west4", encryptionKey: key(stack, "West4") },
    );
    secret({ store: store(stack, { replication: encrypted }) }, stack);
    const result = renderStack(stack);
    expect(result.resources("google_kms_crypto_key_iam_member")).toHaveLength(2);
    expect(result.only("google_secret_manager_secret").replication).toEqual({
      user_managed: {
        replicas: [
          { location: "europe-west1", customer_managed_encryption: { kms_key_name: like(/\/West1$/) } },
          { location: "europe-west4", customer_managed_encryption: { kms_key_name: like(/\/West4$/) } },
        ],
      },
    });
  });

  it("puts its prefix before each name and its labels on each secret", () => {
    const result = inStore({ prefix: "dev", labels: { team: "platform", tier: "a" } }, { labels: { tier: "b" } });

    expect(result.only("google_secret_manager_secret")).toMatchObject({
      secret_id: "dev-session-key",
      labels: { team: "platform", tier: "b" },
    });
    expect(container()).toMatchObject({ secret_id: "session-key" });
    expect(container()).not.toHaveProperty("labels");
  });

  it("makes one topic for the reminders of all secrets, which Secret Manager may publish to", () => {
    const stack = newStack();
    const shared = store(stack, { prefix: "dev" });
    secret({ store: shared, rotation: ROTATION }, stack);
    new Secret(stack, "Other", { store: shared, name: "other", value: SecretValue.supplied(), rotation: ROTATION });
    const result = renderStack(stack);

    expect(result.only("google_pubsub_topic")).toMatchObject({
      project: "cliscale-test",
      name: "dev-secret-rotation",
      depends_on: [like(/^google_project_service\..*pubsub/)],
    });
    expect(result.only("google_pubsub_topic_iam_member")).toMatchObject({
      topic: like(/^\$\{google_pubsub_topic\..*\.name\}$/),
      role: "roles/pubsub.publisher",
      member: like(/^\$\{google_project_service_identity\..*secretmanager.*\.member\}$/),
    });
    expect(rendered().resources("google_pubsub_topic")).toEqual([]);
  });

  it("encrypts reminders with the caller's key once Pub/Sub's agent may use it", () => {
    const stack = newStack();
    secret({ store: store(stack, { topicEncryptionKey: key(stack, "Topic") }), rotation: ROTATION }, stack);
    const result = renderStack(stack);

    expect(result.only("google_kms_crypto_key_iam_member").member).toMatch(
      /^\$\{google_project_service_identity\..*pubsub.*\.member\}$/,
    );
    expect(result.only("google_pubsub_topic")).toMatchObject({
      kms_key_name: like(/\/Topic$/),
      depends_on: expect.arrayContaining([like(/^google_kms_crypto_key_iam_member\./)]) as unknown,
    });
  });

  it.each<[string, (stack: TerraformStack) => Partial<SecretStoreProps>, string]>([
    ["no region", () => ({ replication: SecretReplication.regions() }), "'replication' must name at least one region"],
    [
      "a region twice",
      () => ({ replication: SecretReplication.regions({ region: "europe-west1" }, { region: "europe-west1" }) }),
      "'replication' must name each region once",
    ],
    [
      "a region that is none",
      () => ({ replication: SecretReplication.regions({ region: "eu" }) }),
      "'replication[0].region' must be a region such as europe-west1, got 'eu'",
    ],
    [
      "a key in some regions only",
      (stack) => ({
        replication: SecretReplication.regions(
          { region: "europe-west1", encryptionKey: key(stack, "West1") },
          { region: "europe-west4" },
        ),
      }),
      "'replication' must have a key in every region when it has one in any, got [\"europe-west4\"]; give these regions a key, or none",
    ],
    [
      "a prefix that starts with a digit",
      () => ({ prefix: "1st" }),
      "'prefix' must have 1 to 100 letters, digits, hyphens or underscores, start with a letter",
    ],
    ["a prefix that ends with a hyphen", () => ({ prefix: "dev-" }), "got 'dev-'"],
    ["a project that is none", () => ({ project: "x" }), "'project' must have 6 to 30 lowercase letters"],
    [
      "a label that Google refuses",
      () => ({ labels: { Team: "x" } }),
      "'labels' must have keys of 1 to 63 lowercase letters",
    ],
  ])("refuses %s", (_case, props, text) => {
    const stack = newStack();

    expect(() => store(stack, props(stack))).toThrow(text);
  });
});

describe("Secret", () => {
  it("is protected from deletion, as its store or the caller says", () => {
    expect(container()).toMatchObject({ deletion_protection: true, lifecycle: { prevent_destroy: true } });
    expect(container({ deletionProtection: false })).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
    expect(inStore({ deletionProtection: false }).only("google_secret_manager_secret")).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("keeps destroyed values restorable for 30 days", () => {
    expect(container().version_destroy_ttl).toBe("2592000s");
    expect(container({ versionDestroyDays: 1 }).version_destroy_ttl).toBe("86400s");
    expect(container({ versionDestroyDays: 1000 }).version_destroy_ttl).toBe("86400000s");
  });

  it("writes a value that Terraform doesn't keep, before the old one is disabled", () => {
    const written = version();

    expect(written).toMatchObject({
      secret: like(/^\$\{google_secret_manager_secret\..*\.id\}$/),
      secret_data_wo: like(/^\$\{ephemeral\.random_password\..*\.result\}$/),
      secret_data_wo_version: 1,
      deletion_policy: "DISABLE",
      lifecycle: { create_before_destroy: true },
    });
    expect(written).not.toHaveProperty("secret_data");
    expect(version({ version: 2, replacedVersion: "DELETE" })).toMatchObject({
      secret_data_wo_version: 2,
      deletion_policy: "DELETE",
    });
  });

  it("leaves a supplied value to others and shows the command that adds it", () => {
    const stack = newStack();
    const supplied = secret({ value: SecretValue.supplied() }, stack);
    const result = renderStack(stack);
    const command = "gcloud secrets versions add session-key --project=cliscale-test --data-file=-";

    expect(result.resources("google_secret_manager_secret_version")).toEqual([]);
    expect(supplied.writtenVersion).toBeUndefined();
    expect(supplied.addVersionCommand).toBe(command);
    expect(Object.values(result.json.output ?? {})).toEqual([
      { value: command, description: "Adds the value of secret session-key, read from standard input" },
    ]);
    expect(supplied.ready).toEqual([supplied.node.findChild("Resource")]);
  });

  it("composes a value of references", () => {
    const stack = newStack();
    const shared = store(stack);
    const password = secret({ store: shared }, stack).storedValue();
    const text = `postgresql://reporting:${password.value}@10.0.0.3/sessions`;
    new Secret(stack, "Url", { store: shared, name: "url", value: SecretValue.composed(text) });

    expect(renderStack(stack).resources("google_secret_manager_secret_version")).toContainEqual(
      expect.objectContaining({
        secret_data_wo: like(
          /^postgresql:\/\/reporting:\$\{join\("", ephemeral\.google_secret_manager_secret_version\..*\[\*\]\.secret_data\)\}@10\.0\.0\.3\/sessions$/,
        ),
      }),
    );
  });

  it("reads the stored value back, so that others get what Secret Manager has", () => {
    const stack = newStack();
    const stored = secret({ version: 4 }, stack);
    const value = stored.storedValue();
    const result = renderStack(stack);

    expect(stored.storedValue().value).toBe(value.value);
    expect(value).toMatchObject({
      value: like(/^\$\{join\("", ephemeral\.google_secret_manager_secret_version\..*\[\*\]\.secret_data\)\}$/),
      version: 4,
    });
    expect(ephemerals(result, "google_secret_manager_secret_version")).toEqual([
      {
        // an empty text while it is disabled, so that a destroy that goes on gets past it
        count: like(/^\$\{google_secret_manager_secret_version\.Secret_Version-4_\w+\.enabled \? 1 : 0\}$/),
        secret: like(/^\$\{google_secret_manager_secret\..*\.id\}$/),
        version: like(/^\$\{google_secret_manager_secret_version\..*\.version\}$/),
      },
    ]);
  });

  it("reads bytes back in base64, because a text can't hold them", () => {
    const stack = newStack();
    secret({ value: SecretValue.generated({ encoding: "binary" }) }, stack).storedValue();

    expect(ephemerals(renderStack(stack), "google_secret_manager_secret_version")).toEqual([
      expect.objectContaining({ is_secret_data_base64: true }),
    ]);
  });

  it("can't read a supplied value back", () => {
    expect(() => secret({ value: SecretValue.supplied() }).storedValue()).toThrow(
      "'value' must be written by Terraform to be read back in the same run",
    );
  });

  it("has Secret Manager remind, and lets it move the date on", () => {
    expect(container({ rotation: ROTATION })).toMatchObject({
      rotation: { rotation_period: "7776000s", next_rotation_time: "2027-01-04T09:00:00Z" },
      topics: [{ name: like(/^\$\{google_pubsub_topic\..*\.id\}$/) }],
      lifecycle: { ignore_changes: ["rotation[0].next_rotation_time"] },
      depends_on: expect.arrayContaining([like(/^google_pubsub_topic_iam_member\./)]) as unknown,
    });
    expect(container()).not.toHaveProperty("rotation");
    expect(container()).not.toHaveProperty("topics");
    expect(container().lifecycle).not.toHaveProperty("ignore_changes");
  });

  it("names versions as the caller says", () => {
    expect(container({ versionAliases: { previous: "3" } }).version_aliases).toEqual({ previous: "3" });
    expect(container()).not.toHaveProperty("version_aliases");
  });

  it.each<[string, Partial<SecretProps>, string]>([
    [
      "a name that is none",
      { name: "session.key" },
      "'name' must have 1 to 255 letters, digits, hyphens or underscores, got 'session.key'",
    ],
    [
      "31 bytes",
      { value: SecretValue.generated({ bytes: 31 }) },
      "'value.bytes' must be a whole number between 32 and 4096 bytes, got 31; choose 32, which nobody guesses, or more",
    ],
    ["4097 bytes", { value: SecretValue.generated({ bytes: 4097 }) }, "got 4097"],
    ["a counter of zero", { version: 0 }, "'version' must be a whole number between 1"],
    [
      "a counter on a supplied value",
      { value: SecretValue.supplied(), version: 2 },
      "'version' must be left out for a supplied value, which Terraform doesn't write, got 2",
    ],
    [
      "no day to restore",
      { versionDestroyDays: 0 },
      "'versionDestroyDays' must be a whole number between 1 and 1000 days, got 0",
    ],
    ["1001 days to restore", { versionDestroyDays: 1001 }, "got 1001"],
    [
      "a period below an hour",
      { rotation: { ...ROTATION, periodSeconds: 3599 } },
      "'rotation.periodSeconds' must be a whole number between 3600 and 3153600000 seconds, got 3599",
    ],
    ["a period beyond a century", { rotation: { ...ROTATION, periodSeconds: 3_153_600_001 } }, "got 3153600001"],
    [
      "a date that is none",
      { rotation: { ...ROTATION, firstRotation: "2027-13-04T09:00:00Z" } },
      "'rotation.firstRotation' must be a time in UTC as yyyy-mm-ddThh:mm:ssZ, got '2027-13-04T09:00:00Z'",
    ],
    [
      "a date without a zone",
      { rotation: { ...ROTATION, firstRotation: "2027-01-04T09:00:00" } },
      "'rotation.firstRotation' must be a time in UTC",
    ],
    [
      "the alias latest",
      { versionAliases: { latest: "1" } },
      "'versionAliases' must have 1 to 63 letters, digits, hyphens or underscores, start with a letter and be neither latest nor NEW, got 'latest'",
    ],
    ["an alias of 64 characters", { versionAliases: { ["a".repeat(64)]: "1" } }, "'versionAliases' must have 1 to 63"],
    [
      "an alias of no number",
      { versionAliases: { previous: "latest" } },
      "'versionAliases.previous' must be the number of a version, got 'latest'",
    ],
    [
      "51 aliases",
      { versionAliases: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`v${index}`, "1"])) },
      "'versionAliases' must have at most 50 entries, got 51",
    ],
    ["a label that Google refuses", { labels: { team: "A" } }, "'labels.team' must have at most 63 lowercase letters"],
  ])("refuses %s", (_case, props, text) => {
    expect(() => secret(props)).toThrow(text);
  });

  it("refuses a literal value without showing it", () => {
    const literal = () => secret({ value: SecretValue.composed("hunter2") });

    expect(literal).toThrow(
      "'value' must refer to another value, because a literal ends up in the source and in the synthesized configuration; use SecretValue.supplied(), or compose it of references",
    );
    expect(literal).not.toThrow("hunter2");
  });

  it.each<[string, Partial<SecretProps>]>([
    ["4096 bytes", { value: SecretValue.generated({ bytes: 4096 }) }],
    ["an hour", { rotation: { ...ROTATION, periodSeconds: 3600 } }],
    ["a century", { rotation: { ...ROTATION, periodSeconds: 3_153_600_000 } }],
    [
      "50 aliases",
      { versionAliases: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`v${index}`, "1"])) },
    ],
    ["a composed reference", { value: SecretValue.composed(`user:${Token.asString({ ref: "x" })}`) }],
  ])("accepts %s", (_case, props) => {
    expect(() => secret(props)).not.toThrow();
  });

  it("lets someone read this secret alone, granted once", () => {
    const stack = newStack();
    const gateway = new ServiceAccount(stack, "Gateway", {
      project: "cliscale-test",
      accountId: "gateway",
      description: "Gateway",
    });
    const granted = secret({}, stack);
    expect(granted.grantAccess(gateway).dependables).toEqual(granted.grantAccess(gateway).dependables);
    const result = renderStack(stack);

    expect(result.only("google_secret_manager_secret_iam_member")).toMatchObject({
      secret_id: like(/^\$\{google_secret_manager_secret\..*\.id\}$/),
      role: "roles/secretmanager.secretAccessor",
      member: like(/^\$\{google_service_account\..*\.member\}$/),
    });
    expect(result.resources("google_project_iam_member")).toEqual([]);
  });

  it("is a file of a pod by the number of its version, not by its value", () => {
    const stack = newStack();
    const mounted = secret({ version: 3 }, stack);
    const file = mounted.mount("key.txt");
    new TerraformOutput(stack, "File", { value: file.resourceName });

    expect(file).toEqual({ resourceName: expect.any(String) as unknown, fileName: "key.txt" });
    expect(output(stack, "File")).toMatch(
      /^\$\{google_secret_manager_secret\.Secret_\w+\.id\}\/versions\/\$\{google_secret_manager_secret_version\.Secret_Version-3_\w+\.version\}$/,
    );
    expect(mounted.latestVersion).toBe(`${mounted.secretName}/versions/latest`);
  });

  it("is a file of a pod as the latest version where Terraform writes none", () => {
    const mounted = secret({ value: SecretValue.supplied() });

    expect(mounted.mount("key.txt").resourceName).toBe(mounted.latestVersion);
    expect(mounted.mountPrevious("key.txt").resourceName).toBe(mounted.latestVersion);
  });

  it.each(["", "a/b", "..", "..data", ".", "a b", "a".repeat(254)])("refuses the file name '%s'", (fileName) => {
    const text = "'fileName' must have 1 to 253 letters, digits, hyphens, underscores or periods";
    expect(() => secret().mount(fileName)).toThrow(text);
    expect(() => secret().mountPrevious(fileName)).toThrow(text);
  });

  it.each([".env", "private.pem", "a".repeat(253)])("accepts the file name '%s'", (fileName) => {
    expect(secret().mount(fileName).fileName).toBe(fileName);
  });
});

describe("Secret with readers", () => {
  const account = (stack: TerraformStack, accountId: string) =>
    new ServiceAccount(stack, accountId, { project: "cliscale-test", accountId, description: accountId });
  const grantedTo = (stack: TerraformStack, granted: Secret, ...accountIds: readonly string[]) =>
    accountIds.forEach((accountId) => granted.grantAccess(account(stack, accountId)));

  it("refuses a second reader unless the caller has counted it", () => {
    const stack = newStack();
    const granted = secret({}, stack);

    expect(granted.readers).toBe(1);
    expect(() => grantedTo(stack, granted, "gateway", "runner")).toThrow(
      /'readers' must be 2 for .*gateway.* and .*runner.* to be given access, got 1; write that number if each of them needs this very secret, else make one of its own for the last/,
    );
  });

  it("takes as many as the caller has counted, and refuses one more", () => {
    const stack = newStack();
    const granted = secret({ readers: 2 }, stack);
    grantedTo(stack, granted, "gateway", "controller");

    expect(() => grantedTo(stack, granted, "runner")).toThrow("'readers' must be 3 for");
    expect(renderStack(stack).resources("google_secret_manager_secret_iam_member")).toHaveLength(2);
  });

  it("counts the readers of a secret that someone else manages, too", () => {
    const stack = newStack();
    const imported = (id: string, readers?: number) =>
      Secret.fromSecretId(stack, id, { project: "cliscale-shared", secretId: "smtp", readers });
    const [first, second] = [account(stack, "gateway"), account(stack, "runner")];
    const one = imported("One");
    one.grantAccess(first);
    const two = imported("Two", 2);
    two.grantAccess(first);

    expect(() => one.grantAccess(second)).toThrow("'readers' must be 2 for");
    expect(() => two.grantAccess(second)).not.toThrow();
  });

  it.each([-1, 101, 1.5])("refuses %d readers", (readers) => {
    expect(() => secret({ readers })).toThrow("'readers' must be a whole number between 0 and 100");
  });

  it.each([0, 100])("accepts %d readers", (readers) => {
    expect(secret({ readers }).readers).toBe(readers);
  });
});

describe("Secret with a previous version", () => {
  const PREVIOUS = { readableUntil: "2026-12-01T00:00:00Z" };
  const IS_ENABLED = {
    condition: "${self.enabled}",
    error_message: like(
      /^Somebody disabled the current version .* or enable it again with gcloud secrets versions enable\.$/,
    ),
  };
  const versions = (result: Rendered) => result.resources("google_secret_manager_secret_version");
  const counted = (result: Rendered, counter: number) =>
    result.where("google_secret_manager_secret_version", "secret_data_wo_version", counter);

  it("has one resource for each counter, so that a new one leaves the one before alone", () => {
    const names = (props: Partial<SecretProps>) =>
      Object.keys(rendered(props).json.resource?.google_secret_manager_secret_version ?? {}).map((name) =>
        name.replace(/_[0-9A-F]{8}$/, ""),
      );

    expect(names({ version: 4 })).toEqual(["Secret_Version-4"]);
    expect(names({ version: 5, previous: PREVIOUS })).toEqual(["Secret_Version-4", "Secret_Version-5"]);
  });

  it("keeps it until its time is over, as Terraform knows when it plans, and then disables it", () => {
    const before = counted(rendered({ version: 5, previous: PREVIOUS }), 4);

    expect(before).toMatchObject({
      count: '${timecmp(plantimestamp(), "2026-12-01T00:00:00Z") < 0 ? 1 : 0}',
      deletion_policy: "DISABLE",
      // Terraform destroys such a resource after what referred to it
      lifecycle: { create_before_destroy: true },
    });
    expect(counted(rendered({ version: 5, previous: PREVIOUS }), 5)).not.toHaveProperty("count");
  });

  it("writes the current one after it, and refuses an older one that was written later", () => {
    expect(counted(rendered({ version: 5, previous: PREVIOUS }), 5)).toMatchObject({
      depends_on: [like(/^google_secret_manager_secret_version\.Secret_Version-4_/)],
      lifecycle: {
        create_before_destroy: true,
        postcondition: [
          IS_ENABLED,
          {
            condition: like(
              /^\$\{alltrue\(\[for number in google_secret_manager_secret_version\.Secret_Version-4_\w+\[\*\]\.version : tonumber\(number\) < tonumber\(self\.version\)\]\)\}$/,
            ),
            error_message: like(/^The previous version was written again after the current one/),
          },
        ],
      },
    });
    expect(version({ version: 5 })).not.toHaveProperty("depends_on");
    expect(version({ version: 5 }).lifecycle).toMatchObject({ postcondition: [IS_ENABLED] });
  });

  it("asks of the current one only that it is enabled, and enables neither again", () => {
    expect(counted(rendered({ version: 5, previous: PREVIOUS }), 4).lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ["enabled"],
    });
    expect(version({ version: 5 }).lifecycle).toMatchObject({ ignore_changes: ["enabled"] });
  });

  it("has pods wait for both versions", () => {
    const both = secret({ version: 2, previous: PREVIOUS });

    expect(both.ready).toEqual([both.node.findChild("Version-1"), both.node.findChild("Version-2")]);
    expect(secret({ version: 2 }).ready).toHaveLength(1);
  });

  it("is mounted as the previous one while it is there, else the current one is", () => {
    const stack = newStack();
    const both = secret({ version: 2, previous: PREVIOUS }, stack);
    const file = both.mountPrevious("key.txt");
    expect(file).toMatchObject({ fileName: "key.txt", previous: true });
    new TerraformOutput(stack, "File", { value: file.resourceName });
    new TerraformOutput(stack, "Again", { value: both.mountPrevious("again.txt").resourceName });

    expect(output(stack, "File")).toMatch(
      /^\$\{google_secret_manager_secret\.Secret_\w+\.id\}\/versions\/\$\{local\.Secret_PreviousVersion_\w+\}$/,
    );
    expect(Object.values(renderStack(stack).json.locals ?? {})).toEqual([
      like(
        /^\$\{concat\(google_secret_manager_secret_version\.Secret_Version-1_\w+\[\*\]\.version, \[google_secret_manager_secret_version\.Secret_Version-2_\w+\.version\]\)\[0\]\}$/,
      ),
    ]);
  });

  it("mounts the current one as the previous one where there is no other", () => {
    const stack = newStack();
    const only = secret({ version: 2 }, stack);
    const { previous, resourceName } = only.mountPrevious("key.txt");
    new TerraformOutput(stack, "File", { value: only.mount("key.txt").resourceName });
    new TerraformOutput(stack, "Previous", { value: resourceName });

    expect(previous).toBe(true);
    expect(output(stack, "Previous")).toBe(output(stack, "File"));
    expect(output(stack, "Previous")).toMatch(/Secret_Version-2_\w+\.version\}$/);
  });

  it("gives the older one a value that refers to nothing that may be disabled", () => {
    const value = SecretValue.composed("${ephemeral.a.b.c}", "${ephemeral.d.e.f}");
    const result = rendered({ value, version: 2, previous: PREVIOUS });

    expect(versions(result).map((each) => each.secret_data_wo)).toEqual(["${ephemeral.d.e.f}", "${ephemeral.a.b.c}"]);
  });

  it.each<[string, Partial<SecretProps>, string]>([
    [
      "one before the first version",
      { previous: PREVIOUS },
      "'previous' must be left out for the first version, before which there is none; leave it out, or raise version",
    ],
    [
      "one of a supplied value",
      { value: SecretValue.supplied(), previous: PREVIOUS },
      "'previous' must be left out for a supplied value, whose versions Terraform doesn't know",
    ],
    [
      "a moment without a zone",
      { version: 2, previous: { readableUntil: "2026-12-01T00:00:00" } },
      "'previous.readableUntil' must be a time in UTC as yyyy-mm-ddThh:mm:ssZ, got '2026-12-01T00:00:00'",
    ],
    [
      "a literal for the older version",
      { value: SecretValue.composed("${ephemeral.a.b.c}", "hunter2") },
      "'value' must refer to another value",
    ],
  ])("refuses %s", (_case, props, text) => {
    expect(() => secret(props)).toThrow(text);
  });
});

describe("Secret.fromSecretId", () => {
  it("is granted and mounted like one of ours", () => {
    const stack = newStack();
    const existing = Secret.fromSecretId(stack, "Existing", { project: "cliscale-shared", secretId: "smtp" });
    existing.grantAccess(
      new ServiceAccount(stack, "Gateway", { project: "cliscale-test", accountId: "gateway", description: "Gateway" }),
    );

    expect(existing.mount("smtp").resourceName).toBe("projects/cliscale-shared/secrets/smtp/versions/latest");
    expect(renderStack(stack).only("google_secret_manager_secret_iam_member").secret_id).toBe(
      "projects/cliscale-shared/secrets/smtp",
    );
  });

  it("refuses an ID that is none", () => {
    expect(() => Secret.fromSecretId(newStack(), "Existing", { project: "cliscale-shared", secretId: "a/b" })).toThrow(
      "'secretId' must have 1 to 255 letters",
    );
  });
});

describe("SecretValue.generated", () => {
  /** What random_password would draw from: lowercase, uppercase and digits unless switched off, and special characters. */
  const alphabet = (settings: Block): string =>
    [
      settings.lower === false ? "" : "abcdefghijklmnopqrstuvwxyz",
      settings.upper === false ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
      settings.numeric === false ? "" : "0123456789",
      settings.special === false ? "" : String(settings.override_special),
    ].join("");

  /** The written text with each reference replaced by what `draw` makes of its alphabet. */
  const drawn = (options: GeneratedSecret, draw: (alphabet: string) => string): { text: string; written: Block } => {
    const result = rendered({ value: SecretValue.generated(options) });
    const written = result.only("google_secret_manager_secret_version");
    const passwords = (result.json.ephemeral?.random_password ?? {}) as Record<string, Block>;
    const text = String(written.secret_data_wo).replaceAll(
      /\$\{ephemeral\.random_password\.(\w+)\.result\}/g,
      (_match, name: string) => {
        const settings = passwords[name] ?? {};
        return Array.from({ length: Number(settings.length) }, () => draw(alphabet(settings))).join("");
      },
    );
    return { text, written };
  };

  const first = (letters: string): string => letters[0] ?? "";
  const last = (letters: string): string => letters.at(-1) ?? "";

  it("is a password of four kinds with 32 bytes of chance by default", () => {
    const result = rendered();

    expect(ephemerals(result, "random_password")).toEqual([
      {
        length: Math.ceil(256 / 6) + 4,
        special: true,
        override_special: "-_",
        min_lower: 1,
        min_upper: 1,
        min_numeric: 1,
        min_special: 1,
      },
    ]);
    expect(version().is_secret_data_base64).toBe(false);
  });

  it("has as much chance as the bytes in letters and digits", () => {
    const { text } = drawn({ encoding: "alphanumeric" }, first);

    expect(text.length * Math.log2(62)).toBeGreaterThanOrEqual(256);
    expect((text.length - 1) * Math.log2(62)).toBeLessThan(256);
  });

  it("writes exactly as many bytes in hexadecimal", () => {
    const { text } = drawn({ bytes: 33, encoding: "hex" }, last);

    expect(Buffer.from(text, "hex")).toHaveLength(33);
    expect(text).toBe("f".repeat(66));
    expect(drawn({ encoding: "hex" }, first).text).toBe("0".repeat(64));
  });

  it.each([32, 33, 34])("writes exactly %i bytes in canonical base64", (bytes) => {
    for (const draw of [first, last, (letters: string) => letters[letters.length >> 1] ?? ""]) {
      const { text } = drawn({ bytes, encoding: "base64" }, draw);

      expect(Buffer.from(text, "base64")).toHaveLength(bytes);
      expect(Buffer.from(text, "base64").toString("base64")).toBe(text);
    }
  });

  it("draws every last character of base64 that bytes can end with", () => {
    const lastAlphabet = (bytes: number) => {
      const alphabets: string[] = [];
      drawn({ bytes, encoding: "base64" }, (letters) => (alphabets.push(letters), "A"));
      return [...new Set(alphabets)].map((letters) => letters.length);
    };

    expect(lastAlphabet(33)).toEqual([64]);
    expect(lastAlphabet(34)).toEqual([64, 4]);
    expect(lastAlphabet(32)).toEqual([64, 16]);
  });

  it("has Secret Manager keep the bytes themselves when asked for binary", () => {
    expect(drawn({ encoding: "binary" }, first).written.is_secret_data_base64).toBe(true);
  });

  it("makes the random provider once", () => {
    const stack = newStack();
    const shared = store(stack);
    secret({ store: shared }, stack);
    new Secret(stack, "Other", { store: shared, name: "other", value: SecretValue.generated() });

    expect(renderStack(stack).json.provider?.random).toEqual([{}]);
  });
});

describe("SecretKeyPair", () => {
  const pair = (props: Partial<SecretKeyPairProps> = {}, stack: TerraformStack = newStack()): SecretKeyPair =>
    new SecretKeyPair(stack, "Jwt", { store: store(stack), name: "jwt", ...props });

  it("writes the pair first and both halves from what Secret Manager holds of it, with the same counter", () => {
    const stack = newStack();
    pair({ version: 5 }, stack);
    const result = renderStack(stack);

    expect(ephemerals(result, "tls_private_key")).toEqual([{ algorithm: "RSA", rsa_bits: 3072 }]);
    expect(result.resources("google_secret_manager_secret").map((each) => each.secret_id)).toEqual([
      "jwt-pair",
      "jwt-private",
      "jwt-public",
    ]);
    expect(ephemerals(result, "google_secret_manager_secret_version")).toEqual([
      {
        count: like(/^\$\{google_secret_manager_secret_version\.Jwt_Pair_Version-5_\w+\.enabled \? 1 : 0\}$/),
        secret: like(/^\$\{google_secret_manager_secret\.Jwt_Pair_/),
        version: like(/^\$\{google_secret_manager_secret_version\.Jwt_Pair_Version-5_\w+\.version\}$/),
      },
    ]);
    const written = result.resources("google_secret_manager_secret_version");
    const [stored = ""] =
      /join\("", ephemeral\.google_secret_manager_secret_version\.\w+\[\*\]\.secret_data\)/.exec(
        JSON.stringify(written.map((each) => each.secret_data_wo)).replaceAll('\\"', '"'),
      ) ?? [];
    const half = (name: string) => `\${${stored} == "" ? "" : jsondecode(${stored}).${name}}`;
    expect(written.map((each) => each.secret_data_wo)).toEqual([
      like(
        /^\$\{jsonencode\(\{ privateKey = ephemeral\.tls_private_key\.\w+\.private_key_pem_pkcs8, publicKey = ephemeral\.tls_private_key\.\w+\.public_key_pem \}\)\}$/,
      ),
      half("privateKey"),
      half("publicKey"),
    ]);
    expect(written.map((each) => each.secret_data_wo_version)).toEqual([5, 5, 5]);
    expect(result.resources("terraform_data")).toEqual([]);
  });

  it("keeps the previous halves readable, and no previous pair, which nobody reads", () => {
    const stack = newStack();
    pair({ version: 2, previous: { readableUntil: "2026-12-01T00:00:00Z" } }, stack);
    const written = Object.entries(
      (renderStack(stack).json.resource?.google_secret_manager_secret_version ?? {}) as Record<string, Block>,
    );

    expect(written.map(([name]) => name.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
      "Jwt_Pair_Version-2",
      "Jwt_Private_Version-1",
      "Jwt_Private_Version-2",
      "Jwt_Public_Version-1",
      "Jwt_Public_Version-2",
    ]);
    expect(written[1]?.[1].secret_data_wo).toMatch(/^\$\{ephemeral\.tls_private_key\.\w+\.private_key_pem_pkcs8\}$/);
    expect(written[3]?.[1].secret_data_wo).toMatch(/^\$\{ephemeral\.tls_private_key\.\w+\.public_key_pem\}$/);
  });

  it("lets nobody read the pair, and one identity each half unless more are counted", () => {
    const stack = newStack();
    const reader = (accountId: string) =>
      new ServiceAccount(stack, accountId, { project: "cliscale-test", accountId, description: accountId });
    const keys = pair({ readers: { publicKey: 2 } }, stack);
    const [gateway, controller] = [reader("gateway"), reader("controller")];
    keys.publicKey.grantAccess(gateway);
    keys.publicKey.grantAccess(controller);
    keys.privateKey.grantAccess(controller);

    expect(() => keys.pair.grantAccess(controller)).toThrow(
      /'readers' must be 1 for .*controller.* to be given access, got 0; give access to what is made of this secret instead, which nobody reads/,
    );
    expect(() => keys.privateKey.grantAccess(gateway)).toThrow("'readers' must be 2 for");
  });

  it.each<[SigningAlgorithm, Block]>([
    ["RS256", { algorithm: "RSA", rsa_bits: 3072 }],
    ["RS384", { algorithm: "RSA", rsa_bits: 3072 }],
    ["RS512", { algorithm: "RSA", rsa_bits: 3072 }],
    ["ES256", { algorithm: "ECDSA", ecdsa_curve: "P256" }],
    ["ES384", { algorithm: "ECDSA", ecdsa_curve: "P384" }],
    ["EdDSA", { algorithm: "ED25519" }],
  ])("draws a key for %s", (algorithm, settings) => {
    const stack = newStack();
    expect(pair({ algorithm }, stack).algorithm).toBe(algorithm);

    expect(ephemerals(renderStack(stack), "tls_private_key")).toEqual([settings]);
  });

  it("signs with RS256 unless the caller says otherwise, and knows the size of RSA keys only", () => {
    expect(pair()).toMatchObject({ algorithm: "RS256", rsaBits: 3072 });
    expect(pair({ algorithm: "EdDSA" }).rsaBits).toBeUndefined();
  });

  it.each<[string, Partial<SecretKeyPairProps>, string]>([
    [
      "an algorithm that it doesn't know",
      { algorithm: "HS256" as SigningAlgorithm },
      "'algorithm' must be one of RS256, RS384, RS512, ES256, ES384, EdDSA, got 'HS256'; choose RS256",
    ],
    ["a property of every object as algorithm", { algorithm: "toString" as SigningAlgorithm }, "got 'toString'"],
    [
      "a size for a key that has one size",
      { algorithm: "ES256", rsaBits: 3072 },
      "'rsaBits' must be left out for ES256, whose keys have one size, got 3072",
    ],
  ])("refuses %s", (_case, props, text) => {
    expect(() => pair(props)).toThrow(text);
  });

  it("has the size that the caller asks for", () => {
    expect([pair().rsaBits, pair({ rsaBits: 2048 }).rsaBits, pair({ rsaBits: 4096 }).rsaBits]).toEqual([
      3072, 2048, 4096,
    ]);
    expect(() => pair({ rsaBits: 1024 as 2048 })).toThrow(
      "'rsaBits' must be 2048, 3072 or 4096, got 1024; choose 3072",
    );
  });

  it("reminds once for both halves", () => {
    const stack = newStack();
    pair({ rotation: ROTATION }, stack);
    const result = renderStack(stack);

    expect(result.where("google_secret_manager_secret", "secret_id", "jwt-private")).toHaveProperty("rotation");
    expect(result.where("google_secret_manager_secret", "secret_id", "jwt-public")).not.toHaveProperty("rotation");
  });

  it("grants each half by itself", () => {
    const stack = newStack();
    const gateway = new ServiceAccount(stack, "Gateway", {
      project: "cliscale-test",
      accountId: "gateway",
      description: "Gateway",
    });
    pair({}, stack).publicKey.grantAccess(gateway);

    expect(renderStack(stack).only("google_secret_manager_secret_iam_member").secret_id).toMatch(/Public/);
  });
});

describe("RotationReminders", () => {
  const reminders = (props: Partial<RotationRemindersProps> = {}, stack: TerraformStack = newStack()) =>
    new RotationReminders(stack, "Reminders", {
      store: store(stack, { prefix: "dev", labels: { environment: "dev" } }),
      channelIds: ["projects/p/notificationChannels/1"],
      whatToDo: "`npm run rotate -- dev jwt`",
      ...props,
    });
  const renderedReminders = (props?: Partial<RotationRemindersProps>): Rendered =>
    renderStack(TerraformStack.of(reminders(props)));

  it("keeps reminders, and nothing else that the topic brings, until somebody acknowledges them", () => {
    const result = renderedReminders();

    expect(result.only("google_pubsub_subscription")).toMatchObject({
      name: "dev-secret-rotation",
      topic: like(/^\$\{google_pubsub_topic\..*\.id\}$/),
      filter: 'attributes.eventType = "SECRET_ROTATE"',
      message_retention_duration: "2678400s",
      expiration_policy: { ttl: "" },
      labels: { environment: "dev" },
    });
  });

  it("tells people when a reminder has waited for a week, and what to do", () => {
    const alert = renderedReminders().only("google_monitoring_alert_policy");

    expect(alert).toMatchObject({
      severity: "WARNING",
      notification_channels: ["projects/p/notificationChannels/1"],
      documentation: { content: "`npm run rotate -- dev jwt`", mime_type: "text/markdown" },
      user_labels: { environment: "dev" },
      depends_on: [like(/^google_project_service\..*monitoring/)],
      conditions: [
        {
          condition_threshold: {
            filter: like(
              /^resource\.type = "pubsub_subscription" AND resource\.labels\.subscription_id = "\$\{google_pubsub_subscription\.\w+\.name\}" AND metric\.type = "pubsub\.googleapis\.com\/subscription\/oldest_unacked_message_age"$/,
            ),
            comparison: "COMPARISON_GT",
            threshold_value: 604_800,
          },
        },
      ],
    });
    expect(renderedReminders({ channelIds: [] }).only("google_monitoring_alert_policy")).not.toHaveProperty(
      "notification_channels",
    );
  });

  it("labels the alert as the caller says", () => {
    expect(
      renderedReminders({ labels: { team: "platform" } }).only("google_monitoring_alert_policy").user_labels,
    ).toEqual({ team: "platform" });
  });

  it("waits for as many days as the caller says", () => {
    const threshold = (graceDays: number) =>
      JSON.stringify(renderedReminders({ graceDays }).only("google_monitoring_alert_policy").conditions);

    expect(threshold(1)).toContain('"threshold_value":86400,');
    expect(threshold(30)).toContain('"threshold_value":2592000,');
    expect(reminders().graceDays).toBe(7);
  });

  it("says how reminders are acknowledged", () => {
    expect(reminders().acknowledgeCommand).toBe(
      "gcloud pubsub subscriptions seek dev-secret-rotation --project=cliscale-test --time=$(date -u +%Y-%m-%dT%H:%M:%SZ)",
    );
  });

  it.each<[string, Partial<RotationRemindersProps>, string]>([
    ["no day of grace", { graceDays: 0 }, "'graceDays' must be a whole number between 1 and 30 days, got 0"],
    ["more days than Pub/Sub keeps a reminder for", { graceDays: 31 }, "between 1 and 30 days, got 31"],
    ["a label that Google refuses", { labels: { team: "A" } }, "'labels.team' must have at most 63 lowercase letters"],
    ["no instructions", { whatToDo: " " }, "'whatToDo' must have 1 to 8192 characters"],
    ["instructions that are too long", { whatToDo: "x".repeat(8193) }, "got 8193"],
  ])("refuses %s", (_case, props, text) => {
    expect(() => reminders(props)).toThrow(text);
  });

  it("accepts the longest instructions", () => {
    expect(() => reminders({ whatToDo: "x".repeat(8192) })).not.toThrow();
  });
});

describe("A stack with every kind of secret", () => {
  it("holds references to values and no value", () => {
    const stack = newStack();
    const shared = store(stack);
    const password = secret({ store: shared }, stack);
    new Secret(stack, "Supplied", { store: shared, name: "supplied", value: SecretValue.supplied() });
    new Secret(stack, "Url", {
      store: shared,
      name: "url",
      value: SecretValue.composed(`https://user:${password.storedValue().value}@x`),
    });
    new SecretKeyPair(stack, "Jwt", { store: shared, name: "jwt" });
    const result = renderStack(stack);

    const versions = result.resources("google_secret_manager_secret_version");
    expect(versions).toHaveLength(5);
    for (const written of versions) {
      expect(written).not.toHaveProperty("secret_data");
      expect(written.secret_data_wo).toMatch(/\bephemeral\.[a-z]/);
    }
    expect(result.resources("random_password")).toEqual([]);
    expect(result.resources("tls_private_key")).toEqual([]);
    expect(JSON.stringify(result.json)).not.toMatch(/BEGIN [A-Z ]*KEY/);
    expect(JSON.stringify(result.json.output)).not.toContain("ephemeral.");
  });
});
