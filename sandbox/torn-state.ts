import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { resolve } from "node:path";
import { Store } from "./cloud/store";

/**
 * Terraform writes a local state file in place: it empties the file, then fills it. A kill in that moment leaves half of
 * one, which no later run can read ("Unsupported state file format"), or an empty one, which the next run takes for no
 * state at all, so that everything exists already. Puts what is left aside and the backup of the last run in its place, if
 * there is one: what was made since then is in the simulated cloud, unacknowledged, and the next run takes it up again. A
 * state that can be read is left alone.
 *
 * @param stackDirectory where Terraform runs
 * @param synthesized the stack's Terraform JSON
 * @param cloud the simulated cloud's directory
 * @returns where the half file lies now, or undefined when there was nothing to do
 */
export function putTornStateAside(stackDirectory: string, synthesized: object, cloud: string): string | undefined {
  const file = localState(stackDirectory, synthesized);
  if (file === undefined || !existsSync(file) || isWhole(file)) return undefined;
  new Store(cloud).doubtAnswers();
  const backup = `${file}.backup`;
  const usable = existsSync(backup) && isWhole(backup);
  // before its first write, Terraform has made the file and no backup
  if (readFileSync(file, "utf8") === "" && !usable) return undefined;
  const torn = `${file}.torn`;
  renameSync(file, torn);
  if (usable) copyFileSync(backup, file);
  return torn;
}

/** The state's file, or undefined when the state is kept elsewhere. */
function localState(stackDirectory: string, synthesized: object): string | undefined {
  const { terraform = [] } = synthesized as { readonly terraform?: Block | readonly Block[] };
  const backends = [terraform].flat().flatMap(({ backend = [] }) => [backend].flat());
  const kinds = Object.assign({}, ...backends) as Readonly<Record<string, { readonly path?: string } | undefined>>;
  if (Object.keys(kinds).length > 0 && kinds["local"] === undefined) return undefined;
  return resolve(stackDirectory, kinds["local"]?.path ?? "terraform.tfstate");
}

interface Block {
  readonly backend?: object | readonly object[];
}

/** False for half a state and for none. */
function isWhole(file: string): boolean {
  try {
    return typeof JSON.parse(readFileSync(file, "utf8")) === "object";
  } catch {
    return false;
  }
}
