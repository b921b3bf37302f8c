import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { TerraformStack, Testing } from "cdktf";
import { resolveSettings } from "../../environments";
import { exceptionsIn } from "../../policies/acknowledge";
import { addCliscale } from "../../stacks/cliscale";
import { guard } from "../../stacks/guardrails";
import { changed, exampleEnvironments } from "../support/environments";

describe("guard", () => {
  beforeEach(() => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("lets every environment of cliscale through", () => {
    const app = Testing.app();
    guard(
      app,
      exampleEnvironments().flatMap((settings) => addCliscale(app, settings).map((stack) => ({ settings, stack }))),
    );

    expect(() => app.synth()).not.toThrow();
  });

  it("accepts what the README lists, and nothing else", () => {
    const app = Testing.app();
    exampleEnvironments().forEach((settings) => addCliscale(app, settings));
    const accepted = new Set(
      exceptionsIn(app).map(
        ({ id, only, reason }) => `| \`${id}\` | \`${String(only)}\`, in every environment | ${reason} |`,
      ),
    );
    const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
    const [, section = ""] = /^## Exceptions in force\n([\s\S]*?)^## /m.exec(readme) ?? [];
    const listed = section.split("\n").filter((line) => line.startsWith("| `"));

    expect(listed).toEqual([...accepted]);
  });

  it.each([
    ["a database without a standby in staging", "staging", "sql-high-availability"],
    ["a database without a standby in a production of another name", "prod-us", "sql-high-availability"],
  ])("stops %s", (_what, name, rule) => {
    const app = Testing.app();
    const from = name === "staging" ? "staging" : "prod";
    const [settings] = resolveSettings([
      changed(from, { name, namePrefix: "cliscale-x", "labels.environment": undefined }),
    ]);
    const stacks = settings === undefined ? [] : addCliscale(app, settings).map((stack) => ({ settings, stack }));
    new SqlDatabaseInstance(stacks[0]?.stack as TerraformStack, "side-door", {
      databaseVersion: "POSTGRES_17",
      settings: { tier: "db-custom-1-3840", availabilityType: "ZONAL" },
    });
    guard(app, stacks);

    expect(() => app.synth()).toThrow(rule);
  });

  it("judges a stack that no environment claims as strictly as there is", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "stray");
    new GoogleProvider(stack, "google", { project: "cliscale-stray" });
    new SqlDatabaseInstance(stack, "stray", { databaseVersion: "POSTGRES_17", settings: { tier: "db-f1-micro" } });
    guard(app, []);

    expect(() => app.synth()).toThrow("stray (prod");
  });
});
