import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { DOMParser, type Element } from "@xmldom/xmldom";
import Ajv from "ajv";
import { App, TerraformStack } from "cdktf";
import {
  acknowledge,
  CATALOG,
  consoleReport,
  jsonReport,
  junitReport,
  ProductionReadiness,
  sarifReport,
  type Evaluation,
  type Finding,
  type PolicyRow,
} from "../../policies";
import { COMPLIANT } from "../../policies/rule";

const REASON = "card terminals in the field speak TLS 1.0 only";

function row(id: string, level: PolicyRow["level"]): PolicyRow {
  return {
    id,
    level,
    fact: `the fact of ${id}`,
    why: `the reason of ${id}`,
    fix: `the fix of ${id}`,
    covers: ["CKV_GCP_4"],
    references: [`https://cliscale.dev/${id}`],
    rule: { appliesTo: [], evaluate: () => COMPLIANT },
  };
}

const same = (level: "error" | "warning" | "off"): PolicyRow["level"] => ({
  sandbox: "off",
  dev: level,
  staging: level,
  prod: level,
});

const ROWS = [
  row("tls", same("error")),
  row("labels", same("warning")),
  row("silent", same("off")),
  row("clean", { ...same("error"), sandbox: "error" }),
  row("broken", same("warning")),
  row("accepted", same("error")),
];

function finding(id: string, more: Partial<Finding> = {}): Finding {
  return {
    id,
    level: "error",
    status: "non-compliant",
    stack: "cliscale-prod",
    path: "cliscale-prod/Edge/Tls",
    address: "google_compute_ssl_policy.Edge_Tls_4F21",
    finding: 'min_tls_version is "TLS_1_0", not "TLS_1_2"',
    ...more,
  };
}

const inChart = {
  path: "cliscale-prod/Release",
  address: "apps/v1 Deployment ws-cli/controller",
  finding: 'spec.replicas is <1> & "none" ]]> \u0000\ud800 line\nnext',
};

const exception = { path: "cliscale-prod/Edge", id: "accepted", reason: REASON, expires: "2027-06-30" };

const EVALUATION: Evaluation = {
  stacks: [
    { name: "cliscale-prod", environment: "prod", resources: 1, objects: 12 },
    { name: "cliscale-dev", environment: "dev", resources: 2, objects: 0 },
  ],
  findings: [
    finding("tls"),
    finding("tls", { finding: "profile is absent" }),
    finding("tls", inChart),
    finding("tls", { ...inChart, address: "apps/v1 Deployment ws-cli/ws-gateway" }),
    finding("tls", { ...inChart, finding: "spec.replicas is absent" }),
    finding("labels", { level: "warning" }),
    finding("labels", { level: "warning", status: "unknown", finding: "labels is known at apply only" }),
    finding("silent", { level: "off" }),
    finding("broken", { status: "rule-failed", finding: "the rule failed: oops" }),
    finding("accepted", { exception }),
  ],
  exceptionProblems: [
    {
      exception: { path: "", id: "tls", reason: REASON, only: "v1 Secret ws-cli/pg" },
      problem: "it matches nothing any more; remove it",
    },
  ],
  compliant: { clean: 3 },
};

describe("consoleReport", () => {
  it.each([
    [20, "    why: "],
    [21, "Warnings, in short because there are many"],
  ])("says of %d warnings what there is room for", (number, text) => {
    const [finding] = EVALUATION.findings;
    const [row] = ROWS;
    if (finding === undefined || row === undefined) throw new Error("no fixture");
    const warning: Finding = {
      ...finding,
      id: row.id,
      level: "warning",
      status: "non-compliant",
      exception: undefined,
    };
    const findings = Array.from({ length: number }, () => warning);
    const report = consoleReport({ ...EVALUATION, findings, exceptionProblems: [] }, ROWS);

    expect(report).toContain(text);
    expect(report).toContain(`${row.id}: ${row.fact} (${number})`);
    expect(report.includes("    why: ")).toBe(number === 20);
  });

  it("has a table for each rule, with the object where a chart holds many", () => {
    const report = consoleReport({ ...EVALUATION, findings: EVALUATION.findings.slice(0, 2) }, ROWS);
    expect(report).toContain(
      [
        "Production readiness of cliscale-prod (prod, 1 resource, 12 Kubernetes objects), cliscale-dev (dev, 2 resources): 3 errors, 0 warnings, 0 accepted findings",
        "",
        "Errors:",
        "  tls: the fact of tls (2)",
        "    construct              | finding",
        "    -----------------------|--------------------------------------------",
        '    cliscale-prod/Edge/Tls | min_tls_version is "TLS_1_0", not "TLS_1_2"',
        "    cliscale-prod/Edge/Tls | profile is absent",
        "    why: the reason of tls",
        "    fix: the fix of tls",
        "",
        "Exception from tls at the app for v1 Secret ws-cli/pg: it matches nothing any more; remove it",
        `  reason given: ${REASON}`,
      ].join("\n"),
    );
  });

  it("says what is worth a look and what was accepted, with the reason and its last day", () => {
    const report = consoleReport(EVALUATION, ROWS);
    expect(report).toMatch(/: 7 errors, 2 warnings, 1 accepted finding\n/);
    expect(report).toMatch(
      /\n {4}construct +\| object +\| finding\n.+\n.+Edge\/Tls \| +\| min_tls.+\n.+\n {4}cliscale-prod\/Release +\| apps\/v1 Deployment ws-cli\/controller +\| spec\.replicas/,
    );
    expect(report).toMatch(/\nWarnings:\n {2}labels: the fact of labels \(2\)\n/);
    expect(report).toMatch(
      new RegExp(
        `\\nAccepted:\\n {2}accepted: the fact of accepted \\(1\\)\\n.+\\n.+\\n.+ \\| ${REASON} \\(until 2027-06-30\\)$`,
      ),
    );
    expect(report).not.toContain("silent");
  });
});

describe("jsonReport", () => {
  it("holds everything, with every rule", () => {
    const report = JSON.parse(jsonReport(EVALUATION, ROWS)) as Record<string, Record<string, unknown>[]>;
    expect(report.findings).toEqual(JSON.parse(JSON.stringify(EVALUATION.findings)));
    expect(report.rules?.map(({ id, compliant, covers }) => [id, compliant, covers])).toContainEqual([
      "clean",
      3,
      ["CKV_GCP_4"],
    ]);
    expect(report.exceptionProblems).toHaveLength(1);
  });
});

/** The parts of SARIF that the tests read. */
interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly (Record<string, unknown> & { id: string })[] } };
    readonly results: readonly (Record<string, unknown> & {
      ruleId: string;
      ruleIndex: number;
      message: { text: string };
      partialFingerprints: { primaryLocationLineHash: string };
    })[];
  }[];
}

const parsed = (text: string): Sarif["runs"][number] => {
  const [run] = (JSON.parse(text) as Sarif).runs;
  if (run === undefined) {
    throw new Error("the report has no run");
  }
  return run;
};

describe("sarifReport", () => {
  /** The schema of SARIF 2.1.0, which is written in draft 4: nothing in it means something else in later drafts. */
  const schema = JSON.parse(
    readFileSync(createRequire(__filename).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
  ) as Record<string, unknown>;
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema" && key !== "id"));
  const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true }).compile(
    rest,
  );
  const run = parsed(sarifReport(EVALUATION, ROWS));

  it.each([
    ["of every kind of finding", sarifReport(EVALUATION, ROWS)],
    ["of nothing", sarifReport({ ...EVALUATION, findings: [], exceptionProblems: [] }, ROWS)],
    ["with the whole catalog", sarifReport({ ...EVALUATION, findings: [] }, CATALOG)],
  ])("is valid SARIF 2.1.0: %s", (_, text) => {
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("would be refused by the schema when it were not valid", () => {
    const text = sarifReport(EVALUATION, ROWS);
    expect(validate(JSON.parse(text.replaceAll('"inSource"', '"inComment"')))).toBe(false);
    expect(validate(JSON.parse(text.replaceAll('"ruleIndex": 0', '"ruleIndex": "0"')))).toBe(false);
    expect(validate(JSON.parse(text.replaceAll('"startLine": 1', '"startLine": 0')))).toBe(false);
  });

  it("describes each rule, with its level in production", () => {
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual([...ROWS.map(({ id }) => id), "policy-exceptions"]);
    expect(run.tool.driver.rules[0]).toEqual({
      id: "tls",
      name: "Tls",
      shortDescription: { text: "the fact of tls." },
      fullDescription: { text: "the fact of tls: the reason of tls." },
      help: {
        text: "Why: the reason of tls.\nFix: the fix of tls.\nhttps://cliscale.dev/tls",
        markdown: "**Why:** the reason of tls.\n\n**Fix:** the fix of tls.\n\n- <https://cliscale.dev/tls>",
      },
      helpUri: "https://cliscale.dev/tls",
      defaultConfiguration: { enabled: true, level: "error" },
      properties: {
        tags: ["security", "reliability"],
        precision: "very-high",
        "security-severity": "7.0",
        levels: ROWS[0]?.level,
        covers: ["CKV_GCP_4"],
      },
    });
    const [, warning, off, everywhere] = run.tool.driver.rules;
    expect(warning).toMatchObject({
      defaultConfiguration: { level: "warning" },
      properties: { "security-severity": "4.0" },
    });
    expect(off).toMatchObject({ defaultConfiguration: { enabled: false } });
    expect(everywhere).toMatchObject({ properties: { "security-severity": "9.0" } });
  });

  it("says where each finding is, and to which rule it belongs", () => {
    for (const { ruleId, ruleIndex } of run.results) {
      expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
    expect(run.results[0]).toMatchObject({
      ruleId: "tls",
      ruleIndex: 0,
      kind: "fail",
      level: "error",
      message: { text: 'min_tls_version is "TLS_1_0", not "TLS_1_2"' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "cdktf.out/stacks/cliscale-prod/cdk.tf.json" },
            region: { startLine: 1 },
          },
          logicalLocations: [
            { name: "Tls", fullyQualifiedName: "cliscale-prod/Edge/Tls", kind: "resource" },
            { fullyQualifiedName: "google_compute_ssl_policy.Edge_Tls_4F21" },
          ],
        },
      ],
      suppressions: [],
    });
    expect(run.results[4]?.message.text).toBe("apps/v1 Deployment ws-cli/controller: spec.replicas is absent");
  });

  it("suppresses what was accepted, leaves open what can't be told and out what is off", () => {
    const of = (id: string) => run.results.filter(({ ruleId }) => ruleId === id);
    expect(of("accepted")).toMatchObject([
      {
        level: "error",
        suppressions: [
          {
            kind: "inSource",
            status: "accepted",
            justification: `${REASON} (until 2027-06-30)`,
            location: { logicalLocations: [{ fullyQualifiedName: "cliscale-prod/Edge" }] },
          },
        ],
      },
    ]);
    expect(of("labels").map(({ kind, level }) => [kind, level])).toEqual([
      ["fail", "warning"],
      ["open", "none"],
    ]);
    expect(of("silent")).toEqual([]);
    expect(of("broken")).toMatchObject([{ kind: "fail", level: "error" }]);
    expect(of("policy-exceptions")).toMatchObject([
      {
        level: "error",
        message: {
          text: expect.stringContaining(
            "Exception from tls at the app for v1 Secret ws-cli/pg: it matches nothing",
          ) as string,
        },
      },
    ]);
  });

  it("has a fingerprint for each result, which outlives a change of value, of order and of place", () => {
    const fingerprints = (evaluation: Evaluation, line = 1) =>
      parsed(sarifReport(evaluation, ROWS, (stack) => ({ uri: stack, line }))).results.map(
        ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
      );
    const before = fingerprints(EVALUATION);
    expect(new Set(before).size).toBe(before.length);
    expect(fingerprints(EVALUATION, 7)).toEqual(before);
    const [first, ...others] = EVALUATION.findings;
    const changed = { ...(first as Finding), finding: 'min_tls_version is "TLS_1_1", not "TLS_1_2"' };
    expect(fingerprints({ ...EVALUATION, findings: [...others, changed] }).sort()).toEqual([...before].sort());
    const moved = { ...changed, path: "cliscale-prod/Other/Tls" };
    expect(fingerprints({ ...EVALUATION, findings: [...others, moved] }).sort()).not.toEqual([...before].sort());
  });

  it("keeps GitHub's limits", () => {
    // https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
    for (const { name, shortDescription, fullDescription, properties } of parsed(sarifReport(EVALUATION, CATALOG)).tool
      .driver.rules) {
      expect((name as string).length).toBeLessThanOrEqual(255);
      expect((shortDescription as { text: string }).text.length).toBeLessThanOrEqual(1024);
      expect((fullDescription as { text: string }).text.length).toBeLessThanOrEqual(1024);
      expect((properties as { tags?: unknown[] } | undefined)?.tags ?? []).toHaveProperty("length");
      expect(((properties as { tags?: unknown[] } | undefined)?.tags ?? []).length).toBeLessThanOrEqual(20);
    }
  });
});

describe("junitReport", () => {
  const parse = (text: string): Element => {
    const problems: string[] = [];
    const document = new DOMParser({ onError: (_level, message) => void problems.push(message) }).parseFromString(
      text,
      "text/xml",
    );
    expect(problems).toEqual([]);
    if (document.documentElement === null) {
      throw new Error("the report has no root");
    }
    return document.documentElement;
  };
  const all = (element: Element, name: string): readonly Element[] => Array.from(element.getElementsByTagName(name));
  const attributes = (element: Element | undefined, ...names: string[]) =>
    names.map((name) => element?.getAttribute(name));

  const root = parse(junitReport(EVALUATION, ROWS));
  const [prod, dev, exceptions] = all(root, "testsuite");
  const testCase = (suite: Element | undefined, name: string): Element => {
    const found = suite && all(suite, "testcase").find((one) => one.getAttribute("name") === name);
    if (found === undefined) {
      throw new Error(`no case ${name}`);
    }
    return found;
  };
  const textOf = (element: Element | undefined): string => element?.textContent ?? "";

  it("has a suite for each stack with a case for each rule, and counts what is in it", () => {
    const counts = ["name", "tests", "failures", "errors", "skipped"];
    expect(attributes(root, ...counts)).toEqual(["production readiness", "13", "2", "1", "3"]);
    expect(attributes(prod, ...counts)).toEqual(["cliscale-prod", "6", "1", "1", "2"]);
    expect(attributes(dev, ...counts)).toEqual(["cliscale-dev", "6", "0", "0", "1"]);
    for (const suite of [prod, dev, exceptions]) {
      const inside = (tag: string) => String(suite === undefined ? -1 : all(suite, tag).length);
      expect(attributes(suite, "tests", "failures", "errors", "skipped")).toEqual(
        ["testcase", "failure", "error", "skipped"].map(inside),
      );
    }
  });

  it("fails for errors, with every finding as it is written", () => {
    const [failure] = all(testCase(prod, "tls"), "failure");
    expect(attributes(failure, "type", "message")).toEqual(["tls", "the fact of tls: 5 findings"]);
    expect(textOf(failure)).toContain('cliscale-prod/Edge/Tls: min_tls_version is "TLS_1_0", not "TLS_1_2"\n');
    expect(textOf(failure)).toContain(
      'cliscale-prod/Release: apps/v1 Deployment ws-cli/ws-gateway: spec.replicas is <1> & "none" ]]> ?? line\nnext\n',
    );
    expect(textOf(failure)).toMatch(/\n\nwhy: the reason of tls\nfix: the fix of tls$/);
  });

  it("skips what was accepted and what is off, and says why", () => {
    const accepted = testCase(prod, "accepted");
    expect(attributes(all(accepted, "skipped")[0], "message")).toEqual(["1 accepted finding"]);
    expect(textOf(all(accepted, "system-out")[0])).toContain(`; ${REASON} (until 2027-06-30)`);
    expect(attributes(all(testCase(prod, "silent"), "skipped")[0], "message")).toEqual(["off in prod"]);
  });

  it("passes what is clean, and what is only worth a look with an output", () => {
    expect(testCase(prod, "clean").childNodes).toHaveLength(0);
    const labels = testCase(prod, "labels");
    expect([...all(labels, "failure"), ...all(labels, "skipped"), ...all(labels, "error")]).toEqual([]);
    expect(textOf(all(labels, "system-out")[0])).toMatch(/^warning: .+\nwarning: .+labels is known at apply only$/);
  });

  it("calls a rule that fails an error", () => {
    const [error] = all(testCase(prod, "broken"), "error");
    expect(attributes(error, "type")).toEqual(["rule-failed"]);
    expect(textOf(error)).toContain("the rule failed: oops");
  });

  it("has a suite for exceptions when something is wrong with them", () => {
    expect(attributes(exceptions, "name", "tests", "failures")).toEqual(["policy-exceptions", "1", "1"]);
    expect(textOf(exceptions)).toContain(`reason given: ${REASON}`);
    expect(all(parse(junitReport({ ...EVALUATION, exceptionProblems: [] }, ROWS)), "testsuite")).toHaveLength(2);
  });

  it("escapes whatever stands in attributes", () => {
    const name = 'a"b<c>&d\n\te\u0007';
    const odd = parse(junitReport({ ...EVALUATION, stacks: [{ ...stackOf(), name }] }, []));
    expect(attributes(all(odd, "testsuite")[0], "name")).toEqual(['a"b<c>&d\n\te?']);
  });
});

const stackOf = (): Evaluation["stacks"][number] => ({ name: "s", environment: "prod", resources: 1, objects: 0 });

describe("ProductionReadiness", () => {
  function synthesized(minTlsVersion: string): { directory: string; synth: () => void; files: Record<string, string> } {
    const directory = mkdtempSync(join(tmpdir(), "reports-"));
    const relativeTo = (name: string) => relative(process.cwd(), join(directory, "made", "for", "it", name));
    const files = { jsonFile: relativeTo("a.json"), sarifFile: relativeTo("a.sarif"), junitFile: relativeTo("a.xml") };
    const app = new App({ outdir: join(directory, "out") });
    const rows = CATALOG.filter(({ id }) => id === "tls-1-2-or-later");
    ProductionReadiness.of(app, { environment: "prod", rows, print: () => undefined, ...files });
    const stack = new TerraformStack(app, "cliscale-prod");
    new GoogleProvider(stack, "google", { project: "cliscale-prod" });
    new ComputeSslPolicy(stack, "Good", { name: "good", minTlsVersion: "TLS_1_2", profile: "RESTRICTED" });
    const old = new ComputeSslPolicy(stack, "Old", { name: "old", minTlsVersion, profile: "RESTRICTED" });
    if (minTlsVersion === "TLS_1_1") {
      acknowledge(old, "tls-1-2-or-later", REASON);
    }
    return { directory, synth: () => app.synth(), files };
  }

  it.each([
    ["passes", "TLS_1_1"],
    ["fails", "TLS_1_0"],
  ])("writes every report when the build %s, with the line of the construct", (outcome, version) => {
    const { directory, synth, files } = synthesized(version);
    const { jsonFile = "", sarifFile = "", junitFile = "" } = files;
    expect(Object.values(files).every((file) => !existsSync(file))).toBe(true);
    if (outcome === "fails") {
      expect(synth).toThrow("tls-1-2-or-later");
    } else {
      expect(synth).not.toThrow();
    }
    expect(JSON.parse(readFileSync(jsonFile, "utf8"))).toHaveProperty("findings");
    expect(readFileSync(junitFile, "utf8")).toContain('<testsuite name="cliscale-prod"');
    expect(dirname(sarifFile)).toBe(dirname(junitFile));
    const result = parsed(readFileSync(sarifFile, "utf8")).results.find(({ ruleId }) => ruleId === "tls-1-2-or-later");
    const [{ physicalLocation }] = result?.locations as [
      { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } },
    ];
    expect(physicalLocation.artifactLocation.uri).toBe(`file://${directory}/out/stacks/cliscale-prod/cdk.tf.json`);
    const lines = readFileSync(join(directory, "out/stacks/cliscale-prod/cdk.tf.json"), "utf8").split("\n");
    expect(lines[physicalLocation.region.startLine - 1]).toContain('"path": "cliscale-prod/Old"');
    expect(result?.suppressions).toHaveLength(outcome === "fails" ? 0 : 1);
  });
});
