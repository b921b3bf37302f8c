import { type ProviderSchema } from "../../sandbox/schema/types";
import { brokenReferences, type Synthesized } from "../support/references";

const provider: ProviderSchema = {
  name: "google",
  version: "6.50.0",
  protocol: 5,
  provider: { attributes: {}, blocks: {} },
  dataSources: { google_project: { attributes: { number: { type: "string", computed: true } }, blocks: {} } },
  ephemeralResources: {},
  resources: {
    google_network: {
      attributes: {
        id: { type: "string", computed: true },
        tags: { type: ["map", "string"], computed: true },
        hosts: { type: ["list", ["object", { name: "string" }]], computed: true },
        peer: { type: "string", optional: true },
      },
      blocks: {
        settings: {
          nesting: "list",
          minItems: 0,
          maxItems: 1,
          block: { attributes: { size: { type: "number", optional: true } }, blocks: {} },
        },
      },
    },
  },
};

const stackWith = (peer: unknown, extra: Synthesized = {}): Synthesized => ({
  resource: { google_network: { a: { peer }, b: {} } },
  data: { google_project: { p: {} } },
  ...extra,
});

describe("brokenReferences", () => {
  it.each([
    "${google_network.b.id}",
    "${google_network.b.settings[0].size}",
    "${google_network.b.hosts[0].name}",
    '${google_network.b.tags["owner"]}',
    '${trimsuffix(google_network.b.id, ".example.name")}-${data.google_project.p.number}',
    'text with "quotes" and {braces} around ${jsonencode(join("}", [google_network.b.id, "${google_network.b.id}"]))}',
    "an escaped $${google_network.c.id}",
    "no reference at all, not even google_network.c.id",
  ])("accepts %s", async (expression) => {
    expect(await brokenReferences(stackWith(expression), [provider])).toEqual([]);
  });

  it.each([
    [
      "an absent resource",
      "${google_network.c.id}",
      "google_network.a: peer refers to google_network.c, which is not in the stack",
    ],
    [
      "an absent resource behind quotes",
      '{"a": "b", "c": ${jsonencode(google_network.c.id)}}',
      "google_network.a: peer refers to google_network.c, which is not in the stack",
    ],
    [
      "an absent data source",
      "${data.google_project.q.number}",
      "google_network.a: peer refers to data.google_project.q, which is not in the stack",
    ],
    [
      "an unknown attribute",
      "${google_network.b.self}",
      "google_network.a: peer refers to google_network.b.self, which its type does not have",
    ],
    [
      "an unknown attribute of a block",
      "${google_network.b.settings[0].color}",
      "google_network.a: peer refers to google_network.b.settings.0.color, which its type does not have",
    ],
    [
      "an unknown member of an object",
      "${google_network.b.hosts[0].port}",
      "google_network.a: peer refers to google_network.b.hosts.0.port, which its type does not have",
    ],
    [
      "an attribute of a string",
      "${google_network.b.id.value}",
      "google_network.a: peer refers to google_network.b.id.value, which its type does not have",
    ],
  ])("reports %s", async (_what, expression, problem) => {
    expect(await brokenReferences(stackWith(expression), [provider])).toEqual([problem]);
  });

  it("refuses an expression that cannot be parsed", async () => {
    await expect(brokenReferences(stackWith("${upper(google_network.b.id}"), [provider])).rejects.toThrow(
      "Missing argument separator",
    );
  });

  it("reports an absent dependency, also in an output", async () => {
    const stack = stackWith("x", { output: { id: { value: "${google_network.z.id}" } } });
    (stack.resource?.google_network?.b as Record<string, unknown>).depends_on = ["google_network.y"];

    expect(await brokenReferences(stack, [provider])).toEqual([
      "google_network.b: depends_on[0] refers to google_network.y, which is not in the stack",
      "output: id.value refers to google_network.z, which is not in the stack",
    ]);
  });

  it("reports a cycle", async () => {
    const stack = stackWith("${google_network.b.id}");
    (stack.resource?.google_network?.b as Record<string, unknown>).depends_on = ["google_network.a"];

    expect(await brokenReferences(stack, [provider])).toEqual([
      "cycle: google_network.a -> google_network.b -> google_network.a",
    ]);
  });

  it("reports a type that no provider has", async () => {
    expect(await brokenReferences({ resource: { aws_vpc: { v: {} } } }, [provider])).toEqual([
      "no provider has the resource type aws_vpc",
    ]);
  });
});
