import { HelmError } from "../../../sandbox/kubernetes/helm-error";
import { parseManifests } from "../../../sandbox/kubernetes/manifests";

const value = (text: string): unknown =>
  parseManifests(`kind: A\nmetadata: { name: a }\nvalue: ${text}`).objects[0]?.value;

describe("parseManifests", () => {
  it.each<[string, unknown]>([
    ["yes", true],
    ["Off", false],
    ["0440", 288],
    ["0x1F", 31],
    ["1_000", 1000],
    ["08", 8],
    ["1e3", 1000],
    ["2001-01-01", "2001-01-01"],
    ["12:30", "12:30"],
    ["1:30.5", "1:30.5"],
    ["~", null],
    ["'yes'", "yes"],
  ])("reads %s as Helm does", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it("takes the last of two equal keys and says so", () => {
    const { objects, warnings } = parseManifests("kind: A\nmetadata: { name: a }\nvalue: 1\nvalue: 0440\n");

    expect(objects).toEqual([{ kind: "A", metadata: { name: "a" }, value: 288 }]);
    expect(warnings).toEqual([expect.stringContaining("the last of two equal keys wins; remove one")]);
  });

  it("reads a list as its items, leaves out what is no object, and keeps an object without a name", () => {
    const { objects } = parseManifests(
      "kind: List\nitems: [{ kind: A }, { kind: B, metadata: { name: b } }]\n---\n# empty\n---\ntext\n",
    );

    expect(objects).toEqual([
      { kind: "A", metadata: { name: "" } },
      { kind: "B", metadata: { name: "b" } },
    ]);
  });

  it("merges", () => {
    expect(value("{ one: &one { a: 1 }, two: { <<: *one, b: 2 } }")).toEqual({ one: { a: 1 }, two: { a: 1, b: 2 } });
  });

  it("refuses what is no YAML with its place", () => {
    expect(() => parseManifests("kind: [")).toThrow(HelmError);
    expect(() => parseManifests("kind: [")).toThrow("the chart renders invalid YAML");
  });
});
