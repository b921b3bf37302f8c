import { html, type Markup } from "./markup";
import { type CampaignReport, type MutantReport, type ReportedMutant, type UpgradeReport } from "./report";
import { folded, section, sign, table } from "./table";
import { count } from "./words";

/** Whether a next apply recovered from each fault. */
export function faultsSection({ seed, total, done, kinds, moreRuns }: CampaignReport): Markup {
  const recovered = kinds.reduce((sum, kind) => sum + kind.recovered, 0);
  return section(
    "faults",
    "Faults",
    html`<p>
        Seed <code>${seed}</code>, ${done} of ${count(total, "fault")} rehearsed:
        ${recovered === done ? sign("good", "all recovered") : sign("bad", `${recovered} of ${done} recovered`)}.
      </p>
      ${table(
        "Faults by kind",
        [
          { title: "Kind", cell: ({ kind }) => kind },
          { title: "Rehearsed", number: true, cell: (row) => row.done },
          { title: "Recovered", number: true, cell: (row) => row.recovered },
          {
            title: "Outcome",
            cell: (row) =>
              row.recovered === row.done ? sign("good", "all") : sign("bad", `${row.done - row.recovered} not`),
          },
        ],
        kinds,
      )}
      ${
        moreRuns.length === 0
          ? undefined
          : table(
              "How many more applies a recovery took",
              [
                { title: "More applies", cell: ([more]) => more },
                { title: "Faults", number: true, cell: ([, faults]) => faults },
              ],
              moreRuns.map((faults, more) => [more === 0 ? "none" : String(more), faults] as const),
            )
      }`,
  );
}

const VERDICTS: Readonly<
  Record<ReportedMutant["verdict"], { readonly title: string; readonly tone: "good" | "warning" | "neutral" }>
> = {
  survived: { title: "Survived: nothing needed the order, or no law knows why it does", tone: "warning" },
  killed: { title: "Killed: without the order a law refuses", tone: "good" },
  equivalent: { title: "Equivalent: the order holds all the same", tone: "neutral" },
};

/** What became of each order that was taken out. */
export function mutantsSection({ total, killed, mutants }: MutantReport): Markup {
  const verdicts = Object.keys(VERDICTS) as (keyof typeof VERDICTS)[];
  const of = (verdict: ReportedMutant["verdict"]): readonly ReportedMutant[] =>
    mutants.filter((one) => one.verdict === verdict);
  return section(
    "orders",
    "Orders taken out",
    html`<p>
        Each rehearsal takes out one order and looks whether anything notices. Killed ${killed} of ${total}:
        ${verdicts.map((verdict, index) => html`${index === 0 ? "" : ", "}${sign(VERDICTS[verdict].tone, `${of(verdict).length} ${verdict}`)}`)}.
      </p>
      ${verdicts.filter((verdict) => of(verdict).length > 0).map((verdict) => folded(`${VERDICTS[verdict].title} (${of(verdict).length})`, mutantTable(verdict, of(verdict)), verdict === "survived"))}`,
  );
}

function mutantTable(verdict: ReportedMutant["verdict"], mutants: readonly ReportedMutant[]): Markup {
  return table(
    `Orders, ${verdict}`,
    [
      { title: "This", cell: ({ from }) => html`<code>${from}</code>` },
      { title: "no longer waited for", cell: ({ to }) => html`<code>${to}</code>` },
      ...(verdict === "killed"
        ? [{ title: "Law", cell: ({ law }: ReportedMutant) => html`<code>${law ?? "–"}</code>` }]
        : []),
      {
        title: verdict === "killed" ? "Refusal" : "Why",
        cell: ({ detail }) => html`<span class="lines">${detail}</span>`,
      },
    ],
    mutants,
  );
}

/** What an upgrade from an older version does to what exists. */
export function upgradeSection({ from, added, changed, replaced, destroyed, dataLost }: UpgradeReport): Markup {
  const lost = new Set(dataLost);
  const list = (title: string, addresses: readonly string[]): Markup | undefined =>
    addresses.length === 0
      ? undefined
      : html`<h3>${title}</h3>
          <ul class="names">
            ${addresses.map((address) => html`<li><code>${address}</code>${lost.has(address) ? html` ${sign("bad", "holds data")}` : undefined}</li>`)}
          </ul>`;
  return section(
    "upgrade",
    "Upgrade",
    html`<p>
        From <code>${from}</code>: ${added} added, ${changed} changed, ${replaced.length} replaced, ${destroyed.length}
        destroyed.
        ${
          dataLost.length === 0
            ? sign("good", "No data is lost.")
            : sign("bad", `${count(dataLost.length, "block")} with data would be lost.`)
        }
      </p>
      ${list("Replaced", replaced)}${list("Destroyed", destroyed)}`,
  );
}
