import { clock } from "../time/text";
import { html, type Markup, type Part } from "./markup";
import { type RehearsalReport } from "./report";
import { verdictOf } from "./verdict";
import { above, count, share } from "./words";

/** The head of the page: what was rehearsed, whether all is well, and the numbers that matter most. */
export function overview(report: RehearsalReport): Markup {
  const { tone, text } = verdictOf(report);
  const mark = { good: "✓", warning: "!", bad: "✗" }[tone];
  return html`<header>
    <p class="kind">Rehearsal</p>
    <h1>${report.title}</h1>
    <p class="verdict ${tone}"><span aria-hidden="true">${mark}</span> ${text}</p>
    <p class="about">${report.terraform}, <time datetime="${report.created}">${readable(report.created)}</time></p>
    <dl class="tiles">
      ${tilesOf(report).map(
        ({ term, value, note, href }) =>
          html`<div>
            <dt>${term}</dt>
            <dd>
              <a href="#${href}"><span class="value">${value}</span> <span class="note">${note}</span></a>
            </dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

interface Tile {
  readonly term: string;
  readonly value: Part;
  readonly note: string;
  /** The heading that tells more. */
  readonly href: string;
}

function tilesOf({ stacks, phases, laws, findings, faults, mutants, upgrade }: RehearsalReport): readonly Tile[] {
  const recovered = (faults?.kinds ?? []).reduce((sum, kind) => sum + kind.recovered, 0);
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return [
    ...stacks.flatMap(({ name, times }, index): readonly Tile[] =>
      times
        .filter(({ action }) => action === "create")
        .map(({ makespan, lowerBound, ratio }) => ({
          term: stacks.length === 1 ? "Create takes" : `Create ${name}`,
          value: clock(makespan),
          note: `the cloud forces ${clock(lowerBound.seconds)}, ratio ${ratio.toFixed(3)}, ${above(ratio)}`,
          href: `stack-${index}-time`,
        })),
    ),
    {
      term: "Findings",
      value: findings.length,
      note: `${count(errors, "error")}, ${count(findings.length - errors, "warning")}`,
      href: "findings",
    },
    {
      term: "Commands",
      value: `${phases.filter(({ ok }) => ok).length} of ${phases.length}`,
      note: "went well",
      href: "commands",
    },
    ...(stacks.length === 0
      ? []
      : [
          {
            term: "Blocks",
            value: stacks.reduce((sum, { blocks }) => sum + blocks.length, 0),
            note: `in ${count(stacks.length, "stack")}, with ${count(
              stacks.reduce((sum, { edges }) => sum + edges.length, 0),
              "edge",
            )}`,
            href: "stack-0-graph",
          },
        ]),
    {
      term: "Laws",
      value: share(laws.filter(({ judged }) => judged > 0).length, laws.length),
      note: `judged ${count(
        laws.reduce((sum, { judged }) => sum + judged, 0),
        "request",
      )}`,
      href: "laws",
    },
    ...(faults === undefined
      ? []
      : [{ term: "Faults", value: `${recovered} of ${faults.done}`, note: "recovered", href: "faults" }]),
    ...(mutants === undefined
      ? []
      : [
          {
            term: "Orders taken out",
            value: `${mutants.killed} of ${mutants.total}`,
            note: "killed by a law",
            href: "orders",
          },
        ]),
    ...(upgrade === undefined
      ? []
      : [
          {
            term: "Upgrade",
            value: upgrade.dataLost.length === 0 ? "keeps data" : `loses ${upgrade.dataLost.length}`,
            note: `from ${upgrade.from}: ${upgrade.replaced.length} replaced, ${upgrade.destroyed.length} destroyed`,
            href: "upgrade",
          },
        ]),
  ];
}

/** `2026-11-26 09:12 UTC`; what isn't a time stays as it is. */
function readable(created: string): string {
  const time = new Date(created);
  return Number.isNaN(time.getTime()) ? created : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
