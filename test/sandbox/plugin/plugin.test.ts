import { createPublicKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../../../sandbox/plugin/certificate";
import { decodeValue, encodeValue, fromStateJson } from "../../../sandbox/plugin/codec";
import { attributePath, fromError, Refusal, toWire } from "../../../sandbox/plugin/diagnostics";
import { handlers, type Request } from "../../../sandbox/plugin/handlers";
import { providerService } from "../../../sandbox/plugin/protocol";
import { schemaFromFile } from "../../../sandbox/plugin/schema-file";
import { objectType } from "../../../sandbox/plugin/types";
import { BigDecimal, Dynamic, equal, Unknown, UNKNOWN, type Value } from "../../../sandbox/plugin/values";
import { randomProvider } from "../../../sandbox/providers/random";
import { type AttributeType, type BlockSchema, type ProviderSchema } from "../../../sandbox/schema/types";

const block: BlockSchema = {
  attributes: { name: { type: "string", required: true }, labels: { type: ["map", "string"], optional: true } },
  blocks: {
    rule: {
      nesting: "set",
      minItems: 0,
      maxItems: 0,
      block: { attributes: { port: { type: "number", optional: true } }, blocks: {} },
    },
    timeouts: { nesting: "single", minItems: 0, maxItems: 0, block: { attributes: {}, blocks: {} } },
  },
};

describe("the codec of values", () => {
  it.each<[string, Value, AttributeType]>([
    ["null", null, "string"],
    ["an unknown", UNKNOWN, "string"],
    ["text", "ä☃", "string"],
    ["a fraction, exactly", 0.1, "number"],
    ["an integer beyond 2^53", 9_007_199_254_740_993n, "number"],
    ["an integer beyond 2^64", 36_893_488_147_419_103_232n, "number"],
    ["a long fraction", new BigDecimal("0.1000000000000000000000001"), "number"],
    [
      "a list of objects",
      [
        { a: "x", b: null },
        { a: UNKNOWN, b: true },
      ],
      ["list", ["object", { a: "string", b: "bool" }]],
    ],
    ["a map", { "a.b/c": "x" }, ["map", "string"]],
    ["a dynamic value", new Dynamic(["tuple", ["string", "number"]], ["x", 1.5]), "dynamic"],
  ])("brings back %s", (_title, value, type) => {
    expect(equal(decodeValue(encodeValue(value, type), type), value)).toBe(true);
  });

  it("keeps the refinement of an unknown", () => {
    const refined = new Unknown(Uint8Array.from([0x81, 0x01, 0xc2]));
    expect(decodeValue(encodeValue(refined, "string"), "string")).toEqual(refined);
  });

  it("writes an unknown as Terraform's extension 0 and 0.1 as decimal text", () => {
    expect(encodeValue(UNKNOWN, "string").toString("hex")).toBe("d40000");
    expect(encodeValue(0.1, "number").toString("hex")).toBe("a3302e31");
  });

  it("completes objects with null and refuses what does not fit", () => {
    expect(decodeValue(encodeValue({ name: "x" }, objectType(block)), objectType(block))).toEqual({
      name: "x",
      labels: null,
      rule: null,
      timeouts: null,
    });
    expect(() => encodeValue("x", ["list", "string"])).toThrow('A value does not fit its type ["list","string"]');
  });

  it("reads a state's JSON with long numbers intact and drops what the schema no longer has", () => {
    const type: AttributeType = ["object", { n: "number", s: "string" }];
    expect(fromStateJson('{"n": 12345678901234567890, "s": "12345678901234567890", "old": 1}', type)).toEqual({
      n: 12_345_678_901_234_567_890n,
      s: "12345678901234567890",
    });
  });
});

describe("the protocol", () => {
  it("names methods as each version does", () => {
    expect(providerService(5)["GetSchema"]?.path).toBe("/tfplugin5.Provider/GetSchema");
    expect(providerService(5)["PrepareProviderConfig"]).toBeDefined();
    expect(providerService(6)["GetProviderSchema"]?.path).toBe("/tfplugin6.Provider/GetProviderSchema");
    expect(providerService(6)["ValidateProviderConfig"]).toBeDefined();
  });

  it("puts write_only where each version has it", () => {
    const message = (protocol: 5 | 6) => {
      const attribute = { name: "a", type: Buffer.from('"string"'), write_only: true };
      const schema = { provider: { version: 0, block: { attributes: [attribute] } } };
      const method = providerService(protocol)[protocol === 5 ? "GetSchema" : "GetProviderSchema"];
      return method?.responseSerialize(schema).toString("hex");
    };
    // field 10 and field 11 as a varint: tags 0x50 and 0x58
    expect(message(5)).toContain("5001");
    expect(message(6)).toContain("5801");
  });
});

describe("diagnostics", () => {
  it("carry summary, detail and the way to the argument", () => {
    const [diagnostic] = fromError(new Refusal("No", { detail: "Because", attribute: "settings.0.tier" }));
    expect(diagnostic && toWire(diagnostic)).toEqual({
      severity: 1,
      summary: "No",
      detail: "Because",
      attribute: { steps: [{ attribute_name: "settings" }, { element_key_int: 0 }, { attribute_name: "tier" }] },
    });
    expect(attributePath("name")).toEqual({ steps: [{ attribute_name: "name" }] });
  });

  it("say that a defect is one", () => {
    expect(fromError(new TypeError("x is not a function"))[0]?.summary).toMatch(/^The sandbox itself failed/);
  });
});

describe("handlers", () => {
  const schema: ProviderSchema = {
    name: "random",
    version: "3.7.2",
    protocol: 5,
    provider: { attributes: {}, blocks: {} },
    resources: { random_id: block, random_unheard_of: block },
    dataSources: {},
    ephemeralResources: {},
  };
  const answers = handlers(randomProvider(schema));
  const call = (name: string, request: Partial<Request>) => answers[name]?.(request as Request);

  it("answer a type they don't have with a diagnostic", async () => {
    expect(await call("ReadResource", { type_name: "random_nothing" })).toMatchObject({
      diagnostics: [{ summary: "The provider has no resource random_nothing" }],
    });
  });

  it("keep the prior state when an apply fails", async () => {
    const prior = { msgpack: encodeValue({ name: "before" }, objectType(block)) };
    const answer = (await call("ApplyResourceChange", {
      type_name: "random_unheard_of",
      prior_state: null,
      planned_state: prior,
      config: prior,
    })) as { readonly new_state: { readonly msgpack: Buffer }; readonly diagnostics: readonly object[] };
    expect(decodeValue(answer.new_state.msgpack, objectType(block))).toBeNull();
    expect(answer.diagnostics).toMatchObject([
      { severity: 1, summary: "The sandbox does not simulate random_unheard_of" },
    ]);
  });

  it("move state between addresses of one type only", async () => {
    const source_state = { json: Buffer.from('{"name": "x"}') };
    const move = (target: string) =>
      call("MoveResourceState", { source_type_name: "random_id", target_type_name: target, source_state });
    expect(await move("random_id")).toHaveProperty("target_state");
    expect(await move("random_unheard_of")).toMatchObject({
      diagnostics: [{ summary: "Cannot move random_id to random_unheard_of" }],
    });
  });
});

describe("the server's certificate", () => {
  it("is valid for localhost, signed by its own key, and fits the key it comes with", () => {
    const { der, certificatePem, privateKeyPem } = selfSigned();
    const certificate = new X509Certificate(der);
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(true);
    expect(new X509Certificate(certificatePem).fingerprint256).toBe(certificate.fingerprint256);
    const own = createPublicKey(privateKeyPem).export({ format: "pem", type: "spki" });
    expect(certificate.publicKey.export({ format: "pem", type: "spki" })).toBe(own);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  });
});

describe("schemaFromFile", () => {
  const project = mkdtempSync(join(tmpdir(), "schema-file-"));
  afterAll(() => rmSync(project, { recursive: true }));
  const cache = join(project, "cache");
  const schema: ProviderSchema = {
    name: "random",
    version: "1.0.0",
    protocol: 5,
    provider: { attributes: {}, blocks: {} },
    resources: { random_a: block, random_b: block },
    dataSources: {},
    ephemeralResources: {},
  };
  const source = join(project, "reader.js");
  const load = jest.fn(() => schema);
  const get = () => schemaFromFile("random", project, [source], load, [cache]);

  it("loads once, reads types from the file, and notices a changed source and a damaged file", () => {
    writeFileSync(source, "1");
    get();
    expect(get().schema).toEqual(schema);
    expect(load).toHaveBeenCalledTimes(1);

    writeFileSync(source, "22");
    expect(get().schema).toEqual(schema);
    expect(load).toHaveBeenCalledTimes(2);
    expect(readdirSync(cache)).toHaveLength(1);

    truncateSync(join(cache, readdirSync(cache)[0] ?? ""), 50);
    expect(get().schema).toEqual(schema);
    expect(load).toHaveBeenCalledTimes(3);
  });

  it("brings an encoded answer back, unless it is damaged", () => {
    const { encoded } = get();
    encoded?.write(Buffer.from("answer"));
    expect(encoded?.read()?.toString()).toBe("answer");
    const file = readdirSync(cache).find((name) => name.endsWith(".message")) ?? "";
    writeFileSync(join(cache, file), Buffer.alloc(40));
    expect(encoded?.read()).toBeUndefined();
  });
});
