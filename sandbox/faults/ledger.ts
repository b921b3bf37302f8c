import { appendFileSync, closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Fault } from "./fault";

/** A fault that has struck. */
export interface Strike {
  readonly fault: string;
  readonly type: string;
  readonly action: string;
  /** Which of the matching calls it was, from 1. */
  readonly call: number;
}

/**
 * What has happened so far, kept in the simulated cloud's directory, because several provider processes and several Terraform runs share
 * it. A call is counted by creating a file that nobody else can create, so two processes never count the same one.
 */
export class Ledger {
  private readonly directory: string;

  /** @param cloud the simulated cloud's directory */
  public constructor(cloud: string) {
    this.directory = join(cloud, "faults");
  }

  /** Counts a matching call, and tells whether the fault strikes it. Nothing is counted once it is over. */
  public strikes(fault: Fault, call: { readonly type: string; readonly action: string }): boolean {
    const { nth = 1, times = 1 } = fault;
    const last = nth + (fault.kind === "unseen" ? 1 : times) - 1;
    const number = this.claim(`calls ${fault.id}`, last);
    if (number === undefined || number < nth) return false;
    const strike: Strike = { fault: fault.id, type: call.type, action: call.action, call: number };
    appendFileSync(join(this.directory, "strikes.jsonl"), `${JSON.stringify(strike)}\n`);
    return true;
  }

  /** Everything that has struck, oldest first. */
  public strikesSoFar(): readonly Strike[] {
    return this.lines<Strike>("strikes.jsonl");
  }

  /** Lets an object be unseen. */
  public hide(hidden: Hidden): void {
    mkdirSync(this.directory, { recursive: true });
    appendFileSync(join(this.directory, "hidden.jsonl"), `${JSON.stringify(hidden)}\n`);
  }

  public hidden(): readonly Hidden[] {
    return this.lines<Hidden>("hidden.jsonl");
  }

  /** Counts a look at a hidden object; false when it has been missed often enough. */
  public misses({ fault, looks }: Hidden): boolean {
    return this.claim(`looks ${fault}`, looks) !== undefined;
  }

  /** The next free number up to the last one, or undefined. */
  private claim(name: string, last: number): number | undefined {
    const folder = join(this.directory, encodeURIComponent(name));
    mkdirSync(folder, { recursive: true });
    for (let number = readdirSync(folder).length + 1; number <= last; number += 1) {
      try {
        closeSync(openSync(join(folder, String(number)), "wx"));
        return number;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
    return undefined;
  }

  private lines<T>(name: string): readonly T[] {
    const file = join(this.directory, name);
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return [];
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
  }
}

/** An object that is there and not found. */
export interface Hidden {
  readonly fault: string;
  readonly type: string;
  readonly id: string;
  /** The Terraform run in which it is hidden. */
  readonly run: string;
  /** How many looks miss it. */
  readonly looks: number;
}
