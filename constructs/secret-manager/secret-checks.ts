import { outOfRange, type Finding } from "../core/validation";

const ALIASES = "https://cloud.google.com/secret-manager/docs/assign-alias-to-secret-version";
const DELAY = "https://cloud.google.com/secret-manager/docs/delay-destruction-of-secret-versions";
const MOST_ALIASES = 50;

/** What is wrong with the aliases of versions. */
export function aliasProblems(aliases: Readonly<Record<string, string>> | undefined): readonly Finding[] {
  const entries = Object.entries(aliases ?? {});
  return [
    entries.length > MOST_ALIASES && {
      setting: "versionAliases",
      value: entries.length,
      must: `have at most ${MOST_ALIASES} entries`,
      fix: "drop some",
      source: ALIASES,
    },
    ...entries.map(
      ([alias]): Finding =>
        (!/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(alias) || alias === "latest" || alias === "NEW") && {
          setting: "versionAliases",
          value: alias,
          must: "have 1 to 63 letters, digits, hyphens or underscores, start with a letter and be neither latest nor NEW",
          fix: "choose for example previous",
          source: ALIASES,
        },
    ),
    ...entries.map(
      ([alias, version]): Finding =>
        !/^[1-9]\d*$/.test(version) && {
          setting: `versionAliases.${alias}`,
          value: version,
          must: "be the number of a version",
          fix: "write for example 3",
          source: ALIASES,
        },
    ),
  ];
}

/** What is wrong with the days in which a destroyed version can be restored. */
export function destroyDelayProblem(days: number): Finding {
  return outOfRange("versionDestroyDays", days, 1, 1000, { unit: "days", source: DELAY });
}
