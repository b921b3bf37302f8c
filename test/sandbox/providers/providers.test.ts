import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../../sandbox/cloud/cloud";
import { googleKind } from "../../../sandbox/cloud/kinds";
import { type Kind } from "../../../sandbox/cloud/kind";
import { Store } from "../../../sandbox/cloud/store";
import { Refusal } from "../../../sandbox/plugin/diagnostics";
import { isObject, text, UNKNOWN, Unknown, type ObjectValue } from "../../../sandbox/plugin/values";
import { GoogleProvider } from "../../../sandbox/providers/google";
import { googleFunctions } from "../../../sandbox/providers/google-functions";
import { mergedValues } from "../../../sandbox/providers/helm-values";
import { planChange } from "../../../sandbox/providers/planning";
import { randomProvider } from "../../../sandbox/providers/random";
import { tlsProvider } from "../../../sandbox/providers/tls";
import { writeOnlyValues } from "../../../sandbox/providers/write-only";
import { loadSchema } from "../../../sandbox/schema/load";
import { type BlockSchema } from "../../../sandbox/schema/types";

const directory = mkdtempSync(join(tmpdir(), "providers-"));
afterAll(() => rmSync(directory, { recursive: true }));

const google = loadSchema("google");
let count = 0;

function provider(settings: ObjectValue = { project: "p1", region: "europe-west1" }): GoogleProvider {
  const result = new GoogleProvider(google, new Cloud(new Store(join(directory, String((count += 1)))), () => []));
  result.configure(settings);
  return result;
}

/** A configuration with every argument present, as Terraform sends it. */
function config(type: string, given: ObjectValue): ObjectValue {
  const block = google.resources[type] ?? { attributes: {}, blocks: {} };
  const empty = Object.fromEntries([
    ...Object.keys(block.attributes).map((name) => [name, null]),
    ...Object.entries(block.blocks).map(([name, { nesting }]) => [name, nesting === "single" ? null : []]),
  ]) as ObjectValue;
  return { ...empty, ...given };
}

async function created(subject: GoogleProvider, type: string, given: ObjectValue): Promise<ObjectValue> {
  const wanted = config(type, given);
  const { planned } = subject.plan({ type, prior: null, proposed: wanted, config: wanted });
  const { state } = await subject.apply({ type, prior: null, planned, config: wanted });
  return state ?? {};
}

const stringIn = (object: ObjectValue, name: string) => text(object, name) ?? "";

describe("planChange", () => {
  const block: BlockSchema = {
    attributes: {
      id: { type: "string", optional: true, computed: true },
      name: { type: "string", required: true, forceNew: true },
      size: { type: "number", optional: true },
      password_wo: { type: "string", optional: true, writeOnly: true },
    },
    blocks: {
      disk: {
        nesting: "list",
        minItems: 0,
        maxItems: 0,
        block: {
          attributes: {
            type: { type: "string", optional: true, forceNew: true },
            uri: { type: "string", computed: true },
          },
          blocks: {},
        },
      },
      auth: { nesting: "list", minItems: 0, maxItems: 1, computed: true, block: { attributes: {}, blocks: {} } },
    },
  };
  const kind: Kind = { id: "{name}", defaults: { size: 10 } };
  const base = { id: null, name: "a", size: null, password_wo: "secret", disk: [{ type: "ssd", uri: null }], auth: [] };
  const prior = { id: "a", name: "a", size: 10, password_wo: null, disk: [{ type: "ssd", uri: "u" }], auth: [{}] };
  const proposal = (more: ObjectValue) => ({ ...prior, ...more });
  const plan = (wanted: ObjectValue, proposed: ObjectValue, before: ObjectValue | null) =>
    planChange({ type: "t", prior: before, proposed, config: wanted }, block, kind);

  it("leaves to the cloud what a new object's configuration leaves out, and drops write-only values", () => {
    expect(plan(base, base, null).planned).toEqual({
      id: UNKNOWN,
      name: "a",
      size: 10,
      password_wo: null,
      disk: [{ type: "ssd", uri: UNKNOWN }],
      auth: UNKNOWN,
    });
  });

  it("plans exactly the prior state when nothing changed", () => {
    expect(plan(base, proposal({ password_wo: "secret" }), prior)).toEqual({ planned: prior, requiresReplace: [] });
  });

  it("changes in place what no rule says needs a new object", () => {
    const answer = plan({ ...base, size: 20 }, proposal({ size: 20 }), prior);
    expect(answer).toEqual({ planned: { ...prior, size: 20 }, requiresReplace: [] });
  });

  it.each<[string, ObjectValue, string]>([
    ["an attribute", { name: "b" }, "name"],
    ["an attribute that is not known yet", { name: UNKNOWN }, "name"],
    ["an attribute inside a block", { disk: [{ type: "hdd", uri: "u" }] }, "disk.0.type"],
  ])("replaces for %s that can't change", (_title, more, path) => {
    expect(plan({ ...base, ...more }, proposal(more), prior).requiresReplace).toEqual([path]);
  });

  it("knows the computed values of old list items and not those of new ones", () => {
    const disk = [
      { type: "ssd", uri: "u" },
      { type: "ssd", uri: null },
    ];
    const wanted = [
      { type: "ssd", uri: null },
      { type: "ssd", uri: null },
    ];
    expect(plan({ ...base, disk: wanted }, proposal({ disk }), prior).planned["disk"]).toEqual([
      { type: "ssd", uri: "u" },
      { type: "ssd", uri: UNKNOWN },
    ]);
  });

  it("finds write-only values at any depth", () => {
    const outer: BlockSchema = {
      attributes: {},
      blocks: { inner: { nesting: "list", minItems: 0, maxItems: 0, block } },
    };
    expect(writeOnlyValues(outer, { inner: [base, { ...base, password_wo: null }] })).toEqual({
      "inner.0.password_wo": "secret",
    });
  });
});

describe("GoogleProvider", () => {
  it("fills in its own project, region and labels", async () => {
    const subject = provider({ project: "p1", region: "europe-west1", default_labels: { team: "a", own: "no" } });
    const address = await created(subject, "google_compute_address", { name: "nat", labels: { own: "yes" } });
    expect(address).toMatchObject({
      id: "projects/p1/regions/europe-west1/addresses/nat",
      self_link: "https://www.googleapis.com/compute/v1/projects/p1/regions/europe-west1/addresses/nat",
      effective_labels: { team: "a", own: "yes", "goog-terraform-provisioned": "true" },
    });
  });

  it("leaves the attribution label out when it is switched off", async () => {
    const subject = provider({ project: "p1", add_terraform_attribution_label: false });
    const bucket = await created(subject, "google_storage_bucket", { name: "b", location: "EU", labels: null });
    expect(bucket["effective_labels"]).toEqual({});
  });

  it("answers with unknown labels while they are not known", () => {
    const wanted = config("google_pubsub_topic", { name: "t", labels: { a: UNKNOWN } });
    const { planned } = provider().plan({ type: "google_pubsub_topic", prior: null, proposed: wanted, config: wanted });
    expect(planned["terraform_labels"]).toBeInstanceOf(Unknown);
  });

  it("puts a private database address into the peered range", async () => {
    const subject = provider();
    const range = await created(subject, "google_compute_global_address", {
      name: "psa",
      purpose: "VPC_PEERING",
      address_type: "INTERNAL",
      prefix_length: 16,
      network: "projects/p1/global/networks/n",
    });
    const settings = [
      {
        tier: "db-custom-2-7680",
        ip_configuration: [{ ipv4_enabled: false, private_network: "projects/p1/global/networks/n" }],
      },
    ];
    const database = await created(subject, "google_sql_database_instance", {
      name: "db",
      database_version: "POSTGRES_17",
      settings,
    });
    const prefix = stringIn(range, "address").split(".").slice(0, 2).join(".");
    expect(database["private_ip_address"]).toMatch(new RegExp(`^${prefix.replace(".", "\\.")}\\.`));
    expect(database).toMatchObject({
      connection_name: "p1:europe-west1:db",
      public_ip_address: "",
      deletion_protection: true,
    });
  });

  it("gives a cluster the endpoints and pool that others refer to", async () => {
    const cluster = await created(provider(), "google_container_cluster", {
      name: "c",
      location: "europe-west1",
      enable_autopilot: true,
    });
    const [endpoints] = cluster["control_plane_endpoints_config"] as readonly ObjectValue[];
    const [dns] = (endpoints?.["dns_endpoint_config"] ?? []) as readonly ObjectValue[];
    expect(dns?.["endpoint"]).toMatch(/^gke-[0-9a-f]{32}-\d{12}\.europe-west1\.gke\.goog$/);
    expect(cluster["workload_identity_config"]).toEqual([{ workload_pool: "p1.svc.id.goog" }]);
  });

  it("composes the id of a role binding as the provider does, with its condition", async () => {
    const member = await created(provider(), "google_project_iam_member", {
      project: "p1",
      role: "roles/cloudsql.client",
      member: "serviceAccount:a@p1.iam.gserviceaccount.com",
      condition: [{ title: "one-instance", expression: "true", description: null }],
    });
    expect(member["id"]).toBe("p1/roles/cloudsql.client/serviceAccount:a@p1.iam.gserviceaccount.com/one-instance");
  });

  it("returns a secret's payload to whoever may ask, by number or as the latest", async () => {
    const subject = provider();
    const secret = await created(subject, "google_secret_manager_secret", {
      secret_id: "s",
      replication: [{ auto: [{}] }],
    });
    for (const secret_data_wo of ["one", "two"]) {
      const version = await created(subject, "google_secret_manager_secret_version", {
        secret: secret["id"] ?? null,
        secret_data_wo,
      });
      expect(version["secret_data_wo"]).toBeNull();
    }
    const read = async (version: string | null) =>
      (await subject.readData("google_secret_manager_secret_version", { secret: "s", version, project: null }))[
        "secret_data"
      ];
    expect([await read("1"), await read("2"), await read(null)]).toEqual(["one", "two", "two"]);
    const opened = await subject.open("google_secret_manager_secret_version", {
      secret: "s",
      version: "1",
      project: null,
    });
    expect(opened.result["secret_data"]).toBe("one");
    await expect(read("3")).rejects.toThrow("Error 404: Secret Version [projects/p1/secrets/s/versions/3] not found");
  });

  it("keeps what a destroyed version's deletion policy says, and lets nobody read what is disabled or destroyed", async () => {
    const subject = provider();
    const type = "google_secret_manager_secret_version";
    const secret = await created(subject, "google_secret_manager_secret", {
      secret_id: "s",
      replication: [{ auto: [{}] }],
      version_aliases: { current: "3" },
    });
    for (const deletion_policy of ["DISABLE", "ABANDON", "DELETE"]) {
      const version = await created(subject, type, {
        secret: secret["id"] ?? null,
        secret_data_wo: deletion_policy,
        deletion_policy,
      });
      if (deletion_policy === "DELETE") {
        expect(
          (await subject.open(type, { secret: "s", version: "current", project: null })).result["secret_data"],
        ).toBe("DELETE");
      }
      await subject.apply({ type, prior: version, planned: null, config: null });
    }
    const read = async (version: string) =>
      (await subject.open(type, { secret: "s", version, project: null })).result["secret_data"];

    await expect(read("1")).rejects.toThrow(
      "Error 400: Secret Version [projects/p1/secrets/s/versions/1] is in DISABLED state., failedPrecondition",
    );
    expect(await read("2")).toBe("ABANDON");
    await expect(read("3")).rejects.toThrow("versions/3] is in DESTROYED state.");
    // the one that was added last, whatever its state
    await expect(read("latest")).rejects.toThrow("versions/latest] is in DESTROYED state.");
    await expect(read("current")).rejects.toThrow("versions/current] is in DESTROYED state.");
    await expect(read("4")).rejects.toThrow("Error 404");
    await expect(read("previous")).rejects.toThrow("Error 404");
  });

  it("finds existing objects as data and says 404 for others", async () => {
    const subject = provider();
    await created(subject, "google_compute_network", { name: "n" });
    const found = await subject.readData("google_compute_network", { name: "n", project: null });
    expect(found["self_link"]).toBe("https://www.googleapis.com/compute/v1/projects/p1/global/networks/n");
    await expect(subject.readData("google_compute_network", { name: "m", project: null })).rejects.toThrow(
      new Refusal('googleapi: Error 404: google_compute_network with name = "m" was not found, notFound'),
    );
  });

  it.each(Object.keys(google.resources).map((type) => [type]))(
    "can create, read again and delete a %s",
    async (type) => {
      const subject = provider();
      const block = google.resources[type] ?? { attributes: {}, blocks: {} };
      const given = Object.fromEntries(
        Object.entries(block.attributes).flatMap(([name, { required, type: kind }]) =>
          required === true
            ? [[name, kind === "string" ? `${name}-value` : kind === "number" ? 1 : kind === "bool" ? true : []]]
            : [],
        ),
      ) as ObjectValue;
      const state = await created(subject, type, given);
      expect(state["id"]).toMatch(/^[^{}]+$/);
      expect(JSON.stringify(state)).not.toContain("undefined");
      expect(subject.read(type, state)).toMatchObject({ id: state["id"] });
      await subject.apply({ type, prior: state, planned: null, config: null });
      expect(subject.read(type, state)).toBeNull();
    },
  );

  it("serves its functions and explains wrong arguments", () => {
    const call = (name: string, value: string) => googleFunctions[name]?.call(value);
    const id = "projects/p/locations/europe-west1/zones/z/regions/r/things/t";
    expect(call("region_from_zone", "us-central1-b")).toBe("us-central1");
    expect(
      ["project_from_id", "location_from_id", "zone_from_id", "region_from_id", "name_from_id"].map((name) =>
        call(name, id),
      ),
    ).toEqual(["p", "europe-west1", "z", "r", "t"]);
    expect(() => call("project_from_id", "x")).toThrow(
      'The input string "x" is not an id that contains projects/<project>.',
    );
  });
});

describe("guessed kinds", () => {
  it("use Google's order of places, or a number where the caller can't choose a name", () => {
    const block = (...names: string[]): BlockSchema => ({
      attributes: Object.fromEntries(names.map((name) => [name, { type: "string", required: true }])),
      blocks: {},
    });
    expect(googleKind("google_new_thing", block("project", "location", "thing_id")).id).toBe(
      "projects/{project}/locations/{location}/newThings/{thing_id|last}",
    );
    expect(googleKind("google_new_thing", block("project")).id).toBe("projects/{project}/newThings/{#}");
  });
});

describe("random and tls", () => {
  const random = randomProvider(loadSchema("random"));
  const tls = tlsProvider(loadSchema("tls"));

  it("make passwords of the wanted length with at least the wanted characters", async () => {
    const { result } = await random.open("random_password", {
      length: 40,
      min_special: 5,
      override_special: "_",
      upper: false,
    });
    expect(result["result"]).toMatch(/^[a-z0-9_]{40}$/);
    expect(stringIn(result, "result").match(/_/g)?.length).toBeGreaterThanOrEqual(5);
    const again = await random.open("random_password", { length: 40 });
    expect(again.result["result"]).not.toBe(result["result"]);
  });

  it.each([
    [{ length: 3, min_lower: 4 }, "must be at least sum of min_upper + min_lower + min_numeric + min_special, got: 3"],
    [{ length: 0 }, "Attribute length value must be at least 1"],
  ])("refuse the password %j", (arguments_, message) => {
    expect(random.validate("ephemeral", "random_password", arguments_)[0]?.detail).toContain(message);
    expect(random.validate("ephemeral", "random_password", { length: 4, min_lower: 4 })).toEqual([]);
  });

  it.each(Object.keys(loadSchema("random").resources))("%s is generated whole and keeps its value", async (type) => {
    const block = loadSchema("random").resources[type] ?? { attributes: {}, blocks: {} };
    const required: ObjectValue = { length: 8, byte_length: 4, min: 1, max: 6, input: ["a", "b"] };
    const wanted = Object.fromEntries(
      Object.entries(block.attributes).map(([name, attribute]) => [
        name,
        attribute.required === true ? (required[name] ?? null) : null,
      ]),
    );
    const { planned } = random.plan({ type, prior: null, proposed: wanted, config: wanted });
    const { state } = await random.apply({ type, prior: null, planned, config: wanted });
    const computed = Object.entries(block.attributes).filter(
      ([, { optional, required: needed }]) => optional !== true && needed !== true,
    );
    expect(computed.every(([name]) => state?.[name] !== null)).toBe(true);
    expect(random.plan({ type, prior: state, proposed: state ?? {}, config: wanted })).toEqual({
      planned: state,
      requiresReplace: [],
    });
  });

  it.each([
    [{ algorithm: "RSA" }, "rsa", "ssh-rsa "],
    [{ algorithm: "ECDSA", ecdsa_curve: "P384" }, "ec", "ecdsa-sha2-nistp384 "],
    [{ algorithm: "ED25519" }, "ed25519", "ssh-ed25519 "],
  ])("make a real key pair for %j", async (arguments_, kind, prefix) => {
    const { result } = await tls.open("tls_private_key", arguments_);
    const key = createPrivateKey(stringIn(result, "private_key_pem"));
    expect(key.asymmetricKeyType).toBe(kind);
    expect(createPublicKey(key).export({ format: "pem", type: "spki" })).toBe(result["public_key_pem"]);
    expect(result["public_key_openssh"]).toMatch(new RegExp(`^${prefix}`));
    expect(result["private_key_openssh"]).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
  });

  it("use RSA 2048 unless told otherwise", async () => {
    const { result } = await tls.open("tls_private_key", { algorithm: "RSA", rsa_bits: null });
    expect(createPrivateKey(stringIn(result, "private_key_pem")).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(tls.validate("ephemeral", "tls_private_key", { algorithm: "DSA" })[0]?.detail).toContain('got: "DSA"');
  });
});

describe("mergedValues", () => {
  it("merges as Helm does", () => {
    expect(mergedValues(["a: {b: 1, c: [1, 2]}\nd: x", "a: {c: [3]}\nd: null"])).toEqual({ a: { b: 1, c: [3] } });
    expect(isObject({})).toBe(true);
  });
});
