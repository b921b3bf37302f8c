import { type CriticalStep } from "../time/critical-path";
import { clock } from "../time/text";
import { type ReportedBlock, type StackReport } from "./report";

/** `1 finding`, `3 findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `3`, or `3 of 5` where it isn't all of them. */
export function share(number: number, all: number): string {
  return number === all ? String(all) : `${number} of ${all}`;
}

/** How far a makespan is above what the cloud forces: `4.4 % above`, or `as short as can be`. */
export function above(ratio: number): string {
  return ratio < 1.0005 ? "as short as can be" : `${((ratio - 1) * 100).toFixed(1)} % above`;
}

/** Seconds of a wall clock: `0.4 s`, `41 s`, `3:07`. */
export function wall(seconds: number): string {
  return seconds >= 100 ? clock(seconds) : `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}

/** Minutes and seconds of the simulated clock; nothing where none ran, or where nothing took its time. */
export function inTheCloud(seconds: number | undefined): string {
  return seconds === undefined || seconds === 0 ? "" : clock(seconds);
}

/** The construct's path in short: what cdktf calls `Resource` is its parent. */
export function shortPath(path: string): string {
  return path.replace(/(.)\/Resource$/, "$1");
}

/** A type without the provider that nearly all of them have. */
export function shortType(type: string): string {
  return type.replace(/^google_/, "");
}

/** At most so many characters, with something left out before the middle: a path's end tells more than its beginning, both more than what is between. */
export function fit(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) {
    return text;
  }
  const head = Math.ceil((length - 1) / 3);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (length - 1 - head)).join("")}`;
}

/** Names of a stack's blocks by address, for texts in which the address would be too long. */
export function namesOf({ blocks }: StackReport): (address: string) => string {
  const names = new Map(blocks.map((block) => [block.address, nameOf(block)]));
  return (address) => names.get(address) ?? address;
}

/** Path and type of a block: `Platform/Database sql_database_instance`. */
export function nameOf({ path, type }: Pick<ReportedBlock, "path" | "type">): string {
  return `${shortPath(path)} ${shortType(type)}`;
}

/** Why a step of the critical path began no earlier. */
export interface Why {
  /** What it waited for. */
  readonly waited: string;
  /** Whether that has to be. */
  readonly verdict: string;
  readonly kind: "forced" | "avoidable" | "neutral";
}

/** Puts a step's cause in words. */
export function whyOf({ cause, reasons, forced, gain = 0 }: CriticalStep, name: (address: string) => string): Why {
  if (cause.kind === "first") {
    return { waited: "waits for nothing", verdict: "", kind: "neutral" };
  }
  const of = name(cause.of);
  const waited = {
    edge: `after ${of} (${reasons.join(", ")})`,
    parallelism: `every worker was busy until ${of} was complete`,
    lock: `one at a time with ${of}`,
  }[cause.kind];
  if (forced !== undefined) {
    return { waited, verdict: `forced by ${forced.law}: ${forced.because}`, kind: "forced" };
  }
  if (gain === 0) {
    const verdict =
      cause.kind === "lock" ? "one after the other in any order" : "nothing forces it; something else is as long";
    return { waited, verdict, kind: "neutral" };
  }
  const remedy = {
    edge: "nothing forces this order; without it",
    parallelism: "with a worker for every block",
    lock: "the other way round",
  }[cause.kind];
  return { waited, verdict: `avoidable: ${remedy} the whole is ${clock(gain)} shorter`, kind: "avoidable" };
}
