import { type PolicyRow } from "../catalog";
import { type ExceptionProblem, type Evaluation, type Finding } from "../evaluate";
import { acceptedFindings, count, EXCEPTIONS_RULE, nameOfException, objectOf, reasonOf } from "./findings";

type Stack = Evaluation["stacks"][number];

/** One `testcase` element, and what it adds to the counts of its suite. */
interface TestCase {
  readonly outcome: "passed" | "failures" | "errors" | "skipped";
  readonly element: string;
}

/**
 * The report for whatever reads JUnit's XML: a suite for each stack and in it a case for each rule. Findings that fail the build
 * are a failure, a rule that fails itself is an error, and a rule that is off or whose findings are all accepted is skipped. Warnings are
 * the output of their case. https://github.com/testmoapp/junitxml
 */
export function junitReport(evaluation: Evaluation, rows: readonly PolicyRow[]): string {
  const { stacks, findings, exceptionProblems } = evaluation;
  const suites = stacks.map((stack) => ({
    name: stack.name,
    cases: rows.map((row) =>
      caseOf(
        row,
        stack,
        findings.filter((finding) => finding.id === row.id && finding.stack === stack.name),
      ),
    ),
  }));
  const all = exceptionProblems.length === 0 ? suites : [...suites, exceptionSuite(exceptionProblems)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "production readiness", ...totals(all.flatMap(({ cases }) => cases)) })}>`,
    ...all.flatMap(({ name, cases }) => [
      `  <testsuite${attributes({ name, ...totals(cases) })}>`,
      ...cases.map(({ element }) => element),
      "  </testsuite>",
    ]),
    "</testsuites>\n",
  ].join("\n");
}

function caseOf(row: PolicyRow, stack: Stack, findings: readonly Finding[]): TestCase {
  const open = findings.filter(({ exception }) => exception === undefined);
  const failed = open.filter(({ status }) => status === "rule-failed");
  const errors = open.filter(({ level, status }) => level === "error" && status !== "rule-failed");
  const warnings = open.filter(({ level }) => level === "warning");
  const accepted = acceptedFindings(findings);
  const output = [
    ...warnings.map((finding) => `warning: ${sentence(finding)}`),
    ...accepted.map((finding) => `accepted: ${sentence(finding)}; ${reasonOf(finding)}`),
  ];
  const test = { name: row.id, classname: stack.name };
  const said = output.length === 0 ? [] : [`<system-out>${escape(output.join("\n"))}</system-out>`];
  if (failed.length > 0) {
    return testCase(test, "errors", [
      problem("error", "rule-failed", "the rule failed", failed.map(sentence)),
      ...said,
    ]);
  }
  if (errors.length > 0) {
    const advice = ["", `why: ${row.why}`, `fix: ${row.fix}`];
    const message = `${row.fact}: ${count(errors.length, "finding")}`;
    return testCase(test, "failures", [
      problem("failure", row.id, message, [...errors.map(sentence), ...advice]),
      ...said,
    ]);
  }
  const skipped =
    row.level[stack.environment] === "off"
      ? `off in ${stack.environment}`
      : accepted.length > 0 && warnings.length === 0 && count(accepted.length, "accepted finding");
  return skipped === false
    ? testCase(test, "passed", said)
    : testCase(test, "skipped", [`<skipped${attributes({ message: skipped })}/>`, ...said]);
}

function exceptionSuite(problems: readonly ExceptionProblem[]): { name: string; cases: readonly TestCase[] } {
  return {
    name: EXCEPTIONS_RULE,
    cases: problems.map(({ exception, problem: message }) =>
      testCase({ name: nameOfException(exception), classname: EXCEPTIONS_RULE }, "failures", [
        problem("failure", EXCEPTIONS_RULE, message, [`reason given: ${exception.reason}`]),
      ]),
    ),
  };
}

function testCase(test: Attributes, outcome: TestCase["outcome"], children: readonly string[]): TestCase {
  const start = `    <testcase${attributes(test)}`;
  const element =
    children.length === 0
      ? `${start}/>`
      : [`${start}>`, ...children.map((child) => `      ${child}`), "    </testcase>"].join("\n");
  return { outcome, element };
}

function problem(tag: "failure" | "error", type: string, message: string, lines: readonly string[]): string {
  return `<${tag}${attributes({ message, type })}>${escape(lines.join("\n"))}</${tag}>`;
}

function totals(cases: readonly TestCase[]): Attributes {
  const of = (outcome: TestCase["outcome"]): number => cases.filter((one) => one.outcome === outcome).length;
  return { tests: cases.length, failures: of("failures"), errors: of("errors"), skipped: of("skipped"), time: 0 };
}

function sentence(finding: Finding): string {
  return [finding.path, objectOf(finding), finding.finding].filter((part) => part !== "").join(": ");
}

type Attributes = Readonly<Record<string, string | number>>;

function attributes(values: Attributes): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value)).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML 1.0 can't hold in any notation. https://www.w3.org/TR/xml/#charsets */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escape(text: string): string {
  return text
    .replaceAll(FORBIDDEN, "?")
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replaceAll("\r", "&#13;");
}
