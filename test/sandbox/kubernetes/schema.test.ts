import { execFileSync } from "node:child_process";
import { lookUpKind } from "../../../sandbox/kubernetes/kinds";
import { describeQuantity, quantity } from "../../../sandbox/kubernetes/quantities";
import { modelSchema, readAttributes } from "../../../sandbox/kubernetes/schema/models";
import { EXTRA_REQUIRED, FIELD_VALUES, QUANTITY_FIELDS } from "../../../sandbox/kubernetes/tables/built-in-fields";
import { BUILT_IN_KINDS, REMOVED_KINDS } from "../../../sandbox/kubernetes/tables/built-in-kinds";
import { misfits } from "../../../sandbox/kubernetes/schema/walk";

/** Every model's attributeTypeMap as the package itself exports it; in a process of its own, because the package is an ES module. */
function exportedModels(): Record<string, unknown> {
  const script = `import("@kubernetes/client-node/dist/gen/models/all.js").then((models) => {
    const maps = Object.entries(models).filter(([, model]) => typeof model === "function" && model.attributeTypeMap);
    process.stdout.write(JSON.stringify(Object.fromEntries(maps.map(([name, model]) => [name, model.attributeTypeMap]))));
  })`;
  return JSON.parse(
    execFileSync(process.execPath, ["-e", script], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }),
  ) as Record<string, unknown>;
}

describe("modelSchema", () => {
  it("reads every model exactly as @kubernetes/client-node exports it", () => {
    const exported = exportedModels();
    const names = Object.keys(exported);
    expect(names.length).toBeGreaterThan(700);
    expect(Object.fromEntries(names.map((name) => [name, readAttributes(name)]))).toEqual(exported);
  });

  it("knows which fields are required", () => {
    const { fields } = modelSchema("V1DeploymentSpec");
    const required = Object.entries(fields()).filter(([, field]) => field.required);
    expect(required.map(([name]) => name)).toEqual(["selector", "template"]);
    expect(modelSchema("V1Container").fields().image?.required).toBe(true);
  });

  it("accepts numbers where Kubernetes reads quantities", () => {
    const schema = modelSchema("V1ResourceRequirements");
    expect(misfits({ requests: { cpu: 1, memory: "1Gi" } }, schema, "")).toEqual([]);
    expect(misfits({ requests: { cpu: true } }, schema, "")[0]?.message).toBe("must be a quantity, is a boolean");
  });

  it("suggests the field that was meant", () => {
    const [problem] = misfits(
      { replcas: 2, selector: {}, template: { spec: { containers: [] } } },
      modelSchema("V1DeploymentSpec"),
      "spec",
    );
    expect(problem).toEqual({
      path: "spec.replcas",
      message: 'unknown field "replcas"',
      fix: "did you mean replicas?",
    });
  });

  it("follows models that refer to themselves", () => {
    const nested = {
      openAPIV3Schema: { type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } } } } },
    };
    expect(misfits(nested, modelSchema("V1CustomResourceValidation"), "")).toEqual([]);
  });

  it("says which release it needs when a model is not there", () => {
    expect(() => modelSchema("V1Nothing").fields()).toThrow(/V1Nothing/);
  });
});

describe("the tables", () => {
  it.each([...EXTRA_REQUIRED, ...Object.keys(FIELD_VALUES), ...QUANTITY_FIELDS])(
    "%s is a field of its model",
    (path) => {
      const [model = "", field = ""] = path.split(".");
      expect(readAttributes(model).map(({ baseName }) => baseName)).toContain(field);
    },
  );

  it("every built-in kind has a model whose apiVersion and kind are fields", () => {
    for (const [apiVersion, { namespaced = "", cluster = "" }] of Object.entries(BUILT_IN_KINDS)) {
      for (const item of `${namespaced} ${cluster}`.trim().split(/\s+/)) {
        const kind = lookUpKind(apiVersion, item.replace(/=.*/, ""));
        expect(Object.keys(kind?.schema.fields() ?? {})).toEqual(
          expect.arrayContaining(["apiVersion", "kind", "metadata"]),
        );
      }
    }
  });

  it("a removed kind is not served", () => {
    for (const removed of Object.keys(REMOVED_KINDS)) {
      const [apiVersion = "", kind = ""] = removed.split(" ");
      expect(lookUpKind(apiVersion, kind)).toBeUndefined();
    }
  });
});

describe("quantity", () => {
  it.each([
    ["500m", 0.5],
    ["2", 2],
    [1, 1],
    ["1Gi", 1073741824],
    ["1G", 1000000000],
    ["1.5Ki", 1536],
    ["1e3", 1000],
    ["100k", 100000],
  ])("%s is %d", (text, value) => {
    expect(quantity(text)).toBe(value);
  });

  it("is no number for what is no quantity", () => {
    expect(quantity("much")).toBeNaN();
    expect(quantity(undefined)).toBeNaN();
  });

  it("is described the way people write it", () => {
    expect(describeQuantity("requests.cpu", 0.7)).toBe("700m");
    expect(describeQuantity("pods", 11)).toBe("11");
    expect(describeQuantity("limits.memory", 1.5 * 2 ** 30)).toBe("1.5Gi");
    expect(describeQuantity("requests.ephemeral-storage", 512)).toBe("512");
  });
});
