import { clock } from "../time/text";
import { html, type Markup } from "./markup";
import { type ReportedEdge, type StackReport } from "./report";
import { impliedCount, resourceGraph } from "./resource-graph";
import { folded, scrolling, table } from "./table";
import { ACTIONS, chartLegend, timeSection } from "./time-section";
import { above, count, namesOf } from "./words";

/** Everything about one stack: how long it takes, why, and what waits for what. */
export function stackSection(stack: StackReport, index: number): Markup {
  const id = `stack-${index}`;
  const name = namesOf(stack);
  const [first, ...others] = stack.times;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">Stack ${stack.name}</h2>
    <h3 id="${id}-time">How long it takes</h3>
    ${stack.notTimed === undefined ? undefined : html`<p>Not timed: ${stack.notTimed}</p>`}
    ${
      first === undefined
        ? undefined
        : html`${timesTable(stack)}${chartLegend(id)}${timeSection(first, `${id}-${first.action}`, name)}${others.map(
            (time) =>
              folded(
                `${ACTIONS[time.action]}: ${clock(time.makespan)}, ${above(time.ratio)}`,
                timeSection(time, `${id}-${time.action}`, name),
              ),
          )}`
    }
    <h3 id="${id}-graph">What waits for what</h3>
    ${stack.blocks.length === 0 ? html`<p>${stack.notTimed === undefined ? "The stack has no blocks." : "Not known, for the same reason."}</p>` : graphOf(stack, id)}
  </section>`;
}

function timesTable(stack: StackReport): Markup {
  return table(
    `Times of ${stack.name} on the simulated clock, in minutes and seconds`,
    [
      { title: "Command", cell: ({ action }) => ACTIONS[action] },
      { title: "Takes", number: true, cell: ({ makespan }) => html`<strong>${clock(makespan)}</strong>` },
      { title: "The cloud forces", number: true, cell: ({ lowerBound }) => clock(lowerBound.seconds) },
      { title: "Ratio", number: true, cell: ({ ratio }) => ratio.toFixed(3) },
      {
        title: "As chance orders it",
        number: true,
        cell: ({ chance }) => `${clock(chance.shortest)} – ${clock(chance.longest)}`,
      },
      { title: "Fast or slow cloud", number: true, cell: ({ range }) => `${clock(range.low)} – ${clock(range.high)}` },
    ],
    stack.times,
  );
}

function graphOf(stack: StackReport, id: string): Markup {
  const rows = new Map(stack.blocks.map(({ address }, index) => [address, `${id}-block-${index}`]));
  const rowOf = (address: string): string => rows.get(address) ?? "";
  const forced = stack.edges.filter(({ law }) => law !== undefined).length;
  const implied = impliedCount(stack);
  return html`<p>
      ${count(stack.blocks.length, "block")}, ${count(stack.edges.length, "edge")}: laws force ${forced}, only the
      configuration asks for ${stack.edges.length - forced}. What stands at the left is made first; an arrow leads from
      a block to what waits for
      it.${implied === 0 ? "" : ` ${count(implied, "edge")} that ${implied === 1 ? "follows" : "follow"} from others ${implied === 1 ? "is" : "are"} left out of the picture, not of the table.`}<span
        class="with-script"
      >
        Point at a block to see all of its edges.</span
      >
    </p>
    <ul class="legend" aria-label="How to read the picture">
      <li>
        <svg width="34" height="12" class="graph" aria-hidden="true"><path class="edge forced" d="M1 6H33" /></svg> a
        law of the cloud forces the order
      </li>
      <li>
        <svg width="34" height="12" class="graph" aria-hidden="true"><path class="edge asked" d="M1 6H33" /></svg> only
        the configuration asks for it
      </li>
      <li>
        <svg width="34" height="14" class="graph" aria-hidden="true">
          <g class="node critical"><rect x="1" y="1" width="32" height="12" rx="3" /></g>
        </svg>
        ● on the critical path of a create
      </li>
      <li>
        <svg width="34" height="14" class="graph" aria-hidden="true">
          <g class="node data"><rect x="1" y="1" width="32" height="12" rx="3" /></g>
        </svg>
        data or ephemeral, not a resource
      </li>
    </ul>
    <p class="skip"><a href="#${id}-table">Skip the picture</a></p>
    ${scrolling(`What waits for what in ${stack.name}, as a picture`, resourceGraph(stack, { id: `${id}-picture`, rowOf }), "picture tall")}
    <div id="${id}-table" tabindex="-1" class="filtered">
      ${folded(`All ${count(stack.blocks.length, "block")} and what they wait for`, blocksTable(stack, rowOf))}
    </div>`;
}

function blocksTable(stack: StackReport, rowOf: (address: string) => string): Markup {
  const waits = new Map<string, ReportedEdge[]>();
  stack.edges.forEach((edge) => waits.set(edge.from, [...(waits.get(edge.from) ?? []), edge]));
  return table(
    `Blocks of ${stack.name}`,
    [
      {
        title: "Block",
        cell: ({ address, path }) => html`<code>${address}</code><br /><span class="path">${path}</span>`,
      },
      { title: "Waits for", cell: ({ address }) => waitList(waits.get(address) ?? [], rowOf) },
    ],
    stack.blocks,
    ({ address }) => rowOf(address),
  );
}

function waitList(edges: readonly ReportedEdge[], rowOf: (address: string) => string): Markup {
  return edges.length === 0
    ? html`<span class="neutral">nothing</span>`
    : html`<ul class="waits">
        ${edges.map(({ to, reasons, law, because }) => {
          const target = rowOf(to);
          const address = html`<code>${to}</code>`;
          return html`<li>
            ${target === "" ? address : html`<a href="#${target}">${address}</a>`}: ${reasons.join(", ")};
            ${
              law === undefined
                ? html`<span class="asked">only the configuration asks for it</span>`
                : html`<span class="forced">forced by ${law}${because === undefined ? "" : `: ${because}`}</span>`
            }
          </li>`;
        })}
      </ul>`;
}
