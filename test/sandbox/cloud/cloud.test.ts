import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud, type Change } from "../../../sandbox/cloud/cloud";
import { type Kind } from "../../../sandbox/cloud/kind";
import { googleKind } from "../../../sandbox/cloud/kinds";
import { law as nameTaken } from "../../../sandbox/cloud/laws/name-taken";
import { sha256, Store } from "../../../sandbox/cloud/store";
import { fill } from "../../../sandbox/cloud/template";
import { UNKNOWN, type ObjectValue } from "../../../sandbox/plugin/values";
import { type BlockSchema } from "../../../sandbox/schema/types";
import { filesBelow } from "../terraform";

const directory = mkdtempSync(join(tmpdir(), "cloud-"));
afterAll(() => rmSync(directory, { recursive: true }));

let count = 0;
const fresh = () => new Store(join(directory, String((count += 1))));

const block: BlockSchema = {
  attributes: {
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    project: { type: "string", optional: true, computed: true },
    description: { type: "string", optional: true },
    address: { type: "string", optional: true, computed: true },
    address_type: { type: "string", optional: true },
    version: { type: "string", computed: true },
  },
  blocks: {},
};

const address: Kind = googleKind("google_compute_global_address", block);

function change(attributes: ObjectValue, kind: Kind = address, type = "google_compute_global_address"): Change {
  const planned = {
    id: UNKNOWN,
    project: "p",
    address: UNKNOWN,
    version: UNKNOWN,
    description: null,
    address_type: null,
    ...attributes,
  };
  return { type, kind, block, planned, writeOnly: {}, project: "p" };
}

/** A cloud without laws, as one Terraform run sees it. */
const cloudOf = (store: Store, run: string, now = "2026-01-01T00:00:00Z") =>
  new Cloud(store, () => [], { run, clock: () => new Date(now) });

describe("Cloud", () => {
  it("remembers deleted names while anything is left, and starts over once it is empty", () => {
    const store = fresh();
    const cloud = cloudOf(store, "1");
    const lasting: Kind = { ...address, tombstoneDays: 7 };
    const [first, second] = ["a", "b"].map((name) => cloud.create(change({ name }, lasting)).attributes);
    const remove = (attributes: ObjectValue = {}) =>
      cloud.remove("google_compute_global_address", lasting, attributes, "p");
    const [key = ""] = store.list().map((object) => object.key);

    remove(first);
    expect(store.buried("google_compute_global_address", key)).toBeDefined();
    remove(second);
    expect(store.buried("google_compute_global_address", key)).toBeUndefined();
  });

  it("takes an unanswered create up again when the same configuration asks in a later run", () => {
    const store = fresh();
    const first = cloudOf(store, "1").create(change({ name: "a" }));
    const second = cloudOf(store, "2").create(change({ name: "a" }));
    expect(second.attributes).toEqual(first.attributes);
    expect(store.list()).toHaveLength(1);
  });

  it("takes a create up again that counts from another time, or that a provider completed in another way", () => {
    const store = fresh();
    const at = (description: string) => change({ name: "a", description });
    const first = cloudOf(store, "1").create(at("next at 2026-01-01T00:00:00Z"));
    expect(cloudOf(store, "2").create(at("next at 2026-01-01T00:05:07.5+01:00")).attributes).toEqual(first.attributes);
    const release = (version: string) => ({ ...change({ name: "b", version }), asked: change({ name: "b" }).planned });
    cloudOf(store, "1").create(release("deployed at noon"));
    cloudOf(store, "2").create(release("deployed at one"));
    expect(store.list()).toHaveLength(2);
  });

  it.each([
    ["the same run", "1", { name: "a" }, false],
    ["another configuration", "2", { name: "a", description: "other" }, false],
    ["an object whose creator read it later", "2", { name: "a" }, true],
  ])("does not take a create up again for %s", (_title, run, attributes, acknowledge) => {
    const store = fresh();
    const creator = cloudOf(store, "1");
    creator.create(change({ name: "a" }));
    if (acknowledge) creator.acknowledgeAll();
    const taken = () => ({ message: "409" });
    const laws = [
      (operation: { readonly type: string; readonly key: string }, view: { get: Store["get"] }) =>
        view.get(operation.type, operation.key) === undefined ? undefined : taken(),
    ];
    const other = new Cloud(store, () => laws, { run });
    expect(() => other.create(change(attributes))).toThrow("409");
  });

  it("acknowledges an object that a later run reads by its id", () => {
    const store = fresh();
    const { attributes } = cloudOf(store, "1").create(change({ name: "a" }));
    expect(store.list()[0]?.unacknowledged).toBeDefined();
    cloudOf(store, "2").read("google_compute_global_address", address, attributes);
    expect(store.list()[0]?.unacknowledged).toBeUndefined();
  });

  it("gives every object its own address and takes it back with the object", () => {
    const store = fresh();
    const cloud = cloudOf(store, "1");
    const [first, second] = ["a", "b"].map((name) => cloud.create(change({ name })).attributes);
    expect([first?.["address"], second?.["address"]]).toEqual(["203.0.113.2", "203.0.113.3"]);
    cloud.remove("google_compute_global_address", address, first ?? {}, "p");
    expect(cloud.create(change({ name: "c" })).attributes["address"]).toBe("203.0.113.2");
  });

  it("numbers versions and never gives a number twice while the parent lives", () => {
    const kind: Kind = { id: "{name}/versions/{version}", key: "{name}/versions/{version}", sequence: "version" };
    const cloud = cloudOf(fresh(), "1");
    const create = () => cloud.create(change({ name: "s", description: "x" }, kind, "google_v")).attributes;
    const numbers = [create(), create()];
    expect(numbers.map(({ version }) => version)).toEqual(["1", "2"]);
    cloud.remove("google_v", kind, numbers[1] ?? {}, "p");
    expect(create()["version"]).toBe("3");
  });

  it("warns when something comes back that the real API never deletes", () => {
    const kind: Kind = { id: "projects/{project}/keyRings/{name}", permanent: true };
    const cloud = cloudOf(fresh(), "1");
    const ring = change({ name: "ring" }, kind, "google_kms_key_ring");
    expect(cloud.create(ring).warnings).toEqual([]);
    cloud.create(change({ name: "something-else" }));
    cloud.remove("google_kms_key_ring", kind, { id: "projects/p/keyRings/ring" }, "p");
    expect(cloud.create(ring).warnings[0]).toMatch(/^projects\/p\/keyRings\/ring was never deleted in Google Cloud/);
  });

  it("removes what lies inside a removed object, and nothing whose name only begins alike", () => {
    const store = fresh();
    const cloud = cloudOf(store, "1");
    const kind: Kind = { id: "{name}" };
    for (const name of ["s", "s/versions/1", "s2"]) cloud.create(change({ name }, kind, "google_v"));
    cloud.remove("google_v", kind, { id: "s" }, "p");
    expect(store.list().map(({ key }) => key)).toEqual(["s2"]);
  });

  it("refuses to update what is gone", () => {
    const cloud = cloudOf(fresh(), "1");
    expect(() => cloud.update(change({ name: "a" }), { id: "projects/p/global/addresses/a" })).toThrow(
      "googleapi: Error 404: The resource 'projects/p/global/addresses/a' was not found, notFound",
    );
  });

  it("seals payloads: they come back, and no file holds them", () => {
    const store = fresh();
    const cloud = cloudOf(store, "1");
    cloud.seal("google_v", "k", "the payload");
    expect(cloud.unseal("google_v", "k")).toBe("the payload");
    const files = filesBelow(store.directory);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(readFileSync(file, "utf8")).not.toContain("the payload");
      expect(statSync(file).mode & 0o077).toBe(0);
    }
  });
});

describe("the default rule of a security policy", () => {
  const text = { type: "string", optional: true, computed: true } as const;
  const policyBlock: BlockSchema = { attributes: { id: text, name: text, project: text }, blocks: {} };
  const ruleBlock: BlockSchema = {
    attributes: {
      id: text,
      project: text,
      security_policy: text,
      action: text,
      description: text,
      priority: { type: "number" },
    },
    blocks: {},
  };
  const [POLICY, RULE] = ["google_compute_security_policy", "google_compute_security_policy_rule"] as const;
  const policyKind = googleKind(POLICY, policyBlock);
  const ruleKind = googleKind(RULE, ruleBlock);
  const created = (cloud: Cloud) => {
    const planned = { id: UNKNOWN, name: "edge", project: "p" };
    const request = { type: POLICY, kind: policyKind, block: policyBlock, planned, writeOnly: {}, project: "p" };
    return cloud.create(request).attributes;
  };
  const rule = (priority: number, action: string): Change => {
    const planned = { id: UNKNOWN, project: "p", security_policy: "edge", action, description: null, priority };
    return { type: RULE, kind: ruleKind, block: ruleBlock, planned, writeOnly: {}, project: "p" };
  };
  const actions = (store: Store) => store.list(RULE).map(({ attributes }) => fill("{priority} {action}", attributes));
  const DEFAULT = 2147483647;

  it("comes with the policy, and is changed by creating it", () => {
    const store = fresh();
    const cloud = new Cloud(store, () => [nameTaken], { run: "1" });
    created(cloud);
    expect(actions(store)).toEqual([`${DEFAULT} allow`]);

    cloud.create(rule(DEFAULT, "deny(403)"));
    expect(actions(store)).toEqual([`${DEFAULT} deny(403)`]);
    cloud.create(rule(1000, "allow"));
    expect(() => cloud.create(rule(1000, "allow"))).toThrow("Cannot have rules with the same priorities.");
  });

  it("stays when it is deleted, unlike other rules, and goes with the policy, like them", () => {
    const store = fresh();
    const cloud = cloudOf(store, "1");
    const policy = created(cloud);
    const [changed, other] = [rule(DEFAULT, "deny(403)"), rule(1000, "allow")].map(
      (one) => cloud.create(one).attributes,
    );
    cloud.remove(RULE, ruleKind, changed ?? {}, "p");
    cloud.remove(RULE, ruleKind, other ?? {}, "p");
    expect(actions(store)).toEqual([`${DEFAULT} deny(403)`]);

    cloud.create(rule(2000, "allow"));
    cloud.remove(POLICY, policyKind, policy, "p");
    expect(store.list()).toEqual([]);
  });
});

describe("Store", () => {
  const object = (key: string) => ({ type: "t", key, created: "now", attributes: {} });

  it("creates a name once", () => {
    const store = fresh();
    expect([store.create(object("a/b")), store.create(object("a/b"))]).toEqual([true, false]);
  });

  it("keeps keys apart that are too long for a file name", () => {
    const store = fresh();
    const keys = ["x".repeat(400), `${"x".repeat(399)}y`, "..", "."];
    for (const key of keys) store.create(object(key));
    expect(keys.map((key) => store.get("t", key)?.key)).toEqual(keys);
  });

  it("leaves nothing unfinished behind", () => {
    const store = fresh();
    store.create(object("a"));
    store.replace({ ...object("a"), attributes: { x: 1 } });
    expect(filesBelow(join(store.directory, ".writing"))).toEqual([]);
    expect(sha256("a")).toHaveLength(64);
  });
});
