import { html, type Markup } from "./markup";
import { type Finding, type LawUse, type Phase } from "./report";
import { folded, section, sign, table } from "./table";
import { count, inTheCloud, share, wall } from "./words";

/** What has to be mended, first of all. */
export function findingsSection(findings: readonly Finding[]): Markup {
  return section(
    "findings",
    "Findings",
    findings.length === 0
      ? html`<p>${sign("good", "Nothing has to be mended.")}</p>`
      : html`${findings.map(
          ({ severity, summary, subject, detail }) =>
            html`<article class="finding ${severity}">
              <h3>${severity === "error" ? sign("bad", "Error") : sign("warning", "Warning")} ${summary}</h3>
              <p><code>${subject}</code></p>
              <pre tabindex="0">${detail}</pre>
            </article>`,
        )}`,
  );
}

/** Which commands ran, and what came of them. */
export function phasesSection(phases: readonly Phase[]): Markup {
  return section(
    "commands",
    "Commands",
    phases.length === 0
      ? html`<p>No command ran.</p>`
      : table(
          "Commands in the order in which they ran",
          [
            { title: "Command", cell: ({ name }) => name },
            { title: "Stack", cell: ({ stack }) => stack },
            { title: "Went well", cell: ({ ok }) => (ok ? sign("good", "yes") : sign("bad", "no")) },
            { title: "Result", cell: ({ result }) => result },
            { title: "Wall time", number: true, cell: ({ seconds }) => wall(seconds) },
            { title: "In the cloud", number: true, cell: ({ clock }) => inTheCloud(clock) },
          ],
          phases,
        ),
  );
}

/** Which laws had something to judge, and which the rehearsal never came near. */
export function lawsSection(laws: readonly LawUse[]): Markup {
  const asked = laws.filter(({ judged }) => judged > 0);
  const idle = laws.filter(({ judged }) => judged === 0);
  return section(
    "laws",
    "Laws of the simulated cloud",
    html`<p>${share(asked.length, laws.length)} ${laws.length === 1 ? "law" : "laws"} had something to judge.</p>
      ${asked.length === 0 ? undefined : lawTable("Laws that judged something", asked)}
      ${idle.length === 0 ? undefined : folded(`${count(idle.length, "law")} had nothing to judge`, lawTable("Laws that had nothing to judge", idle))}`,
  );
}

function lawTable(caption: string, laws: readonly LawUse[]): Markup {
  return table(
    caption,
    [
      { title: "Law", cell: ({ name }) => html`<code>${name}</code>` },
      { title: "What it says", cell: ({ statement }) => statement },
      { title: "Judged", number: true, cell: ({ judged }) => judged },
      {
        title: "Refused",
        number: true,
        cell: ({ refused }) => (refused === 0 ? 0 : html`<strong>${refused}</strong>`),
      },
    ],
    laws,
  );
}
