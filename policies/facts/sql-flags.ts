import { blocksAt, isReference, type Block } from "../rendered/rendered-stack";
import { every, shown, unknown, verdict, type Verdict } from "../rule";
import { readAt } from "./gke-arguments";

const FLAGS = "settings.database_flags";

/** What a flag has to be. */
export interface ExpectedFlag {
  readonly name: string;
  /** Values that are right, in small letters. */
  readonly right: readonly string[];
  /** True when the engine's own default is right as well. */
  readonly orAbsent?: boolean;
}

/** A flag's value as text; undefined when it isn't set. The last one counts, as for the API. */
export function flagOf(instance: Block, name: string): string | undefined {
  const value = blocksAt(instance, FLAGS).findLast((flag) => flag.name === name)?.value;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value).toLowerCase()
    : undefined;
}

/** The argument where Terraform makes the flags itself, so that nobody knows which there are. */
export function computedFlags(instance: Block): string | undefined {
  const reading = readAt(instance, FLAGS);
  return "computed" in reading ? reading.computed : undefined;
}

/** Judges flags one by one. */
export function expectFlags(instance: Block, expected: readonly ExpectedFlag[]): Verdict {
  const computed = computedFlags(instance);
  return computed === undefined ? every(...expected.map((flag) => expectFlag(instance, flag))) : unknown(computed);
}

function expectFlag(instance: Block, { name, right, orAbsent = false }: ExpectedFlag): Verdict {
  const value = flagOf(instance, name);
  if (isReference(value)) {
    return unknown(`${FLAGS}.${name}`);
  }
  const isRight = value === undefined ? orAbsent : right.includes(value);
  return verdict(
    isRight ? [] : [`${FLAGS}.${name} is ${shown(value)}, not ${right.map((one) => `"${one}"`).join(" or ")}`],
  );
}
