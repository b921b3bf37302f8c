import { withoutEnvironment, type RenderedEnvironment } from "./environment";
import { changeInWords } from "./change";
import { editsOf } from "./edits";
import { locationsOf } from "./location";
import { type AreaTable } from "./paths";
import { type Subject } from "./subject";
import { type Change, type Relevance } from "./paths/path-table";

/** One change of one resource or object of one environment. */
export interface Mutant {
  readonly subject: Subject;
  readonly area: string;
  /** The entry of the table that asks for it. */
  readonly entry: string;
  /** That of the subject, without what only this environment calls it. */
  readonly address: string;
  /** The place that is changed. */
  readonly path: string;
  readonly change: string;
  /** The resource or object as it is then; undefined when it is gone. */
  readonly result: Subject["block"] | undefined;
  /** Why nobody has to notice. */
  readonly equivalent?: string;
  /** The same in every environment that has the same mutant. */
  readonly key: string;
}

/** What a table asks for on one resource or object, `equivalent` changes included. */
export function mutantsOf(subject: Subject, table: AreaTable, environment: RenderedEnvironment): readonly Mutant[] {
  const address = withoutEnvironment(subject.address, environment);
  return Object.entries(table[subject.type] ?? {}).flatMap(([entry, { area, relevance }]) => {
    if (relevance.when?.holds(subject.block) === false) {
      return [];
    }
    return locationsOf(subject.block, entry).flatMap((location) =>
      changesOf(relevance).flatMap(({ change, equivalent }) =>
        editsOf(subject, location, change).map(({ label, change: words, result }) => {
          const path = withoutEnvironment(label, environment);
          const key = JSON.stringify([subject.type, address, path, words]);
          return { subject, area, address, entry, path, change: words, result, equivalent, key };
        }),
      ),
    );
  });
}

function changesOf({ changes, equivalent }: Relevance): readonly { change: Change; equivalent?: string }[] {
  const same = new Map(equivalent.map(({ change, reason }) => [changeInWords(change), reason]));
  return [
    ...changes.filter((change) => !same.has(changeInWords(change))).map((change) => ({ change })),
    ...equivalent.map(({ change, reason }) => ({ change, equivalent: reason })),
  ];
}
