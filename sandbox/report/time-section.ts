import { type DeployTime, type TimedBlock } from "../time/deploy-time";
import { type Action } from "../time/latency";
import { clock } from "../time/text";
import { ganttChart } from "./gantt-chart";
import { html, type Markup } from "./markup";
import { folded, scrolling, table } from "./table";
import { above, count, whyOf } from "./words";

/** What a reader calls the three commands. */
export const ACTIONS: Readonly<Record<Action, string>> = {
  create: "Create everything",
  update: "Update the releases",
  delete: "Destroy everything",
};

/** Shorter work than this goes into a chart of its own, which is folded away. */
const SHORT = 15;

/** How long one command takes: the chart, and in words what it is long for and what no order could make shorter. */
export function timeSection(time: DeployTime, id: string, name: (address: string) => string): Markup {
  const isLong = ({ critical, end, begin }: TimedBlock): boolean => critical || end - begin >= SHORT;
  const long = time.blocks.filter(isLong);
  const short = time.blocks.filter((block) => !isLong(block));
  const title = `${ACTIONS[time.action]}, ${clock(time.makespan)}`;
  const chart = (blocks: readonly TimedBlock[], suffix: string, words: string): Markup =>
    scrolling(words, ganttChart(time, { id: `${id}-${suffix}`, title: words, blocks, name }), "picture");
  return html`<section aria-labelledby="${id}">
    <h4 id="${id}">${title}</h4>
    <p>
      The cloud forces ${clock(time.lowerBound.seconds)}: ${above(time.ratio)}. Chance makes it
      ${clock(time.chance.shortest)} to ${clock(time.chance.longest)}, a fast or slow cloud ${clock(time.range.low)} to
      ${clock(time.range.high)}.
    </p>
    ${time.blocks.length === 0 ? html`<p>Nothing in it takes time.</p>` : undefined}
    ${long.length === 0 ? undefined : chart(long, "long", `${title}: what takes long or is critical`)}
    ${short.length === 0 ? undefined : folded(`${count(short.length, "more block")} of less than ${SHORT} s each`, chart(short, "short", `${title}: what takes less than ${SHORT} s`))}
    ${time.criticalPath.length === 0 ? undefined : folded(`The critical path in words: ${count(time.criticalPath.length, "step")}`, criticalPath(time, name))}
    ${time.lowerBound.chain.length === 0 ? undefined : folded(`What the cloud forces, in words: ${count(time.lowerBound.chain.length, "step")}, ${clock(time.lowerBound.seconds)}`, lowerBound(time, name))}
    ${time.blocks.length === 0 ? undefined : folded(`All ${count(time.blocks.length, "block")} as a table`, blocksTable(time, name))}
    ${
      time.action === "delete" && time.protectedBlocks.length > 0
        ? folded(
            `${count(time.protectedBlocks.length, "protected block")}: a real destroy refuses as long as these are`,
            html`<ul class="names">
              ${time.protectedBlocks.map((address) => html`<li><code>${address}</code></li>`)}
            </ul>`,
          )
        : undefined
    }
  </section>`;
}

/** What charts mean, once for all charts of a stack. */
export function chartLegend(id: string): Markup {
  return html`<ul class="legend" aria-label="How to read the charts">
    <li>
      <svg width="26" height="12" aria-hidden="true" class="gantt">
        <g class="row critical"><rect class="bar" width="26" height="12" rx="2" /></g>
      </svg>
      ● on the critical path: the whole is shorter only if one of these is
    </li>
    <li>
      <svg width="26" height="12" aria-hidden="true" class="gantt">
        <g class="row"><rect class="bar" width="26" height="12" rx="2" /></g>
      </svg>
      other work
    </li>
    <li>
      <svg width="26" height="12" aria-hidden="true" class="gantt">
        <defs>
          <pattern
            id="${id}-legend-wait"
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="5" height="5" class="ground" />
            <rect width="2" height="5" class="stroke" />
          </pattern>
        </defs>
        <rect class="wait" x="0.5" y="0.5" width="25" height="11" fill="url(#${id}-legend-wait)" />
      </svg>
      started, but another operation holds the lock
    </li>
  </ul>`;
}

function criticalPath({ criticalPath: steps }: DeployTime, name: (address: string) => string): Markup {
  return html`<ol class="steps">
    ${steps.map((step) => {
      const why = whyOf(step, name);
      return html`<li>
        <span class="when">${clock(step.begin)}</span>
        <span class="what" title="${step.address}"
          ><strong>${name(step.address)}</strong> <span class="seconds">${step.end - step.begin} s</span
          ><br />${why.waited}${why.verdict === "" ? undefined : html`<br /><span class="${why.kind}">${why.verdict}</span>`}</span
        >
      </li>`;
    })}
  </ol>`;
}

function lowerBound({ lowerBound: { chain } }: DeployTime, name: (address: string) => string): Markup {
  let from = 0;
  return html`<p>However many workers Terraform has and whatever order it takes, these come one after the other.</p>
    <ol class="steps">
      ${chain.map(({ address, seconds, forced }) => {
        const begin = from;
        from += seconds;
        return html`<li>
          <span class="when">${clock(begin)}</span>
          <span class="what" title="${address}"
            ><strong>${name(address)}</strong>
            <span class="seconds">${seconds} s</span
            >${forced === undefined ? undefined : html`<br /><span class="forced">forced by ${forced.law}: ${forced.because}</span>`}</span
          >
        </li>`;
      })}
    </ol>`;
}

function blocksTable(time: DeployTime, name: (address: string) => string): Markup {
  return table(
    `Blocks of "${ACTIONS[time.action]}" in order of their start`,
    [
      { title: "Block", cell: ({ address, critical }) => html`${critical ? "● " : ""}<code>${address}</code>` },
      { title: "Ready", number: true, cell: ({ ready }) => clock(ready) },
      { title: "Started", number: true, cell: ({ start }) => clock(start) },
      { title: "Requested", number: true, cell: ({ begin }) => clock(begin) },
      { title: "Complete", number: true, cell: ({ end }) => clock(end) },
      { title: "Takes", number: true, cell: ({ begin, end }) => `${end - begin} s` },
      { title: "Could take longer", number: true, cell: ({ slack }) => `${Math.round(slack)} s` },
      { title: "Waited for", cell: (block) => whyOf({ ...block, reasons: [] }, name).waited.replace(" ()", "") },
    ],
    time.blocks,
  );
}
