import { editsOf } from "./edits";
import { withoutEnvironment, type RenderedEnvironment } from "./environment";
import { mutantsOf, type Mutant } from "./mutant";
import { type AreaTable } from "./paths";
import { type Change } from "./paths/path-table";
import { placesIn, type Place } from "./places";
import { type Subject } from "./subject";
import { governing } from "./table-problems";

/**
 * Changes that nobody wrote down: everything removed once, and every truth turned into its opposite. What the tables ask for
 * themselves is left out. A change of what they call harmless is `equivalent`; when a rule finds it, one of the two is wrong.
 */
export function unlistedMutants(
  subject: Subject,
  table: AreaTable,
  environment: RenderedEnvironment,
): readonly Mutant[] {
  const listed = new Set(mutantsOf(subject, table, environment).map(({ key }) => key));
  const address = withoutEnvironment(subject.address, environment);
  return placesIn(subject.block)
    .flatMap((place) =>
      obviousChanges(place).flatMap((change) =>
        editsOf(subject, place, change).map((edit): Mutant => {
          const found = governing(table[subject.type], place.path);
          const holds = found?.relevance.when?.holds(subject.block) !== false;
          const path = withoutEnvironment(edit.label, environment);
          return {
            subject,
            area: found?.area ?? "none",
            entry: place.path,
            address,
            path,
            change: edit.change,
            result: edit.result,
            equivalent: holds ? found?.relevance.harmless : found?.relevance.when?.reason,
            key: JSON.stringify([subject.type, address, path, edit.change]),
          };
        }),
      ),
    )
    .filter(({ key }) => !listed.has(key));
}

function obviousChanges({ value }: Place): readonly Change[] {
  return [{ kind: "remove" }, ...(typeof value === "boolean" ? [{ kind: "set" as const, value: !value }] : [])];
}
