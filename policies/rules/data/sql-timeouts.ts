import { INSTANCE } from "../../facts/sql";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

const NAMES = ["create", "update", "delete"];

/** An instance takes a quarter of an hour and more: https://cloud.google.com/sql/docs/postgres/create-instance */
const LEAST_MINUTES = 20;
const MINUTES: Readonly<Record<string, number>> = { h: 60, m: 1, s: 1 / 60 };

/** Terraform waits until Cloud SQL is done. One that gives up earlier leaves an instance that it doesn't know. */
export const sqlTimeouts: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const given = NAMES.map((name) => [`timeouts.${name}`, valueAt(block, `timeouts.${name}`)] as const).filter(
      ([, value]) => value !== undefined && !isReference(value),
    );
    const short = given.filter(([, value]) => minutesOf(String(value)) < LEAST_MINUTES);
    return given.length === 0
      ? NOT_APPLICABLE
      : verdict(short.map(([path, value]) => `${path} is ${shown(value)}, not ${LEAST_MINUTES}m or more`));
  },
};

function minutesOf(duration: string): number {
  return [...duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce(
    (sum, [, count, unit = "s"]) => sum + Number(count) * (MINUTES[unit] ?? 0),
    0,
  );
}
