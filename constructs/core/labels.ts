import { isKnown, type Finding } from "./validation";

/** Labels of a Google Cloud resource. */
export type Labels = Readonly<Record<string, string>>;

const SOURCE = "https://cloud.google.com/resource-manager/docs/labels-overview#requirements";
const KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const MOST = 64;

/** What Google Cloud would refuse about labels. */
export function labelProblems(setting: string, labels: Labels | undefined): readonly Finding[] {
  if (!isKnown(labels)) {
    return [];
  }
  const entries = Object.entries(labels);
  return [
    entries.length > MOST && {
      setting,
      value: entries.length,
      must: `have at most ${MOST} labels`,
      fix: "drop some",
      source: SOURCE,
    },
    ...entries.map(
      ([key]) =>
        !KEY.test(key) && {
          setting,
          value: key,
          must: "have keys of 1 to 63 lowercase letters, digits, hyphens or underscores that start with a letter",
          fix: "rename the label",
          source: SOURCE,
        },
    ),
    ...entries.map(
      ([key, value]) =>
        isKnown(value) &&
        !VALUE.test(value) && {
          setting: `${setting}.${key}`,
          value,
          must: "have at most 63 lowercase letters, digits, hyphens or underscores",
          fix: "change the label's value",
          source: SOURCE,
        },
    ),
  ];
}

/** Undefined when there are no labels: an empty map would be rendered. */
export function labelsOrUndefined(...layers: readonly (Labels | undefined)[]): Record<string, string> | undefined {
  const merged: Record<string, string> = {};
  for (const layer of layers) {
    Object.assign(merged, layer);
  }
  return Object.keys(merged).length === 0 ? undefined : merged;
}
