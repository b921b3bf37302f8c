import { type DeployTime, type TimedBlock } from "../time/deploy-time";
import { clock } from "../time/text";
import { html, type Markup } from "./markup";
import { fit, shortPath, shortType, whyOf } from "./words";

/** The chart's columns in pixels: names, work, and room for the last bar's length. */
const NAMES = 400;
const WORK = 696;
const REST = 70;
const ROW = 20;
const BAR = 12;
const TOP = 34;
const BOTTOM = 10;
/** Characters of a name and of a type that fit into the first column. */
const NAME = 36;
const TYPE = 24;

/** Which part of a {@link DeployTime} is drawn, and how it is told apart from others on the page. */
export interface GanttOptions {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly TimedBlock[];
  /** How to call an address in a tooltip. */
  readonly name: (address: string) => string;
}

/** Blocks as bars on an axis of minutes, in order of their start; the critical path and waits for a lock stand out. */
export function ganttChart(time: DeployTime, { id, title, blocks, name }: GanttOptions): Markup {
  const height = TOP + blocks.length * ROW + BOTTOM;
  const width = NAMES + WORK + REST;
  const scale = WORK / Math.max(1, time.makespan);
  const steps = new Map(time.criticalPath.map((step) => [step.address, whyOf(step, name).waited]));
  const x = (seconds: number): number => px(NAMES + seconds * scale);
  return html`<svg
    class="gantt"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-text"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">
      ${blocks.length} bars on an axis of ${clock(time.makespan)} minutes. The table below has the same numbers.
    </desc>
    <defs>
      <pattern
        id="${id}-wait"
        class="hatch"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="5" height="5" class="ground" />
        <rect width="2" height="5" class="stroke" />
      </pattern>
    </defs>
    ${axis(time.makespan, x, height)} ${bound(time, x, height)}
    ${blocks.map((block, index) => row(block, { top: TOP + index * ROW, x, pattern: `${id}-wait`, why: steps.get(block.address), name }))}
  </svg>`;
}

interface Row {
  readonly top: number;
  readonly x: (seconds: number) => number;
  readonly pattern: string;
  readonly why: string | undefined;
  readonly name: (address: string) => string;
}

function row(block: TimedBlock, { top, x, pattern, why, name }: Row): Markup {
  const { start, begin, end, ready, critical } = block;
  const middle = top + ROW / 2;
  const bar = { x: x(begin), width: Math.max(2, px(x(end) - x(begin))) };
  const wait = px(x(begin) - x(start));
  const words = [
    `${block.address}: ${end - begin} s, from ${clock(begin)} to ${clock(end)}`,
    why ?? whyOf({ ...block, reasons: [] }, name).waited.replace(" ()", ""),
    ...(start > ready ? [`${start - ready} s until a worker was free`] : []),
    ...(begin > start ? [`${begin - start} s until the lock was free`] : []),
    critical ? "on the critical path" : `could take ${Math.round(block.slack)} s longer`,
  ];
  return html`<g class="row${critical ? " critical" : ""}"
    ><title>${words.join("; ")}</title
    ><rect class="stripe" x="0" y="${top}" width="${NAMES + WORK + REST}" height="${ROW}" /><text
      class="mark"
      x="8"
      y="${middle + 4}"
      >${critical ? "●" : ""}</text
    ><text class="label" x="22" y="${middle + 4}"
      ><tspan class="name">${fit(shortPath(block.path), NAME)}</tspan>
      <tspan class="type">${fit(shortType(block.type), TYPE)}</tspan></text
    >${
      wait > 0
        ? html`<rect
            class="wait"
            x="${x(start)}"
            y="${middle - BAR / 2}"
            width="${wait}"
            height="${BAR}"
            fill="url(#${pattern})"
          />`
        : undefined
    }<rect class="bar" x="${bar.x}" y="${middle - BAR / 2}" width="${bar.width}" height="${BAR}" rx="2" /><text
      class="length"
      x="${px(bar.x + bar.width + 5)}"
      y="${middle + 4}"
      >${lengthOf(end - begin)}</text
    ></g
  >`;
}

const lengthOf = (seconds: number): string => (seconds < 60 ? `${seconds} s` : clock(seconds));

/** Full minutes, at most a dozen of them. */
function axis(makespan: number, x: (seconds: number) => number, height: number): Markup {
  const every = [10, 30, 60, 120, 300, 600, 1800, 3600].find((step) => makespan / step <= 12) ?? makespan / 12;
  const marks = Array.from({ length: Math.floor(makespan / every) + 1 }, (_, index) => index * every);
  return html`<g class="axis" aria-hidden="true"
    >${marks.map(
      (mark) =>
        html`<line x1="${x(mark)}" x2="${x(mark)}" y1="${TOP - 6}" y2="${height}" /><text
            x="${x(mark)}"
            y="${TOP - 20}"
            text-anchor="middle"
            >${clock(mark)}</text
          >`,
    )}</g
  >`;
}

/** A line where everything would be done if only the cloud's own order counted. */
function bound(
  { lowerBound: { seconds } }: DeployTime,
  x: (seconds: number) => number,
  height: number,
): Markup | undefined {
  return seconds === 0
    ? undefined
    : html`<g class="bound"
        ><line x1="${x(seconds)}" x2="${x(seconds)}" y1="${TOP - 10}" y2="${height}" /><text
          x="${px(x(seconds) - 5)}"
          y="${TOP - 4}"
          text-anchor="end"
          >the cloud forces ${clock(seconds)}</text
        ></g
      >`;
}

const px = (value: number): number => Math.round(value * 10) / 10;
