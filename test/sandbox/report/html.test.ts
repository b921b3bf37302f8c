import { createHash } from "node:crypto";
import { reportHtml } from "../../../sandbox/report/html";
import { type RehearsalReport, type ReportedEdge } from "../../../sandbox/report/report";
import { cliscaleReport, fullReport, smallReport } from "./support";

// the first test with cliscale renders every stack
jest.setTimeout(60_000);

const headings = (page: string): readonly string[] =>
  [...page.matchAll(/<h2 id="[^"]*">([^<]*)<\/h2>/g)].map(([, title = ""]) => title);

const occurrences = (page: string, pattern: RegExp): number => [...page.matchAll(pattern)].length;

describe("reportHtml", () => {
  it("has a section for each thing that was rehearsed, findings first", () => {
    expect(headings(reportHtml(fullReport()))).toEqual([
      "Findings",
      "Commands",
      "Stack database",
      "Laws of the simulated cloud",
      "Faults",
      "Orders taken out",
      "Upgrade",
    ]);
  });

  it("leaves out what was not rehearsed", () => {
    const page = reportHtml(smallReport());

    expect(headings(page)).toEqual(["Findings", "Commands", "Stack database", "Laws of the simulated cloud"]);
    expect(page).not.toMatch(/Orders taken out|recovered|#upgrade/);
  });

  it("says at the top whether all is well", () => {
    const verdict = (report: RehearsalReport): string | undefined =>
      /<p class="verdict [a-z]+">\s*<span[^>]*>.<\/span> ([^<]*)</.exec(reportHtml(report))?.[1]?.trim();

    expect(verdict(smallReport())).toBe("Everything went as it should");
    expect(verdict(smallReport({ findings: fullReport().findings.slice(1) }))).toBe("Everything works; 1 warning");
    expect(verdict(fullReport())).toBe(
      "1 thing to mend, 1 command failed, 1 fault without recovery, 1 block that loses its data, 1 warning, 1 order that nothing needed",
    );
  });

  it("sets the time beside what the cloud forces", () => {
    expect(reportHtml(smallReport())).toContain("the cloud forces 17:22, ratio 1.345, 34.5 % above");
  });

  it("has a bar for every block that takes time, and a node and an edge for everything in the graph", () => {
    const report = cliscaleReport();
    const page = reportHtml(report);
    const bars = report.stacks.flatMap(({ times }) => times.flatMap(({ blocks }) => blocks)).length;

    // two bars of each stack's legend
    expect(occurrences(page, /class="bar"/g)).toBe(bars + 2 * report.stacks.length);
    expect(occurrences(page, /data-node=/g)).toBe(report.stacks.flatMap(({ blocks }) => blocks).length);
    expect(occurrences(page, /data-from=/g)).toBe(report.stacks.flatMap(({ edges }) => edges).length);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("draws what a law forces unlike what only the configuration asks for, and says which", () => {
    const page = reportHtml(smallReport());
    const kinds = (kind: string): number => occurrences(page, new RegExp(`class="edge ${kind}[^>]*data-from`, "g"));
    const edges: readonly ReportedEdge[] = smallReport().stacks.flatMap((stack) => stack.edges);

    expect(kinds("forced")).toBe(edges.filter(({ law }) => law !== undefined).length);
    expect(kinds("asked")).toBe(edges.filter(({ law }) => law === undefined).length);
    expect(page).toContain("forced by pods-ready");
    expect(page).toContain("only the configuration asks for it");
  });

  it("explains the critical path and what the cloud forces", () => {
    const page = reportHtml(smallReport());

    expect(page).toContain("avoidable: the other way round the whole is 6:00 shorter");
    expect(page).toContain("However many workers Terraform has");
  });

  it("escapes every text that comes from outside", () => {
    const evil = `<script>alert(1)</script><img src=x onerror="alert(2)">'&\u001b[31m`;
    const page = reportHtml(everywhere(fullReport(), evil));

    expect(occurrences(page, /<script/g)).toBe(1);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u001b");
    expect(page).toContain(
      "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&#39;&amp;",
    );
  });

  it("allows its own script and style and nothing else", () => {
    const page = reportHtml(smallReport());
    const digestOf = (tag: string): string => {
      const [, text = ""] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page) ?? [];
      return createHash("sha256").update(text).digest("base64");
    };

    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${digestOf("style")}'; script-src 'sha256-${digestOf("script")}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/ style="| on[a-z]+="|<link|<img|<iframe|@import|url\((?!#)/);
  });

  it("gives every id once, and leads every link and every reference to one", () => {
    const page = reportHtml(cliscaleReport());
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => id);
    const wanted = [
      ...[...page.matchAll(/(?:href="#|url\(#)([^")]*)/g)].map(([, id = ""]) => id),
      ...[...page.matchAll(/aria-(?:labelledby|describedby)="([^"]*)"/g)].flatMap(([, list = ""]) => list.split(" ")),
    ];
    const known = new Set(ids);

    expect(known.size).toBe(ids.length);
    expect(wanted.filter((id) => !known.has(id))).toEqual([]);
  });

  it("is the same for the same report", () => {
    expect(reportHtml(fullReport())).toBe(reportHtml(fullReport()));
  });

  it("shows a stack that can't be timed, one without blocks, and no stack at all", () => {
    const [stack] = smallReport().stacks;
    const untimed = smallReport({
      stacks: [{ name: "a", blocks: [], edges: [], ...stack, times: [], notTimed: "it has count" }],
    });

    expect(reportHtml(untimed)).toContain("Not timed: it has count");
    expect(reportHtml(smallReport({ stacks: [{ name: "a", blocks: [], edges: [], times: [] }] }))).toContain(
      "The stack has no blocks.",
    );
    expect(headings(reportHtml(smallReport({ stacks: [], phases: [], laws: [] })))).toEqual([
      "Findings",
      "Commands",
      "Laws of the simulated cloud",
    ]);
  });
});

/** The same report with a text added to every string that is free. */
function everywhere(report: RehearsalReport, text: string): RehearsalReport {
  const fixed = new Set(["kind", "mode", "action", "severity", "verdict"]);
  return JSON.parse(
    JSON.stringify(report, (key, value: unknown) =>
      typeof value === "string" && !fixed.has(key) ? value + text : value,
    ),
  ) as RehearsalReport;
}
