import { type CriticalStep } from "./critical-path";
import { type DeployTime, type TimedBlock } from "./deploy-time";

/** How a chart is drawn. */
export interface GanttOptions {
  /** Columns, of which a part goes to the names. @default 100 */
  readonly width?: number;
  /** Leave out what takes less than this many seconds, unless it is critical. @default 0 */
  readonly atLeast?: number;
}

const NAMES = 44;

/**
 * A Gantt chart in plain text: `#` is work on the critical path, `=` other work, `.` a wait for a lock. Every bar is at least one
 * character long.
 */
export function gantt({ blocks, makespan, action }: DeployTime, options: GanttOptions = {}): string {
  const { width = 100, atLeast = 0 } = options;
  const columns = Math.max(10, width - NAMES - 1);
  const scale = columns / Math.max(1, makespan);
  const shown = blocks.filter(({ critical, end, start }) => critical || end - start >= atLeast);
  const hidden = blocks.length - shown.length;
  return [
    `${`${action}, ${clock(makespan)}`.padEnd(NAMES)} ${axis(columns, makespan)}`,
    ...shown.map((block) => `${fit(nameOf(block)).padEnd(NAMES)} ${bar(block, scale, columns)}`.trimEnd()),
    ...(hidden === 0 ? [] : [`and ${hidden} shorter than ${atLeast} s`]),
  ].join("\n");
}

/** The critical path as a list: when, how long, what, and why not earlier. */
export function criticalPathText({ criticalPath: steps }: DeployTime): string {
  return steps
    .map((step) => `${clock(step.begin)} ${`${step.end - step.begin} s`.padStart(6)}  ${step.address}\n${why(step)}`)
    .join("\n");
}

/** The chain that the cloud forces, as a list. */
export function lowerBoundText({ lowerBound: { chain } }: DeployTime): string {
  return chain
    .map(({ address, seconds, forced }) =>
      [
        `${`${seconds} s`.padStart(6)}  ${address}`,
        ...(forced === undefined ? [] : [`        ${forced.law}: ${forced.because}`]),
      ].join("\n"),
    )
    .join("\n");
}

/** One line: makespan, range, lower bound and ratio. */
export function summary({ action, makespan, range, chance, lowerBound, ratio }: DeployTime): string {
  return (
    `${action}: ${clock(makespan)}, ${clock(chance.shortest)} to ${clock(chance.longest)} as chance orders it, ` +
    `${clock(range.low)} to ${clock(range.high)} as the cloud is fast or slow; it forces ${clock(lowerBound.seconds)}, ratio ${ratio.toFixed(3)}`
  );
}

/** Minutes and seconds: `21:07`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function why({ cause, reasons, forced, gain }: CriticalStep): string {
  const indent = "        ";
  if (cause.kind === "first") {
    return `${indent}waits for nothing`;
  }
  const what = {
    edge: `after ${cause.of} (${reasons.join(", ")})`,
    parallelism: `every worker was busy until ${cause.of} was complete`,
    lock: `one at a time with ${cause.of}`,
  }[cause.kind];
  const gains = `the whole is ${gain ?? 0} s shorter`;
  const avoidable = {
    edge:
      gain === 0
        ? "nothing forces this order, and nothing would be gained without it"
        : `avoidable: nothing forces this order; without it ${gains}`,
    parallelism: `avoidable: with a worker for every block ${gains}`,
    lock: gain === 0 ? "one after the other in any order" : `avoidable in part: the other way round ${gains}`,
  }[cause.kind];
  const verdict = forced === undefined ? avoidable : `forced by ${forced.law}: ${forced.because}`;
  return `${indent}${what}\n${indent}${verdict}`;
}

function bar({ start, begin, end, critical }: TimedBlock, scale: number, columns: number): string {
  const at = (seconds: number): number => Math.min(columns - 1, Math.floor(seconds * scale));
  const length = Math.max(1, Math.round((end - begin) * scale));
  const from = Math.min(at(begin), columns - length);
  const waiting = ".".repeat(Math.max(0, from - at(start)));
  return `${" ".repeat(Math.min(at(start), from))}${waiting}${(critical ? "#" : "=").repeat(length)}`;
}

/** Full minutes on a line, as many as fit. */
function axis(columns: number, makespan: number): string {
  const minutes = Math.max(1, Math.ceil(makespan / 60 / Math.max(1, Math.floor(columns / 8))));
  let line = "";
  for (let minute = 0; minute * 60 <= makespan; minute += minutes) {
    const column = Math.floor((minute * 60 * columns) / Math.max(1, makespan));
    const label = `|${minute}m`;
    line = column + label.length <= columns ? line.padEnd(column) + label : line;
  }
  return line;
}

const nameOf = ({ path, type }: TimedBlock): string =>
  `${path.replace(/\/Resource$/, "")} ${type.replace(/^google_/, "")}`;

const fit = (name: string): string => (name.length <= NAMES ? name : `${name.slice(0, NAMES - 1)}~`);
