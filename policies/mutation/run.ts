import { type PolicyRow } from "../catalog";
import { type RenderedEnvironment } from "./environment";
import { mutantsOf, type Mutant } from "./mutant";
import { Pack, type Reaction } from "./pack";
import { type AreaTable } from "./paths";
import { subjectsOf, type Subject } from "./subject";
import { World } from "./world";

/** What became of one mutant, over all environments in which it can be made. */
export interface Outcome extends Pick<Mutant, "area" | "path" | "change" | "entry" | "equivalent"> {
  readonly type: string;
  /** Without what only one environment calls it. */
  readonly address: string;
  /** The rules that found it, by environment: none where it survives; one of them unless all were asked for. */
  readonly foundBy: Readonly<Record<string, readonly string[]>>;
}

/** A rule that threw. */
export interface Defect {
  readonly rule: string;
  readonly message: string;
  readonly environment: string;
  /** The resource or object and the change that it can't bear; absent for the untouched environment. */
  readonly mutant?: string;
}

/** What a run tells. */
export interface MutationResult {
  /** Mutants that have to be found. */
  readonly outcomes: readonly Outcome[];
  /** Those after which everything is as before. They don't count. */
  readonly equivalent: readonly Outcome[];
  readonly defects: readonly Defect[];
  /** How many stacks were judged: a mutant is judged in each environment in which it can be made. */
  readonly judged: number;
}

/** What {@link run} needs. */
export interface RunInput {
  readonly environments: readonly RenderedEnvironment[];
  readonly rows: readonly PolicyRow[];
  /** The mutants of a resource or object. */
  readonly mutants: (subject: Subject, environment: RenderedEnvironment) => readonly Mutant[];
  readonly today: Date;
  /** Only this type or kind. */
  readonly only?: string;
  /** Asks every rule about every mutant, also when one has found it already: takes several times as long. */
  readonly thorough?: boolean;
  /** Told after each resource and object. */
  readonly onProgress?: (environment: string, judged: number) => void;
}

/** Mutants by the tables. */
export const byTable =
  (table: AreaTable): RunInput["mutants"] =>
  (subject, environment) =>
    mutantsOf(subject, table, environment);

/** The environments in which nobody notices. */
export const survivesIn = ({ foundBy }: Outcome): readonly string[] =>
  Object.keys(foundBy).filter((environment) => foundBy[environment]?.length === 0);

/** Makes every mutant in every environment, and asks the pack. */
export function run({ environments, rows, mutants, today, only, thorough, onProgress }: RunInput): MutationResult {
  const outcomes = new Map<string, Outcome>();
  const defects: Defect[] = [];
  // what found a change of a path tends to find the next one
  const finders = new Map<string, string>();
  let judged = 0;
  for (const environment of environments) {
    const world = new World(environment, today);
    const pack = new Pack(rows, environment, world.stack, today);
    defects.push(...defectsIn(pack, environment));
    for (const subject of subjectsOf(environment)) {
      if (only !== undefined && only !== subject.type) continue;
      for (const mutant of mutants(subject, environment)) {
        const place = `${subject.type} ${mutant.entry}`;
        const asked = { all: thorough === true, first: finders.get(place) };
        const reaction = pack.reactionTo(world.with(mutant), subject.address, asked);
        reaction.rules.slice(0, 1).forEach((rule) => finders.set(place, rule));
        defects.push(...defectsIn(reaction, environment, mutant));
        outcomes.set(mutant.key, withReaction(outcomes.get(mutant.key), mutant, environment, reaction));
        judged += 1;
      }
      onProgress?.(environment.name, judged);
    }
  }
  const all = [...outcomes.values()];
  return {
    outcomes: all.filter(({ equivalent }) => equivalent === undefined),
    equivalent: all.filter(({ equivalent }) => equivalent !== undefined),
    defects,
    judged,
  };
}

/** A mutant that an environment has twice, such as one in each of two items of one name, has to be found both times. */
function withReaction(
  known: Outcome | undefined,
  mutant: Mutant,
  { name }: RenderedEnvironment,
  { rules }: Reaction,
): Outcome {
  const { subject, area, entry, path, change, equivalent, address } = mutant;
  const again = known?.foundBy[name];
  const found = again !== undefined && (again.length === 0 || rules.length === 0) ? [] : [...(again ?? []), ...rules];
  const foundBy = { ...known?.foundBy, [name]: [...new Set(found)] };
  return { area, type: subject.type, address, entry, path, change, equivalent, foundBy };
}

function defectsIn({ failures }: Pick<Reaction, "failures">, { name }: RenderedEnvironment, mutant?: Mutant): Defect[] {
  return failures.map(({ rule, message }) => ({
    rule,
    message,
    environment: name,
    mutant: mutant && `${mutant.subject.address} ${mutant.path}: ${mutant.change}`,
  }));
}
