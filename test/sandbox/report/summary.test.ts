import { reportSummary } from "../../../sandbox/report/summary";
import { fullReport, smallReport } from "./support";

describe("reportSummary", () => {
  it("fits on a screen", () => {
    expect(reportSummary(fullReport())).toBe(
      [
        "Rehearsal of database, Terraform 1.11.4, 2026-11-26T09:12:00.000Z",
        "",
        "database  create       ok      12 s  23:22  5 added",
        "database  second plan  FAILED  2:11         1 changed",
        "",
        "On the simulated clock          takes  forced  ratio  by chance",
        "  database              create  23:22  17:22   1.345  17:22 to 23:22",
        "  database              update  3:00   3:00    1.000  3:00 to 3:00",
        "  database              delete  4:40   4:36    1.014  4:40 to 4:40",
        "",
        "Laws: 1 of 2 had something to judge, 5 requests, 0 refused",
        "Faults, seed 7: 40 of 41 recovered (of 60 faults); 30 with no more applies, 9 with 1 more apply, 1 with 2 more applies",
        "Orders taken out: 2 of 4 killed by a law, 1 survived, 1 equivalent",
        "Upgrade from v0.1.0: 3 added, 2 changed, 2 replaced, 1 destroyed, DATA LOST: google_sql_database_instance.primary",
        "",
        "ERROR: A second plan is not empty",
        "  google_sql_user.app",
        "  Terraform would update it in place:",
        "    ~ password = (sensitive)",
        "  Take the argument out, or ignore its changes.",
        "warning: Nothing needed an order",
        "  helm_release.app waits for google_compute_security_policy_rule.slow",
        "  No law refused the release without it. Take `depends_on` out: the whole is 11 s shorter.",
        "",
        "1 thing to mend, 1 command failed, 1 fault without recovery, 1 block that loses its data, 1 warning, 1 order that nothing needed",
      ].join("\n"),
    );
  });

  it("leaves out what was not rehearsed, and ends with the verdict", () => {
    const summary = reportSummary(smallReport());

    expect(summary).not.toMatch(/Faults|Orders|Upgrade/);
    expect(summary.split("\n").at(-1)).toBe("Everything went as it should");
  });

  it("says why a stack isn't timed", () => {
    const stacks = [{ name: "app", blocks: [], edges: [], times: [], notTimed: "it has modules" }];

    expect(reportSummary(smallReport({ stacks }))).toContain("  app isn't timed: it has modules");
  });

  it("prints nothing that steers a terminal", () => {
    const findings = [
      {
        severity: "error",
        summary: "\u001b[31mred\u001b[0m",
        subject: "\u0007bell",
        detail: "a\r\nb\u001b]0;title\u0007",
      },
    ] as const;

    expect(reportSummary(smallReport({ findings }))).toContain("ERROR: red\n  bell\n  a\n  b\n");
  });
});
