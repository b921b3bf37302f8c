import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { App, Aspects, Testing, TerraformStack, TerraformVariable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { bodyLimit, owaspTop10, WebFirewall } from "../../constructs/cloud-armor";
import { Edge, EdgeDns } from "../../constructs/edge";
import { runApp } from "../../constructs/core/run";
import {
  acknowledge,
  CATALOG,
  ProductionReadiness,
  type Evaluation,
  type PolicyRow,
  type ProductionReadinessOptions,
} from "../../policies";
import { newStack, renderStack } from "../support/synth";

const REASON = "the load test may lose its data at any time";

/** A database that is fit for production but for what a test changes. */
function database(scope: Construct, id: string, settings: Record<string, unknown> = {}): SqlDatabaseInstance {
  return new SqlDatabaseInstance(scope, id, {
    databaseVersion: "POSTGRES_17",
    settings: {
      tier: "db-custom-2-7680",
      availabilityType: "REGIONAL",
      deletionProtectionEnabled: true,
      backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: "projects/p/global/networks/n",
        sslMode: "ENCRYPTED_ONLY",
      },
      ...settings,
    },
  });
}

const zonal = (scope: Construct, id = "Database") => database(scope, id, { availabilityType: "ZONAL" });

interface Guarded {
  readonly stack: TerraformStack;
  readonly readiness: ProductionReadiness;
  readonly printed: string[];
  readonly synth: () => unknown;
}

function guarded(
  build: (stack: TerraformStack) => unknown,
  options: Partial<ProductionReadinessOptions> = {},
): Guarded {
  const stack = newStack("cliscale-prod");
  const printed: string[] = [];
  build(stack);
  const readiness = ProductionReadiness.of(stack, {
    environment: "prod",
    print: (text) => printed.push(text),
    today: () => new Date("2026-11-21T12:00:00Z"),
    ...options,
  });
  return { stack, readiness, printed, synth: () => renderStack(stack) };
}

const open = (evaluation: Evaluation) =>
  evaluation.findings.filter(({ exception }) => exception === undefined).map(({ id, level }) => `${id} ${level}`);

describe("ProductionReadiness", () => {
  it("lets a sound stack through without a word", () => {
    const { synth, printed } = guarded((stack) => database(stack, "Database"));
    expect(synth).not.toThrow();
    expect(printed).toEqual([]);
  });

  it("fails synth in prod and says everything at once, by construct path", () => {
    const { synth } = guarded((stack) => {
      zonal(new Construct(stack, "Data"));
      new ComputeSslPolicy(stack, "Tls", { name: "tls", minTlsVersion: "TLS_1_0", profile: "MODERN" });
    });
    expect(synth).toThrow(
      /2 errors[\s\S]+sql-high-availability: Cloud SQL primaries have a standby[\s\S]+ {4}cliscale-prod\/Data\/Database: settings\.availability_type is "ZONAL", not "REGIONAL"\n {4}why: .+\n {4}fix: set settings\.availability_type to REGIONAL/,
    );
    expect(synth).toThrow(/tls-1-2-or-later[\s\S]+cliscale-prod\/Tls: min_tls_version is "TLS_1_0"/);
  });

  it("warns in dev of what is an error in prod, and refuses everywhere what is wrong everywhere", () => {
    const dev = guarded((stack) => zonal(stack), { environment: "dev" });
    expect(dev.synth).not.toThrow();
    expect(dev.printed.join()).toMatch(/0 errors, 1 warning[\s\S]+Warnings:[\s\S]+sql-high-availability/);
    const bad = guarded((stack) => new ComputeSslPolicy(stack, "Tls", { name: "tls" }), { environment: "dev" });
    expect(bad.synth).toThrow("tls-1-2-or-later");
  });

  it("allows placeholders in the sandbox only", () => {
    const placeholder = (stack: TerraformStack) =>
      new ComputeSslPolicy(stack, "Tls", { name: "changeme", minTlsVersion: "TLS_1_2", profile: "RESTRICTED" });
    expect(guarded(placeholder, { environment: "sandbox" }).synth).not.toThrow();
    expect(guarded(placeholder, { environment: "dev" }).synth).toThrow("no-placeholders");
  });

  it("warns of a value that Terraform computes", () => {
    const { synth, printed } = guarded((stack) => {
      const tls = new TerraformVariable(stack, "tls", { type: "string" });
      new ComputeSslPolicy(stack, "Tls", { name: "tls", minTlsVersion: tls.stringValue, profile: "RESTRICTED" });
    });
    expect(synth).not.toThrow();
    expect(printed.join()).toContain("cliscale-prod/Tls: min_tls_version is known at apply only");
  });

  it("sees what aspects and overrides changed last", () => {
    const { synth } = guarded((stack) => {
      database(stack, "Database").addOverride("settings.availability_type", "ZONAL");
      Aspects.of(stack).add({
        visit: (construct: IConstruct) => {
          if (construct instanceof SqlDatabaseInstance) {
            construct.addOverride("settings.ip_configuration.ipv4_enabled", true);
          }
        },
      });
    });
    expect(synth).toThrow(/sql-private-only[\s\S]+sql-high-availability/);
  });

  it("judges what a foreign construct rendered", () => {
    const { readiness } = guarded(
      (stack) =>
        new ContainerCluster(stack, "Cluster", {
          name: "c",
          location: "europe-west1",
          enableAutopilot: true,
          deletionProtection: false,
        }),
    );
    expect(open(readiness.evaluate())).toEqual(
      expect.arrayContaining([
        "gke-private-nodes error",
        "gke-deletion-protection error",
        "gke-own-node-service-account error",
      ]),
    );
  });

  it("reports a rule that fails instead of taking it for a pass", () => {
    const broken: PolicyRow = {
      ...row("tls-1-2-or-later"),
      rule: {
        appliesTo: "every",
        evaluate: () => {
          throw new Error("oops");
        },
      },
    };
    expect(guarded((stack) => database(stack, "Database"), { rows: [broken] }).synth).toThrow(
      "cliscale-prod/Database: the rule failed: oops",
    );
  });

  it("writes the report for machines, with passes and exceptions", () => {
    const jsonFile = join(mkdtempSync(join(tmpdir(), "readiness-")), "reports", "readiness.json");
    const { synth } = guarded((stack) => acknowledge(zonal(stack), "sql-high-availability", REASON), { jsonFile });
    expect(synth).not.toThrow();
    const report = JSON.parse(readFileSync(jsonFile, "utf8")) as {
      rules: { id: string; compliant: number; fix: string }[];
      findings: unknown[];
      stacks: unknown[];
    };
    expect(report.stacks).toEqual([{ name: "cliscale-prod", environment: "prod", resources: 1, objects: 0 }]);
    expect(report.rules.find(({ id }) => id === "sql-tls-only")).toMatchObject({
      compliant: 1,
      fix: expect.stringContaining("ssl_mode") as string,
    });
    expect(report.findings).toEqual([
      expect.objectContaining({
        id: "sql-high-availability",
        path: "cliscale-prod/Database",
        exception: expect.objectContaining({ reason: REASON }) as unknown,
      }),
    ]);
  });

  it("guards every stack of an app in one message, each by its own environment, even one that is added later", () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), "app-")) });
    const printed: string[] = [];
    ProductionReadiness.of(app, {
      environment: (stack) => (stack.endsWith("prod") ? "prod" : "dev"),
      print: (text) => printed.push(text),
    });
    for (const name of ["cliscale-dev", "cliscale-prod"]) {
      const stack = new TerraformStack(app, name);
      new GoogleProvider(stack, "google", { project: "cliscale-test" });
      zonal(stack);
      new ComputeSslPolicy(stack, "Tls", { name: "tls" });
    }
    runApp(
      () => app.synth(),
      (text) => printed.push(text),
    );
    process.exitCode = undefined;
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(
      /cliscale-dev \(dev, 2 resources\), cliscale-prod \(prod, 2 resources\): \d errors, 1 warning/,
    );
    expect(printed[0]).toMatch(
      /Errors:[\s\S]+cliscale-prod\/Database[\s\S]+cliscale-dev\/Tls[\s\S]+cliscale-prod\/Tls[\s\S]+Warnings:[\s\S]+cliscale-dev\/Database/,
    );
    expect(printed[0]).not.toMatch(/\n\s+at /);
  });

  it("can be turned on for a testing app whose stacks are rendered one by one", () => {
    const stack = new TerraformStack(Testing.app(), "one");
    new GoogleProvider(stack, "google", { project: "cliscale-test" });
    zonal(stack);
    ProductionReadiness.of(stack, { environment: "staging" });
    expect(() => Testing.fullSynth(stack)).toThrow("sql-high-availability");
  });
});

describe("the library's own constructs", () => {
  it("pass where the entry point is theirs", () => {
    const { synth, printed } = guarded((stack) => {
      const project = "cliscale-prod";
      const dns = EdgeDns.managedZone({ zoneName: "cliscale-dev", domain: "cliscale.dev" });
      const firewall = new WebFirewall(stack, "Firewall", {
        project,
        name: "cliscale",
        defaultAction: "allow",
        rules: [bodyLimit({ bytes: 8192 }), owaspTop10()],
      });
      new Edge(stack, "Edge", {
        project,
        name: "cliscale",
        dns,
        hosts: { "cliscale.dev": { "/": "controller" } },
        services: { controller: { protocol: "http", port: "http", firewall } },
      });
    });
    expect(synth).not.toThrow();
    expect(printed).toEqual([]);
  });

  it("fail with a firewall that only watches", () => {
    const { synth } = guarded(
      (stack) =>
        new WebFirewall(stack, "Firewall", {
          project: "cliscale-prod",
          name: "cliscale",
          defaultAction: "allow",
          newRules: "preview",
          rules: [bodyLimit({ bytes: 8192 }), owaspTop10()],
        }),
    );
    expect(synth).toThrow(
      /armor-enforced[\s\S]+cliscale-prod\/Firewall\/Resource: no rule refuses or limits anything outside preview/,
    );
  });
});

describe("acknowledge", () => {
  it("accepts a finding with a reason and shows it", () => {
    const { synth, printed } = guarded((stack) => acknowledge(zonal(stack), "sql-high-availability", REASON));
    expect(synth).not.toThrow();
    expect(printed.join()).toContain(
      `Accepted:\n  sql-high-availability at cliscale-prod/Database: settings.availability_type is "ZONAL", not "REGIONAL"; ${REASON}`,
    );
  });

  it("is inherited by what is below and by nothing beside", () => {
    const { readiness } = guarded((stack) => {
      const data = new Construct(stack, "Data");
      zonal(data, "One");
      zonal(data, "Two");
      zonal(stack, "Database");
      acknowledge(data, "sql-high-availability", REASON);
    });
    const findings = readiness.evaluate().findings;
    expect(findings.map(({ path, exception }) => [path, exception?.reason])).toEqual([
      ["cliscale-prod/Data/One", REASON],
      ["cliscale-prod/Data/Two", REASON],
      ["cliscale-prod/Database", undefined],
    ]);
  });

  it("holds for a whole app when it is written on the app", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "one");
    zonal(stack);
    acknowledge(app, "sql-high-availability", REASON);
    const [finding] = ProductionReadiness.of(app, { environment: "prod" }).evaluate().findings;
    expect(finding).toMatchObject({ path: "one/Database", exception: { path: "", reason: REASON } });
  });

  it("accepts one rule and no other", () => {
    const { synth } = guarded((stack) =>
      acknowledge(
        database(stack, "Database", { availabilityType: "ZONAL", deletionProtectionEnabled: false }),
        "sql-high-availability",
        REASON,
      ),
    );
    expect(synth).toThrow(/1 error, [\s\S]+sql-deletion-protection/);
  });

  it("accepts a value that is known at apply only", () => {
    const { synth, printed } = guarded((stack) => {
      const tls = new TerraformVariable(stack, "tls", { type: "string" });
      const policy = new ComputeSslPolicy(stack, "Tls", {
        name: "tls",
        minTlsVersion: tls.stringValue,
        profile: "RESTRICTED",
      });
      acknowledge(policy, "tls-1-2-or-later", "the variable is checked by its own validation block");
    });
    expect(synth).not.toThrow();
    expect(printed.join()).toContain("0 warnings, 1 accepted finding");
  });

  it("holds on its last day and fails the build on the next", () => {
    const until = (expires: string) =>
      guarded((stack) => acknowledge(zonal(stack), "sql-high-availability", REASON, { expires }));
    expect(until("2026-11-21").synth).not.toThrow();
    expect(until("2026-11-21").readiness.evaluate().findings[0]?.exception?.expires).toBe("2026-11-21");
    expect(until("2026-11-20").synth).toThrow(
      "Exception from sql-high-availability at cliscale-prod/Database: it expired on 2026-11-20; correct the resource, or renew the decision",
    );
  });

  it("fails the build when it matches nothing any more", () => {
    const { synth } = guarded((stack) => acknowledge(database(stack, "Database"), "sql-high-availability", REASON));
    expect(synth).toThrow("it matches nothing any more; remove it");
  });

  it("fails the build when there is no such rule", () => {
    const { synth } = guarded((stack) => acknowledge(zonal(stack), "sql-high-availabilty", REASON));
    expect(synth).toThrow("there is no such rule; correct the id or remove the exception");
  });

  it("wants a reason of 20 characters", () => {
    const stack = newStack();
    expect(() => acknowledge(stack, "sql-high-availability", "a".repeat(19))).toThrow(
      "'reason' must have at least 20 characters",
    );
    expect(() => acknowledge(stack, "sql-high-availability", `${"a".repeat(19)}   `)).toThrow(
      "'reason' must have at least 20 characters",
    );
    expect(() => acknowledge(stack, "sql-high-availability", "a".repeat(20))).not.toThrow();
  });

  it.each(["2026-02-30", "soon", "2026-1-1"])("refuses the day %s", (expires) => {
    expect(() => acknowledge(newStack(), "sql-high-availability", REASON, { expires })).toThrow(
      `'expires' must be a day, got '${expires}'; write it as 2027-01-31`,
    );
  });
});

function row(id: string): PolicyRow {
  const found = CATALOG.find((candidate) => candidate.id === id);
  if (found === undefined) {
    throw new Error(`no rule ${id}`);
  }
  return found;
}
