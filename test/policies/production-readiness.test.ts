import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { App, Aspects, Testing, TerraformStack, TerraformVariable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { bodyLimit, owaspTop10, Rule, WebFirewall } from "../../constructs/cloud-armor";
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
import { verdict } from "../../policies/rule";
import { RenderedStack, type StackJson } from "../../policies/rendered/rendered-stack";
import { newStack, renderStack } from "../support/synth";

/** What the tests are about is how rules are run, whatever other rules there are. */
const ROWS = CATALOG.filter(({ id }) =>
  [
    "gke-private-nodes",
    "gke-deletion-protection",
    "gke-own-node-service-account",
    "sql-private-only",
    "sql-high-availability",
    "sql-tls-only",
    "sql-deletion-protection",
    "tls-1-2-or-later",
    "no-placeholders",
  ].includes(id),
);

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
    rows: ROWS,
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
      /2 errors[\s\S]+sql-high-availability: Cloud SQL primaries have a standby[\s\S]+ {4}cliscale-prod\/Data\/Database \| settings\.availability_type is "ZONAL", not "REGIONAL"\n {4}why: .+\n {4}fix: set settings\.availability_type to REGIONAL/,
    );
    expect(synth).toThrow(/tls-1-2-or-later[\s\S]+cliscale-prod\/Tls \| min_tls_version is "TLS_1_0"/);
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
    expect(printed.join()).toContain("cliscale-prod/Tls | min_tls_version is known at apply only");
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
      "cliscale-prod/Database | the rule failed: oops",
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
      rows: ROWS,
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
  /** Findings of the whole catalog on what is in a stack, without those on the stack's own backend and providers. */
  const inside = (build: (stack: TerraformStack) => unknown): readonly string[] =>
    guarded(build, { rows: CATALOG })
      .readiness.evaluate()
      .findings.filter(({ path }) => path.includes("/"))
      .map(({ id, level, path, finding }) => `${level}: ${id}: ${path}: ${finding}`);

  it("pass where the entry point is theirs", () => {
    const found = inside((stack) => {
      const project = "cliscale-prod";
      const dns = EdgeDns.managedZone({ zoneName: "cliscale-dev", domain: "cliscale.dev" });
      const firewall = new WebFirewall(stack, "Firewall", {
        project,
        name: "cliscale",
        defaultAction: "allow",
        rules: [
          bodyLimit({ bytes: 8192 }),
          owaspTop10(),
          Rule.throttle({ name: "everything-else", keys: [{ type: "IP" }], limit: { requests: 1000 } }),
        ],
      });
      new Edge(stack, "Edge", {
        project,
        name: "cliscale",
        dns,
        hosts: { "cliscale.dev": { "/": "controller" } },
        services: { controller: { protocol: "http", port: "http", firewall } },
      });
    });
    expect(found.filter((text) => text.startsWith("error"))).toEqual([]);
  });

  it("fail with a firewall that only watches", () => {
    const found = inside(
      (stack) =>
        new WebFirewall(stack, "Firewall", {
          project: "cliscale-prod",
          name: "cliscale",
          defaultAction: "allow",
          newRules: "preview",
          rules: [bodyLimit({ bytes: 8192 }), owaspTop10()],
        }),
    );
    expect(found).toContain(
      "error: armor-enforced: cliscale-prod/Firewall/Resource: no rule refuses or limits anything outside preview",
    );
  });
});

describe("acknowledge", () => {
  it("accepts a finding with a reason and shows it", () => {
    const { synth, printed } = guarded((stack) => acknowledge(zonal(stack), "sql-high-availability", REASON));
    expect(synth).not.toThrow();
    expect(printed.join()).toMatch(
      new RegExp(
        `Accepted:\\n  sql-high-availability: Cloud SQL .+\\n.+\\n.+\\n    cliscale-prod/Database \\| settings\\.availability_type is "ZONAL", not "REGIONAL" \\| ${REASON}$`,
      ),
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
    const [finding] = ProductionReadiness.of(app, { environment: "prod", rows: ROWS }).evaluate().findings;
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
    const [short, long] = ["no data, one tester", "no data, two testers"];
    expect([short.length, long.length]).toEqual([19, 20]);
    expect(() => acknowledge(stack, "sql-high-availability", short)).toThrow(
      "'reason' must have at least 20 characters",
    );
    expect(() => acknowledge(stack, "sql-high-availability", `${short}   `)).toThrow(
      "'reason' must have at least 20 characters",
    );
    expect(() => acknowledge(stack, "sql-high-availability", long)).not.toThrow();
  });

  it.each([
    "a".repeat(20),
    "because because because because",
    "temporary, temporary, and temporary",
    "TODO: fix this later when we can",
    "see ticket OPS-4711 for the details",
    "see https://jira.cliscale.dev/browse/OPS-4711",
    "sql-high-availability sql-high-availability",
    "SQL high availability is not needed here",
    "accepted exception, known issue, will be fixed soon",
    "N/A N/A N/A N/A N/A N/A N/A",
    "... --- ... --- ... --- 1234",
  ])("refuses the reason '%s'", (reason) => {
    expect(() => acknowledge(newStack(), "sql-high-availability", reason)).toThrow(
      `'reason' must have at least 2 different words that say why, beside the rule's own and such as "temporary" or "see ticket", got '${reason}'; say why this is right here`,
    );
  });

  it.each([
    "one of the three replicas may fail at night",
    "the load test may lose its data at any time",
    "temporary until the standby is paid for, see OPS-4711",
    "Kunden greifen nur werktags auf diese Datenbank zu",
    "この環境は開発者だけが使うため、停止しても顧客に影響しない",
  ])("takes the reason '%s'", (reason) => {
    expect(() => acknowledge(newStack(), "sql-high-availability", reason)).not.toThrow();
  });

  it("accepts one address alone when it says so", () => {
    const { readiness, synth } = guarded((stack) => {
      const data = new Construct(stack, "Data");
      zonal(data, "One");
      zonal(data, "Two");
      acknowledge(data, "sql-high-availability", REASON, { only: addressOf(stack, "cliscale-prod/Data/One") });
    });
    expect(readiness.evaluate().findings.map(({ path, exception }) => [path, exception?.reason])).toEqual([
      ["cliscale-prod/Data/One", REASON],
      ["cliscale-prod/Data/Two", undefined],
    ]);
    expect(synth).toThrow(/1 error, 0 warnings, 1 accepted finding/);
  });

  it("accepts one Kubernetes object of a release alone", () => {
    const rows = [forConfigMaps];
    const twoMaps = (only: string) =>
      guarded(
        (stack) => {
          const release = new Construct(stack, "Release");
          for (const name of ["one", "two"]) {
            new ConfigMapV1(release, name, { metadata: { name, namespace: "ws-cli" }, data: { key: "x" } });
          }
          acknowledge(release, "no-config-maps", REASON, { only });
        },
        { rows },
      );
    expect(twoMaps("v1 ConfigMap ws-cli/one").synth).toThrow(/1 error, 0 warnings, 1 accepted finding/);
    expect(twoMaps("v1 ConfigMap ws-cli/one").synth).toThrow(
      /Errors:\n.+\n.+construct .+\| object .+\n.+\n {4}cliscale-prod\/Release\/two \| v1 ConfigMap ws-cli\/two \| data is there/,
    );
    expect(twoMaps("v1 ConfigMap ws-cli/three").synth).toThrow(
      "Exception from no-config-maps at cliscale-prod/Release for v1 ConfigMap ws-cli/three: it matches nothing any more; remove it",
    );
  });

  it("fails the build when its address matches nothing, though the rule finds fault beside it", () => {
    const { synth } = guarded((stack) =>
      acknowledge(zonal(stack), "sql-high-availability", REASON, { only: "google_sql_database_instance.Other" }),
    );
    expect(synth).toThrow(
      "Exception from sql-high-availability at cliscale-prod/Database for google_sql_database_instance.Other: it matches nothing any more; remove it",
    );
  });

  it.each(["2026-02-30", "soon", "2026-1-1"])("refuses the day %s", (expires) => {
    expect(() => acknowledge(newStack(), "sql-high-availability", REASON, { expires })).toThrow(
      `'expires' must be a day, got '${expires}'; write it as 2027-01-31`,
    );
  });
});

/** A rule over Kubernetes objects that refuses all of them. */
const forConfigMaps: PolicyRow = {
  ...row("tls-1-2-or-later"),
  id: "no-config-maps",
  rule: { kinds: ["ConfigMap"], evaluate: () => verdict(["data is there"]) },
};

/** The address of the resource that a construct renders. */
function addressOf(stack: TerraformStack, path: string): string {
  const { resources } = new RenderedStack(stack.node.id, stack.toTerraform() as StackJson);
  return resources.find((resource) => resource.path === path)?.address ?? "";
}

function row(id: string): PolicyRow {
  const found = CATALOG.find((candidate) => candidate.id === id);
  if (found === undefined) {
    throw new Error(`no rule ${id}`);
  }
  return found;
}
