import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../../../sandbox/cloud/store";
import { putTornStateAside } from "../../../sandbox/torn-state";

const temporary = mkdtempSync(join(tmpdir(), "torn-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const WHOLE = '{"version":4,"serial":1}';
const HALF = '{"version":4,"serial":2,"resou';
let count = 0;

/** A stack's directory, and the state file that its backend names. */
function stack(contents: { readonly state?: string; readonly backup?: string }): { directory: string; file: string } {
  const root = join(temporary, String((count += 1)));
  const directory = join(root, "stacks", "demo");
  mkdirSync(directory, { recursive: true });
  const file = join(root, "demo.tfstate");
  if (contents.state !== undefined) writeFileSync(file, contents.state);
  if (contents.backup !== undefined) writeFileSync(`${file}.backup`, contents.backup);
  return { directory, file };
}

const cloud = join(temporary, "cloud");
const local = { terraform: { backend: { local: { path: "../../demo.tfstate" } } } };

describe("putTornStateAside", () => {
  it("puts a half written state aside and the backup in its place", () => {
    const { directory, file } = stack({ state: HALF, backup: WHOLE });

    expect(putTornStateAside(directory, local, cloud)).toBe(`${file}.torn`);
    expect(readFileSync(file, "utf8")).toBe(WHOLE);
    expect(readFileSync(`${file}.torn`, "utf8")).toBe(HALF);
  });

  it.each([
    ["there is no backup", undefined],
    ["the backup is torn, too", HALF],
  ])("begins without a state when %s", (_when, backup) => {
    const { directory, file } = stack({ state: HALF, backup });

    expect(putTornStateAside(directory, local, cloud)).toBe(`${file}.torn`);
    expect(existsSync(file)).toBe(false);
  });

  it("puts the backup in the place of a state that Terraform has emptied and not filled", () => {
    const { directory, file } = stack({ state: "", backup: WHOLE });

    expect(putTornStateAside(directory, local, cloud)).toBe(`${file}.torn`);
    expect(readFileSync(file, "utf8")).toBe(WHOLE);
  });

  it.each([
    ["there is no backup", undefined],
    ["the backup is empty, too", ""],
    ["the backup is torn", HALF],
  ])("leaves an empty state alone when %s", (_when, backup) => {
    const { directory, file } = stack({ state: "", backup });

    expect(putTornStateAside(directory, local, cloud)).toBeUndefined();
    expect(readFileSync(file, "utf8")).toBe("");
  });

  it.each([
    ["a whole state", WHOLE],
    ["no state", undefined],
  ])("leaves %s alone", (_what, state) => {
    const { directory, file } = stack({ state, backup: '{"version":4,"serial":0}' });

    expect(putTornStateAside(directory, local, cloud)).toBeUndefined();
    expect(existsSync(file) ? readFileSync(file, "utf8") : undefined).toBe(state);
  });

  it("finds the state of a stack that names no backend", () => {
    const { directory } = stack({});
    writeFileSync(join(directory, "terraform.tfstate"), HALF);

    expect(putTornStateAside(directory, { terraform: [{ required_version: ">= 1.11" }] }, cloud)).toBe(
      join(directory, "terraform.tfstate.torn"),
    );
  });

  it("touches nothing when the state is kept in a bucket", () => {
    const { directory } = stack({});
    writeFileSync(join(directory, "terraform.tfstate"), HALF);

    expect(putTornStateAside(directory, { terraform: { backend: { gcs: { bucket: "b" } } } }, cloud)).toBeUndefined();
    expect(readFileSync(join(directory, "terraform.tfstate"), "utf8")).toBe(HALF);
  });

  it("lets the cloud take up again what the lost state knew of, also when a provider ended before the state was lost", () => {
    const own = join(temporary, "own-cloud");
    const object = { type: "kubernetes_namespace_v1", key: "a", created: "2026-11-26T00:00:00Z", attributes: {} };
    const creation = { run: "1", configuration: "c" };
    const store = new Store(own);
    store.create({ ...object, answered: creation });
    putTornStateAside(stack({ state: WHOLE }).directory, local, own);
    expect(store.get(object.type, "a")?.unacknowledged).toBeUndefined();
    putTornStateAside(stack({ state: HALF }).directory, local, own);
    expect(store.get(object.type, "a")).toEqual({ ...object, unacknowledged: { ...creation, run: "1 lost" } });
  });
});
