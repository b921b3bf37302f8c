import { survivesIn, type MutationResult, type Outcome } from "./run";
import { percentOf, scoreOf, scoresBy } from "./score";
import { type TableProblem, type TableProblems } from "./table-problems";

/** The report for a terminal. */
export function consoleReport(
  result: MutationResult,
  problems: TableProblems,
  environments: readonly string[],
): string {
  const { outcomes, equivalent, judged } = result;
  const types = scoresBy(outcomes, "type");
  const widest = Math.max(0, ...types.map(({ name }) => name.length));
  return [
    ...section(
      "By type:",
      types.map((one) => `${one.name.padEnd(widest)}  ${one.killed}/${one.total}  ${percentOf(one)}`),
    ),
    ...section("Equivalent, which nobody has to find:", equivalent.map(equivalentLine)),
    ...section("Called equivalent, yet a rule finds it:", equivalent.filter(isFound).map(foundLine)),
    ...section("Rules that failed:", defectLines(result)),
    ...section("Values without an entry:", problems.missing.map(problemLine)),
    ...section("Blocks and lists without an entry:", problems.blocks.map(problemLine)),
    ...section("Entries that come to nothing:", problems.stale.map(problemLine)),
    ...section("Entries that contradict themselves or give no reason:", problems.words.map(problemLine)),
    ...survivors(outcomes),
    summary(outcomes, environments, judged),
  ].join("\n");
}

/** Only what nobody found. */
export function survivorsReport({ outcomes, judged }: MutationResult, environments: readonly string[]): string {
  return [...survivors(outcomes), summary(outcomes, environments, judged)].join("\n");
}

/** What the tables don't ask for: rules that object to what they call harmless, and changes to which nobody objects. */
export function unlistedReport({ outcomes, equivalent }: MutationResult): string {
  const quiet = outcomes.filter((outcome) => survivesIn(outcome).length > 0);
  return [
    ...section("Called harmless, yet a rule finds it:", grouped(equivalent.filter(isFound), foundLine)),
    ...section(
      "Neither listed nor harmless, and nobody finds it:",
      grouped(quiet, (one) => `${placeOf(one)} (survives in ${survivesIn(one).join(", ")})`),
    ),
    `${equivalent.filter(isFound).length} contradictions, ${quiet.length} changes that nobody thought of`,
  ].join("\n");
}

function summary(outcomes: readonly Outcome[], environments: readonly string[], judged: number): string {
  const score = scoreOf(outcomes);
  const stacks = `${judged} changed stacks of ${environments.join(", ")}`;
  return `Mutation score: ${score.killed} of ${score.total}, ${percentOf(score)} (${stacks})`;
}

function survivors(outcomes: readonly Outcome[]): readonly string[] {
  const alive = outcomes.filter((outcome) => survivesIn(outcome).length > 0);
  return section(
    "Survivors:",
    alive.map((one) => `${placeOf(one)} (survives in ${survivesIn(one).join(", ")})`),
  );
}

const isFound = ({ foundBy }: Outcome): boolean => Object.values(foundBy).some((rules) => rules.length > 0);

const placeOf = ({ type, address, path, change }: Outcome): string =>
  `${address.startsWith(`${type}.`) ? address : `${type}, ${address}`}: ${path === "" ? "the whole" : path}: ${change}`;

const equivalentLine = (one: Outcome): string => `${placeOf(one)}; ${one.equivalent}`;

const foundLine = (one: Outcome): string =>
  `${placeOf(one)}; found by ${[...new Set(Object.values(one.foundBy).flat())].join(", ")}, called: ${one.equivalent}`;

const problemLine = ({ type, path, problem }: TableProblem): string =>
  `${type}: ${path === "" ? "the whole" : path}: ${problem}`;

/** One line for all resources of a type in which the same path is changed in the same way, with the first of them. */
function grouped(outcomes: readonly Outcome[], line: (one: Outcome) => string): readonly string[] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = JSON.stringify([outcome.type, outcome.entry, outcome.change]);
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [`${line(first)}${others.length === 0 ? "" : `, and ${others.length} like it`}`],
  );
}

/** A rule that can't bear one change tends not to bear a hundred others: each is shown with the first. */
function defectLines({ defects }: MutationResult): readonly string[] {
  const first = new Map(defects.map((defect) => [`${defect.rule}: ${defect.message}`, defect] as const).reverse());
  return [...first].map(([text, { environment, mutant }]) => `${text}, in ${environment}: ${mutant ?? "as it is"}`);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length})`, ...lines.map((line) => `  ${line}`), ""];
}
