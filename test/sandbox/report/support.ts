import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type RehearsalReport, type ReportedEdge, type StackReport } from "../../../sandbox/report/report";
import { computedBySchema } from "../../../sandbox/time/computed";
import { reasonsOf } from "../../../sandbox/time/critical-path";
import { deployTime } from "../../../sandbox/time/deploy-time";
import { forcedEdges, type IsComputed } from "../../../sandbox/time/forced";
import { deployGraph, type DeployGraph } from "../../../sandbox/time/graph";
import { type Action } from "../../../sandbox/time/latency";
import { graphOf, idsAreComputed, renderedStacks } from "../time/support";

const ACTIONS: readonly Action[] = ["create", "update", "delete"];

/** What a report says of a graph. */
export function stackReport(name: string, graph: DeployGraph, isComputed: IsComputed = idsAreComputed): StackReport {
  const forced = forcedEdges(graph, "create", isComputed);
  return {
    name,
    blocks: [...graph.nodes.values()].map(({ address, type, mode, path }) => ({ address, type, mode, path })),
    edges: graph.edges.map((edge): ReportedEdge => {
      const { law, because } = forced(edge) ?? {};
      return { from: edge.from, to: edge.to, reasons: reasonsOf(edge), law, because };
    }),
    times: ACTIONS.map((action) => deployTime(graph, action, { isComputed })),
  };
}

const instance = { instance: "${google_sql_database_instance.primary.name}" };

/** A database with a replica that holds its lock, as in the tests of the clock. */
export const DATABASE = graphOf({
  "google_sql_database_instance.primary": {},
  "google_sql_database_instance.replica": { master_instance_name: "${google_sql_database_instance.primary.name}" },
  "google_sql_user.app": instance,
  "helm_release.app": {
    depends_on: [
      "google_sql_user.app",
      "google_compute_security_policy_rule.slow",
      "google_sql_database_instance.primary",
    ],
  },
  "google_compute_security_policy_rule.slow": { depends_on: ["google_sql_database_instance.primary"] },
});

/** A report without anything that need not be there. */
export function smallReport(changes: Partial<RehearsalReport> = {}): RehearsalReport {
  return {
    title: "database",
    created: "2026-11-26T09:12:00.000Z",
    terraform: "Terraform 1.11.4",
    stacks: [stackReport("database", DATABASE)],
    phases: [{ stack: "database", name: "create", ok: true, result: "5 added", seconds: 12.34 }],
    laws: [
      { name: "api-enabled", statement: "An API answers only where it is enabled.", judged: 5, refused: 0 },
      { name: "alert-metric", statement: "An alert's metric exists.", judged: 0, refused: 0 },
    ],
    findings: [],
    ...changes,
  };
}

/** A report with everything that may be in one. */
export function fullReport(changes: Partial<RehearsalReport> = {}): RehearsalReport {
  return smallReport({
    phases: [
      { stack: "database", name: "create", ok: true, result: "5 added", seconds: 12.34, clock: 1402 },
      { stack: "database", name: "second plan", ok: false, result: "1 changed", seconds: 131 },
    ],
    findings: [
      {
        severity: "error",
        summary: "A second plan is not empty",
        subject: "google_sql_user.app",
        detail:
          "Terraform would update it in place:\n  ~ password = (sensitive)\nTake the argument out, or ignore its changes.",
      },
      {
        severity: "warning",
        summary: "Nothing needed an order",
        subject: "helm_release.app waits for google_compute_security_policy_rule.slow",
        detail: "No law refused the release without it. Take `depends_on` out: the whole is 11 s shorter.",
      },
    ],
    faults: {
      seed: "7",
      total: 60,
      done: 41,
      kinds: [
        { kind: "error", recovered: 20, done: 20 },
        { kind: "lost reply", recovered: 20, done: 21 },
      ],
      moreRuns: [30, 9, 1],
    },
    mutants: {
      total: 4,
      killed: 2,
      mutants: [
        {
          from: "google_sql_user.app",
          to: "google_sql_database_instance.primary",
          verdict: "killed",
          law: "reference-exists",
          detail: "Error 404: The Cloud SQL instance does not exist., instanceDoesNotExist",
        },
        {
          from: "google_sql_database_instance.replica",
          to: "google_sql_database_instance.primary",
          verdict: "killed",
          law: "reference-exists",
          detail: "Error 404: The Cloud SQL instance does not exist., instanceDoesNotExist",
        },
        {
          from: "helm_release.app",
          to: "google_compute_security_policy_rule.slow",
          verdict: "survived",
          detail: "The apply succeeded with the two in the opposite order.",
        },
        {
          from: "helm_release.app",
          to: "google_sql_database_instance.primary",
          verdict: "equivalent",
          detail: "helm_release.app waits for google_sql_user.app, which waits for it.",
        },
      ],
    },
    upgrade: {
      from: "v0.1.0",
      added: 3,
      changed: 2,
      replaced: ["google_sql_database_instance.primary", "google_sql_user.app"],
      destroyed: ["google_compute_security_policy_rule.old"],
      dataLost: ["google_sql_database_instance.primary"],
    },
    ...changes,
  });
}

const LAWS = join(__dirname, "..", "..", "..", "sandbox", "cloud", "laws");

/** A full report on cliscale's production and sandbox, synthesized; times and edges are real, the rest is as in {@link fullReport}. */
export function cliscaleReport(): RehearsalReport {
  const isComputed = computedBySchema();
  return fullReport({
    title: "cliscale",
    stacks: ["cliscale-prod", "cliscale-sandbox"].map((name) => {
      const json = renderedStacks().get(name)?.json;
      if (json === undefined) {
        throw new Error(`cliscale renders no stack ${name}`);
      }
      return stackReport(name, deployGraph(json), isComputed);
    }),
    laws: readdirSync(LAWS).map((file, index) => ({
      name: file.replace(".ts", ""),
      statement:
        "What is said here is as long as the first sentence of a law's doc comment usually is, about a hundred characters.",
      judged: index % 5 === 3 ? 0 : index * 7 + 1,
      refused: index === 4 ? 1 : 0,
    })),
  });
}
