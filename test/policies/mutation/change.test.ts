import { editsAt } from "../../../policies/mutation/change";
import { canonical, locationsOf } from "../../../policies/mutation/location";
import { add, dropEach, remove, set, type Change } from "../../../policies/mutation/paths/path-table";
import { placesIn } from "../../../policies/mutation/places";
import { type Block } from "../../../policies/rendered/rendered-stack";

const BLOCK: Block = {
  name: "it",
  on: true,
  once: { size: 1, tags: ["a", "b"] },
  listed: [{ size: 1 }],
  containers: [{ name: "app", ports: [80, 81] }, { name: "proxy" }],
  twins: [
    { name: "x", v: 1 },
    { name: "x", v: 2 },
  ],
  labels: { "app.kubernetes.io/name": "shop" },
  nothing: [],
};

const edits = (path: string, change: Change, block = BLOCK) =>
  locationsOf(block, path).flatMap((location) => editsAt(block, location, change));
const labels = (path: string, change: Change) => edits(path, change).map(({ label }) => label);
const results = (path: string, change: Change) => edits(path, change).map(({ result }) => result);

describe("a path", () => {
  it("is written in one way", () => {
    expect(canonical("rule[].match.config")).toBe("rule.match.config");
    expect(canonical("rule[]")).toBe("rule[]");
    expect(canonical("a[].b[]")).toBe("a.b[]");
  });

  it.each([
    ["containers[].ports", ["containers[app].ports"]],
    ["containers.ports[]", ["containers[app].ports[80]", "containers[app].ports[81]"]],
    ["containers[]", ["containers[app]", "containers[proxy]"]],
    ["twins[].v", ["twins[0].v", "twins[1].v"]],
    ["once[].size", ["once.size"]],
    ["once[]", ["once"]],
    ["listed.size", ["listed[0].size"]],
    ["labels.app.kubernetes.io/name", ["labels.app.kubernetes.io/name"]],
    ["", [""]],
    ["absent", []],
    ["absent.below", []],
    ["name.below", []],
    ["nothing[].x", []],
  ])("finds %s", (path, expected) => {
    expect(labels(path, remove)).toEqual(expected);
  });
});

describe("a change", () => {
  it("removes arguments, items and the whole", () => {
    expect(results("on", remove)).toEqual([expect.not.objectContaining({ on: true })]);
    expect(results("containers[].ports[]", remove)[0]?.containers).toEqual([
      { name: "app", ports: [81] },
      { name: "proxy" },
    ]);
    expect(results("", remove)).toEqual([undefined]);
  });

  it("leaves the original alone and shares what stays", () => {
    const before = JSON.stringify(BLOCK);
    const [result] = results("once.size", set(2));
    expect(JSON.stringify(BLOCK)).toBe(before);
    expect(result?.containers).toBe(BLOCK.containers);
  });

  it("sets only what is there and was otherwise", () => {
    expect(results("on", set(false))).toEqual([{ ...BLOCK, on: false }]);
    expect(results("on", set(true))).toEqual([]);
    expect(results("absent", set(false))).toEqual([]);
    expect(edits("on", set(false))[0]?.change).toBe("set false");
  });

  it("drops each item, and a block that is rendered as an object", () => {
    expect(results("once.tags", dropEach).map((result) => result?.once)).toEqual([
      { size: 1, tags: ["b"] },
      { size: 1, tags: ["a"] },
    ]);
    expect(edits("once.tags", dropEach).map(({ label, change }) => `${label} ${change}`)).toEqual([
      "once.tags[a] remove",
      "once.tags[b] remove",
    ]);
    expect(labels("once", dropEach)).toEqual(["once"]);
    expect(labels("name", dropEach)).toEqual([]);
  });

  it("adds items and fields", () => {
    expect(results("once.tags", add("c"))[0]?.once).toEqual({ size: 1, tags: ["a", "b", "c"] });
    expect(results("once.tags", add("a"))).toEqual([]);
    expect(results("once", add({ public: true, size: 0 }))[0]?.once).toEqual({
      size: 0,
      tags: ["a", "b"],
      public: true,
    });
    expect(results("containers[]", add({ privileged: true }))).toHaveLength(2);
    expect(results("", add({ extra: 1 }))).toEqual([{ ...BLOCK, extra: 1 }]);
    expect(results("name", add("x"))).toEqual([]);
    expect(results("once", add("x"))).toEqual([]);
  });

  it("makes a list where there is none, but not the block that would hold it", () => {
    expect(results("containers[].args", add("--insecure")).map((result) => result?.containers)).toEqual([
      [{ name: "app", ports: [80, 81], args: ["--insecure"] }, { name: "proxy" }],
      [
        { name: "app", ports: [80, 81] },
        { name: "proxy", args: ["--insecure"] },
      ],
    ]);
    expect(results("absent.args", add("--insecure"))).toEqual([]);
  });
});

it("places are everything that a table can name", () => {
  const places = placesIn(BLOCK);
  const paths = (leaf: boolean) => [...new Set(places.filter(({ isLeaf }) => isLeaf === leaf).map(({ path }) => path))];
  expect(paths(true)).toEqual([
    "name",
    "on",
    "once.size",
    "once.tags[]",
    "listed.size",
    "containers.name",
    "containers.ports[]",
    "twins.name",
    "twins.v",
    "labels",
    "nothing",
  ]);
  expect(paths(false)).toEqual([
    "once",
    "once.tags",
    "listed",
    "listed[]",
    "containers",
    "containers[]",
    "containers.ports",
    "twins",
    "twins[]",
  ]);
  for (const { path, label, value } of places) {
    expect(locationsOf(BLOCK, path)).toContainEqual(expect.objectContaining({ label, value }));
  }
});
