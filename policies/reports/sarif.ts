import { createHash } from "node:crypto";
import { type Exception } from "../acknowledge";
import { type PolicyRow } from "../catalog";
import { type Evaluation, type Finding } from "../evaluate";
import { type Level } from "../levels";
import { EXCEPTIONS_RULE, nameOfException, objectOf, reasonOf } from "./findings";

/** A place in a file. */
export interface SourceLocation {
  /** The file, relative to where the build runs, or a whole `file:` URI. */
  readonly uri: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Where a stack is synthesized to, and in there the construct with this path. */
export type Locate = (stack: string, path: string) => SourceLocation;

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Where cdktf writes a stack unless it is told otherwise. */
const DEFAULT_PLACE: Locate = (stack) => ({ uri: `cdktf.out/stacks/${stack}/cdk.tf.json`, line: 1 });

/** A result of SARIF before its rule's index and its fingerprint are known. */
interface Result {
  readonly ruleId: string;
  readonly stack: string;
  readonly path: string;
  readonly address: string;
  readonly status: Finding["status"];
  readonly level: Level;
  readonly message: string;
  readonly suppressions: readonly object[];
}

/**
 * The report for code-scanning pages, in SARIF 2.1.0. An accepted finding is suppressed in source with its reason. A value that
 * is known at apply only is open: the standard's word for a rule that had too little to decide. What is off is left out.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(
  evaluation: Evaluation,
  rows: readonly PolicyRow[],
  locate: Locate = DEFAULT_PLACE,
): string {
  const ids = [...rows.map(({ id }) => id), EXCEPTIONS_RULE];
  const results = [
    ...evaluation.findings.filter(({ level }) => level !== "off").map(fromFinding),
    ...fromProblems(evaluation),
  ];
  const seen = new Map<string, number>();
  const run = {
    tool: {
      driver: {
        name: "cliscale production readiness",
        rules: [...rows.map(ruleOf), ruleOfExceptions],
      },
    },
    columnKind: "utf16CodeUnits",
    results: results.map((result) => ({
      ruleId: result.ruleId,
      ruleIndex: ids.indexOf(result.ruleId),
      ...judgement(result),
      message: { text: result.message },
      locations: [locationOf(result, locate)],
      partialFingerprints: { primaryLocationLineHash: fingerprint(result, seen) },
      suppressions: result.suppressions,
    })),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function ruleOf(row: PolicyRow): object {
  const links = row.references.map((link) => `- <${link}>`).join("\n");
  return {
    id: row.id,
    name: pascalCase(row.id),
    shortDescription: { text: `${row.fact}.` },
    fullDescription: { text: `${row.fact}: ${row.why}.` },
    help: {
      text: `Why: ${row.why}.\nFix: ${row.fix}.\n${row.references.join("\n")}`,
      markdown: `**Why:** ${row.why}.\n\n**Fix:** ${row.fix}.\n\n${links}`,
    },
    helpUri: row.references[0],
    defaultConfiguration: configuration(row.level.prod),
    properties: {
      tags: ["security", "reliability"],
      precision: "very-high",
      "security-severity": severity(row),
      levels: row.level,
      covers: row.covers,
    },
  };
}

const ruleOfExceptions = {
  id: EXCEPTIONS_RULE,
  name: pascalCase(EXCEPTIONS_RULE),
  shortDescription: { text: "Exceptions are in force and accept something." },
  fullDescription: {
    text: "An exception that has expired or accepts nothing hides that the decision behind it is over.",
  },
  help: { text: "Correct or remove the call of acknowledge()." },
  defaultConfiguration: configuration("error"),
};

function configuration(level: Level): object {
  return level === "off" ? { enabled: false } : { enabled: true, level };
}

/**
 * GitHub's score for the page: 9 and more is critical, 7 high, 4 medium.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
function severity({ level }: PolicyRow): string {
  return level.sandbox === "error" ? "9.0" : level.prod === "error" ? "7.0" : "4.0";
}

function fromFinding(finding: Finding): Result {
  const { id, stack, path, address, status, level, exception } = finding;
  const object = objectOf(finding);
  return {
    ruleId: id,
    stack,
    path,
    address,
    status,
    level,
    message: object === "" ? finding.finding : `${object}: ${finding.finding}`,
    suppressions: exception === undefined ? [] : [suppression({ ...finding, exception })],
  };
}

function fromProblems({ exceptionProblems, stacks }: Evaluation): readonly Result[] {
  return exceptionProblems.map(({ exception, problem }) => ({
    ruleId: EXCEPTIONS_RULE,
    // an exception of the whole app stands in no stack: it is shown with the first
    stack: stackOf(exception, stacks) ?? "",
    path: exception.path,
    address: exception.only ?? exception.path,
    status: "non-compliant",
    level: "error",
    message: `Exception from ${nameOfException(exception)}: ${problem} (reason given: ${exception.reason})`,
    suppressions: [],
  }));
}

function stackOf({ path }: Exception, stacks: Evaluation["stacks"]): string | undefined {
  const [first] = path.split("/");
  return (stacks.find(({ name }) => name === first) ?? stacks[0])?.name;
}

/** A result that is no failure has no level: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317647 */
function judgement({ status, level }: Result): { kind: "fail" | "open"; level: string } {
  return status === "unknown" ? { kind: "open", level: "none" } : { kind: "fail", level };
}

function locationOf({ stack, path, address }: Result, locate: Locate): object {
  const { uri, line } = locate(stack, path);
  const construct = { name: path.split("/").at(-1) ?? path, fullyQualifiedName: path, kind: "resource" };
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: line } },
    logicalLocations: [
      construct,
      ...(address === path ? [] : [{ name: address, fullyQualifiedName: address, kind: "resource" }]),
    ],
  };
}

function suppression(finding: Required<Finding>): object {
  const { path } = finding.exception;
  return {
    kind: "inSource",
    status: "accepted",
    justification: reasonOf(finding),
    location: { logicalLocations: [{ fullyQualifiedName: path === "" ? finding.stack : path, kind: "resource" }] },
  };
}

/**
 * Stays the same while the same rule finds fault with the same argument of the same resource, whatever its value is and
 * wherever it is in the file, so that a page goes on with the alert that it has. The number behind it counts results that are alike in all of that.
 */
function fingerprint({ ruleId, stack, path, address, message }: Result, seen: Map<string, number>): string {
  const argument = message.replace(`${address}: `, "").split(" ")[0];
  const hash = createHash("sha256")
    .update(JSON.stringify([ruleId, stack, path, address, argument]))
    .digest("hex")
    .slice(0, 32);
  const times = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, times);
  return `${hash}:${times}`;
}

function pascalCase(id: string): string {
  return id.replaceAll(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
