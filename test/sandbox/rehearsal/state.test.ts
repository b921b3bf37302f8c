import { addressesIn, instancesIn } from "../../../sandbox/rehearsal/state";
import { without } from "../../../sandbox/rehearsal/things";
import { directoryWith, emptyDirectory, removeDirectories } from "../any-stack/directories";

afterAll(removeDirectories);

const resource = (name: string, instances: readonly object[], more: object = {}) => ({
  mode: "managed",
  type: "google_compute_network",
  name,
  instances,
  ...more,
});

const stateOf = (...resources: readonly object[]) => directoryWith({ "terraform.tfstate": { version: 4, resources } });

describe("the addresses in a state", () => {
  it("have their module, and their key as Terraform writes it", () => {
    const folder = stateOf(
      resource("single", [{}]),
      resource("counted", [{ index_key: 1 }, { index_key: 0 }]),
      resource("each", [{ index_key: 'a"b' }]),
      resource("inside", [{}], { module: 'module.a["x"].module.b' }),
    );
    expect(addressesIn(folder)).toEqual([
      "google_compute_network.counted[0]",
      "google_compute_network.counted[1]",
      'google_compute_network.each["a\\"b"]',
      "google_compute_network.single",
      'module.a["x"].module.b.google_compute_network.inside',
    ]);
  });

  it("say what the next apply replaces or removes", () => {
    const folder = stateOf(
      resource("half", [{ status: "tainted" }]),
      resource("main", [{ deposed: "0a1b2c3d" }, { index_key: undefined }]),
    );
    expect(addressesIn(folder)).toEqual([
      "google_compute_network.half (tainted)",
      "google_compute_network.main",
      "google_compute_network.main (deposed)",
    ]);
  });

  it("are those of resources alone", () => {
    expect(addressesIn(stateOf(resource("main", [{}], { mode: "data" })))).toEqual([]);
  });

  it("are none where nothing was deployed", () => {
    expect(addressesIn(emptyDirectory())).toEqual([]);
    expect(addressesIn(directoryWith({ "terraform.tfstate": { version: 4 } }))).toEqual([]);
  });

  it("come with what the state knows of each", () => {
    const [instance] = instancesIn(stateOf(resource("main", [{ attributes: { name: "n" }, index_key: 0 }])));
    expect(instance).toEqual({
      address: "google_compute_network.main[0]",
      type: "google_compute_network",
      attributes: { name: "n" },
      mark: "",
    });
  });
});

describe("what one list has and another has not", () => {
  it.each([
    [["a", "b"], ["b"], ["a"]],
    [["a"], ["a", "b"], []],
    [["a", "a", "a"], ["a"], ["a", "a"]],
    [["b", "a", "b"], ["b"], ["a", "b"]],
    [[], ["a"], []],
  ])("of %j without %j is %j: copies count", (list, others, left) => {
    expect(without(list, others)).toEqual(left);
  });
});
