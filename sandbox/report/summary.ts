import { clock } from "../time/text";
import { plain } from "./markup";
import { type CampaignReport, type Finding, type RehearsalReport } from "./report";
import { verdictOf } from "./verdict";
import { count, inTheCloud, share, wall } from "./words";

/** The report for a console: plain lines without colors, what has to be mended at the end, where it is read first. */
export function reportSummary(report: RehearsalReport): string {
  const { title, terraform, created, phases, stacks, laws, findings, faults, mutants, upgrade } = report;
  const judging = laws.filter(({ judged }) => judged > 0);
  const blocks = [
    [`Rehearsal of ${title}, ${terraform}, ${created}`],
    columns(
      phases.map(({ stack, name, ok, result, seconds, clock: cloud }) => [
        stack,
        name,
        ok ? "ok" : "FAILED",
        wall(seconds),
        inTheCloud(cloud),
        result,
      ]),
    ),
    [
      ...columns([
        ["On the simulated clock", "", "takes", "forced", "ratio", "by chance"],
        ...stacks.flatMap(({ name, times }) =>
          times.map(({ action, makespan, lowerBound, ratio, chance }) => [
            `  ${name}`,
            action,
            clock(makespan),
            clock(lowerBound.seconds),
            ratio.toFixed(3),
            `${clock(chance.shortest)} to ${clock(chance.longest)}`,
          ]),
        ),
      ]),
      ...stacks.flatMap(({ name, notTimed }) => (notTimed === undefined ? [] : [`  ${name} isn't timed: ${notTimed}`])),
    ],
    [
      `Laws: ${share(judging.length, laws.length)} had something to judge, ${sum(laws.map(({ judged }) => judged))} requests, ${sum(laws.map(({ refused }) => refused))} refused`,
      ...(faults === undefined ? [] : [faultLine(faults)]),
      ...(mutants === undefined
        ? []
        : [
            `Orders taken out: ${mutants.killed} of ${mutants.total} killed by a law, ` +
              `${mutants.mutants.filter(({ verdict }) => verdict === "survived").length} survived, ` +
              `${mutants.mutants.filter(({ verdict }) => verdict === "equivalent").length} equivalent`,
          ]),
      ...(upgrade === undefined
        ? []
        : [
            `Upgrade from ${upgrade.from}: ${upgrade.added} added, ${upgrade.changed} changed, ${upgrade.replaced.length} replaced, ` +
              `${upgrade.destroyed.length} destroyed, ${upgrade.dataLost.length === 0 ? "no data lost" : `DATA LOST: ${upgrade.dataLost.join(", ")}`}`,
          ]),
    ],
    findings.flatMap(findingLines),
    [verdictOf(report).text],
  ];
  return plain(
    blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n"),
  );
}

function faultLine({ seed, total, done, kinds, moreRuns }: CampaignReport): string {
  const recovered = sum(kinds.map((kind) => kind.recovered));
  const runs = moreRuns.flatMap((faults, more) =>
    faults === 0 ? [] : [`${faults} with ${more === 0 ? "no" : more} more ${more === 1 ? "apply" : "applies"}`],
  );
  return (
    `Faults, seed ${seed}: ${recovered} of ${done} recovered${done < total ? ` (of ${count(total, "fault")})` : ""}` +
    (runs.length === 0 ? "" : `; ${runs.join(", ")}`)
  );
}

function findingLines({ severity, summary, subject, detail }: Finding): readonly string[] {
  return [
    `${severity === "error" ? "ERROR" : "warning"}: ${summary}`,
    `  ${subject}`,
    ...detail.split("\n").map((line) => `  ${line}`.trimEnd()),
  ];
}

/** Columns as wide as their widest cell; the last one as long as it likes. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  rows.forEach((row) =>
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, plain(cell).length))),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : plain(cell).padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
