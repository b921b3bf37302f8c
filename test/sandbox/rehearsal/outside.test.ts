import { join } from "node:path";
import { Store } from "../../../sandbox/cloud/store";
import { placeOutside, readOutside } from "../../../sandbox/rehearsal/outside";
import { directoryWith, emptyDirectory, removeDirectories } from "../any-stack/directories";

afterAll(removeDirectories);

const ZONE = { type: "google_dns_managed_zone", key: "projects/p/managedZones/z", attributes: { name: "z" } };

describe("what exists already", () => {
  it("is placed in the cloud as if somebody else had made it long ago", () => {
    const cloud = emptyDirectory();
    const known = { type: "t", key: "k", attributes: { id: "its own" } };
    placeOutside(cloud, [ZONE, known]);
    const store = new Store(cloud);
    expect(store.get(ZONE.type, ZONE.key)).toEqual({
      ...ZONE,
      created: "1970-01-01T00:00:00.000Z",
      attributes: { id: ZONE.key, name: "z" },
    });
    expect(store.get("t", "k")?.attributes).toEqual({ id: "its own" });
  });

  const read = (content: string | object) =>
    readOutside(join(directoryWith({ "outside.json": content }), "outside.json"));

  it("is read from a file", () => {
    expect(read([ZONE])).toEqual([ZONE]);
    expect(read([])).toEqual([]);
  });

  const example =
    'outside.json can\'t be used as what exists already; it has to be like [{ "type": "google_dns_managed_zone", ' +
    '"key": "projects/p/managedZones/z", "attributes": { "name": "z" } }]:';

  it("is refused with every entry that is none", () => {
    const wrong = [
      ZONE,
      "z",
      null,
      { type: "t" },
      { ...ZONE, key: "" },
      { ...ZONE, type: 1 },
      { ...ZONE, attributes: [] },
    ];
    expect(() => read(wrong)).toThrow(
      [
        example,
        '- entry 1: "z"',
        "- entry 2: null",
        '- entry 3: {"type":"t"}',
        '- entry 4: {"type":"google_dns_managed_zone","key":"","attributes":{"name":"z"}}',
        '- entry 5: {"type":1,"key":"projects/p/managedZones/z","attributes":{"name":"z"}}',
        '- entry 6: {"type":"google_dns_managed_zone","key":"projects/p/managedZones/z","attributes":[]}',
      ].join("\n"),
    );
  });

  it("is refused when it is there twice", () => {
    expect(() => read([ZONE, { ...ZONE, attributes: {} }])).toThrow(
      "- google_dns_managed_zone projects/p/managedZones/z is there twice; an object exists once",
    );
  });

  it("is refused when it is no list, no JSON or not there", () => {
    expect(() => read({})).toThrow(`${example}\n- the file holds no list`);
    expect(() => read("[")).toThrow(
      /outside\.json can't be read as what exists already; it has to be like \[.*:\n- .*JSON/,
    );
    expect(() => readOutside("/nowhere/outside.json")).toThrow(
      "ENOENT: no such file or directory, open '/nowhere/outside.json'",
    );
  });
});
