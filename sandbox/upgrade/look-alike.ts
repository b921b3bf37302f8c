import { type PlanResourceChange, type PlanValues } from "./plan";

/** The part of arguments that has to agree for two objects to look alike: a renamed construct often changes some label, too. */
const ENOUGH = 0.5;

/** Arguments that tell objects of a type apart. Where they differ, a `moved` block would only turn the loss into a replacement. */
const NAMES: ReadonlySet<string> = new Set(["name", "account_id", "secret_id", "repository_id", "service_account_id"]);

/**
 * Finds, among what a plan creates, the object that is most like one that it destroys: of the same type and name, and with the same values
 * in most of the arguments that are known. A new address with the same content is a renamed construct, as a rule.
 */
export function lookAlike(
  destroyed: PlanResourceChange,
  created: readonly PlanResourceChange[],
): PlanResourceChange | undefined {
  const candidates = created
    .filter(({ type }) => type === destroyed.type)
    .map((one) => ({ one, score: likeness(destroyed.change.before, one.change.after) }))
    .filter(({ score }) => score >= ENOUGH)
    .sort((one, other) => other.score - one.score);
  return candidates[0]?.one;
}

/** From 0 to 1: how many of the arguments agree. Those that are not known yet say nothing. */
function likeness(before: PlanValues, after: PlanValues): number {
  const known = Object.entries(after ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const agrees = ([name, value]: readonly [string, unknown]) => includes(before?.[name], value);
  const sameName = known.filter(([name]) => NAMES.has(name)).every(agrees) && sameMetadata(before, after);
  return known.length === 0 || !sameName ? 0 : known.filter(agrees).length / known.length;
}

/** Kubernetes has the name in a block, beside labels that may differ. */
function sameMetadata(before: PlanValues, after: PlanValues): boolean {
  const [one, other] = [before, after].map((values) => [values?.["metadata"]].flat()[0] as PlanValues | undefined);
  return ["name", "namespace"].every((name) => includes(one?.[name], other?.[name]));
}

/** Whether a value has everything that another one says; what an API adds to it does not matter. */
function includes(whole: unknown, part: unknown): boolean {
  if (part === null || part === undefined) return true;
  if (typeof part !== "object") return whole === part;
  if (typeof whole !== "object" || whole === null) return Object.keys(part).length === 0;
  return Object.entries(part).every(([name, value]) =>
    includes((whole as Readonly<Record<string, unknown>>)[name], value),
  );
}
