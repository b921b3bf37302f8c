import { changeInWords } from "./change";
import { editsOf } from "./edits";
import { type RenderedEnvironment } from "./environment";
import { locationsOf } from "./location";
import { type AreaTable } from "./paths";
import { type Change, type Relevance } from "./paths/path-table";
import { placesIn } from "./places";
import { subjectsOf, type Subject } from "./subject";

/** A path of a table, with what is wrong. */
export interface TableProblem {
  readonly type: string;
  readonly path: string;
  readonly problem: string;
}

/** Whether the tables speak of everything that is rendered, and of nothing else. */
export interface TableProblems {
  /** Values that no entry covers. */
  readonly missing: readonly TableProblem[];
  /** Blocks and lists that no entry covers, though the values in them may have some: nobody said what their removal means. */
  readonly blocks: readonly TableProblem[];
  /** Entries, and changes of entries, that come to nothing in every environment. */
  readonly stale: readonly TableProblem[];
  /** Entries that contradict themselves or give no reason. */
  readonly words: readonly TableProblem[];
}

/** An entry of a table that is for a path. */
export interface Governing {
  readonly entry: string;
  readonly area: string;
  readonly relevance: Relevance;
}

/** Shorter reasons say nothing. */
const SHORTEST_REASON = 10;

/**
 * The entry for a canonical path: its own, or that of the nearest block above it. That a resource as a whole must not be removed
 * says nothing of its arguments; a resource that is harmless as a whole is so with all its arguments.
 */
export function governing(entries: AreaTable[string] | undefined, path: string): Governing | undefined {
  const names = path.replace(/\[\]$/, "").split(".");
  const above = names.flatMap((_, index) => {
    const block = names.slice(0, names.length - index).join(".");
    return [`${block}[]`, block];
  });
  const own = path.endsWith("[]") ? [] : [path];
  for (const entry of [...own, ...above, ""]) {
    const found = entries?.[entry];
    if (found !== undefined && (entry !== "" || found.relevance.harmless !== undefined)) {
      return { entry, ...found };
    }
  }
  return undefined;
}

/** What is wrong with the tables, given what the environments render. */
export function tableProblems(
  table: AreaTable,
  environments: readonly RenderedEnvironment[],
  only?: string,
): TableProblems {
  const subjects = environments.flatMap(subjectsOf).filter(({ type }) => only === undefined || type === only);
  const byType = new Map<string, Subject[]>();
  subjects.forEach((subject) => byType.set(subject.type, [...(byType.get(subject.type) ?? []), subject]));
  const entries = Object.entries(table)
    .filter(([type]) => only === undefined || type === only)
    .flatMap(([type, paths]) =>
      Object.entries(paths).map(([path, { relevance }]) => ({
        type,
        path,
        relevance,
        subjects: byType.get(type) ?? [],
      })),
    );
  return {
    missing: uncovered(byType, table, true),
    blocks: uncovered(byType, table, false),
    stale: entries.flatMap(stale),
    words: entries.flatMap(badWords),
  };
}

function uncovered(
  byType: ReadonlyMap<string, readonly Subject[]>,
  table: AreaTable,
  leaves: boolean,
): readonly TableProblem[] {
  return [...byType].flatMap(([type, subjects]) => {
    const addresses = new Map<string, string>();
    for (const { block, address } of subjects) {
      for (const { path, isLeaf } of placesIn(block)) {
        if (isLeaf === leaves && !addresses.has(path) && governing(table[type], path) === undefined) {
          addresses.set(path, address);
        }
      }
    }
    return [...addresses].map(([path, address]) => ({ type, path, problem: `no entry; rendered in ${address}` }));
  });
}

interface Entry {
  readonly type: string;
  readonly path: string;
  readonly relevance: Relevance;
  /** Everything of the type in all environments. */
  readonly subjects: readonly Subject[];
}

function stale({ type, path, relevance, subjects }: Entry): readonly TableProblem[] {
  const saying = (problem: string): readonly TableProblem[] => [{ type, path, problem }];
  if (subjects.length === 0) {
    return saying("no environment renders this type");
  }
  const meant = subjects.filter(({ block }) => relevance.when?.holds(block) !== false);
  if (meant.length === 0) {
    return saying("its condition holds for nothing");
  }
  const places = meant.flatMap((subject) =>
    locationsOf(subject.block, path).map((location) => ({ subject, location })),
  );
  const idle = (change: Change): boolean =>
    places.every(({ subject, location }) => editsOf(subject, location, change).length === 0);
  const changes = [...relevance.changes, ...relevance.equivalent.map(({ change }) => change)];
  const isRendered = places.some(({ location }) => location.value !== undefined);
  return !isRendered && changes.every(idle)
    ? saying("no environment renders this path")
    : changes.filter(idle).flatMap((change) => saying(`'${changeInWords(change)}' changes nothing anywhere`));
}

function badWords({ type, path, relevance: { changes, equivalent, harmless, when } }: Entry): readonly TableProblem[] {
  const reasons = [harmless, when?.reason, ...equivalent.map(({ reason }) => reason)];
  const same = new Set(equivalent.map(({ change }) => changeInWords(change)));
  return [
    ...reasons
      .filter((reason) => reason !== undefined && reason.trim().length < SHORTEST_REASON)
      .map((reason) => `'${reason}' is no reason`),
    ...changes.map(changeInWords).flatMap((change) => (same.has(change) ? [`'${change}' both hurts and doesn't`] : [])),
    ...(changes.length > 0 && harmless !== undefined ? ["it both hurts and is harmless"] : []),
    ...(changes.length + equivalent.length === 0 && harmless === undefined ? ["it says nothing"] : []),
  ].map((problem) => ({ type, path, problem }));
}
