import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { SECRET_NAMES, type SecretVersions } from "../../environments";

/** The record as its file holds it: secrets and keys always in the same order, so that a rotation changes few lines. */
export function serialize(versions: SecretVersions): string {
  const entries = SECRET_NAMES.flatMap((name) => {
    const entry = versions[name];
    if (entry === undefined) {
      return [];
    }
    const { version, previousReadableUntil, unfinished } = entry;
    return [[name, { version, previousReadableUntil, unfinished }] as const];
  });
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** Replaces a file in one step: whoever reads it, and whatever interrupts, finds the old text or the new one. */
export function writeAtomically(path: string, text: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  // always the same name: one process writes at a time, and what a killed one left is overwritten
  const temporary = join(folder, `.${basename(path)}.tmp`);
  const file = openSync(temporary, "w");
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** A lock that was taken, or who has it. */
export type Lock =
  | { readonly kind: "taken"; readonly release: () => void }
  | { readonly kind: "held"; readonly file: string; readonly by: string };

/**
 * Takes the lock beside a file. It holds the process's number, so that the next one takes it over from a process that was killed.
 *
 * @param isAlive whether a process of this machine runs
 */
export function takeLock(path: string, isAlive: (pid: number) => boolean = runs): Lock {
  const file = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  const own = (target: string): boolean => linkNew(target, { pid: process.pid, host: hostname() });
  const taken: Lock = { kind: "taken", release: () => rmSync(file, { force: true }) };
  if (own(file)) {
    return taken;
  }
  // one takes over at a time: without this, two could each remove what they take for the dead process's lock
  const turn = `${file}.takeover`;
  if (!own(turn)) {
    return { kind: "held", file: turn, by: say(readHolder(turn)) };
  }
  try {
    const holder = readHolder(file);
    if (holder !== undefined && (holder.host !== hostname() || isAlive(holder.pid))) {
      return { kind: "held", file, by: say(holder) };
    }
    rmSync(file, { force: true });
    return own(file) ? taken : { kind: "held", file, by: say(readHolder(file)) };
  } finally {
    rmSync(turn, { force: true });
  }
}

/** Makes a file with complete content, or nothing when there is one. */
function linkNew(target: string, holder: Holder): boolean {
  const draft = `${target}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`);
  try {
    linkSync(draft, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Undefined when the file is gone, or nobody's. */
function readHolder(file: string): Holder | undefined {
  try {
    const { pid, host } = JSON.parse(readFileSync(file, "utf8")) as Partial<Holder>;
    return typeof pid === "number" && typeof host === "string" ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function say(holder: Holder | undefined): string {
  return holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
