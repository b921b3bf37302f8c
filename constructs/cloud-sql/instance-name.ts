import { isKnown, outOfRange, type Finding } from "../core/validation";

const SOURCE = "https://cloud.google.com/sql/docs/postgres/instance-settings#instance-id-2ndgen";

/** Of `<project>:<instance>`. */
const LONGEST = 98;

/** `<name>-<generation>`: deterministic, so that two runs of a synth agree, and new when the generation is. */
export function instanceName(name: string, generation: number): string {
  return `${name}-${generation}`;
}

/** What is wrong with the name of an instance or with its generation. */
export function instanceNameProblems(project: string, name: string, generation: number): readonly Finding[] {
  return [...plainNameProblems(project, name, `-${generation}`), outOfRange("generation", generation, 1, 9999)];
}

/** What is wrong with a name that has no generation, such as that of a replica. */
export function plainNameProblems(project: string, name: string, ending = ""): readonly Finding[] {
  if (!isKnown(name)) {
    return [];
  }
  const room = LONGEST - (isKnown(project) ? project.length + 1 : 0) - ending.length;
  return [
    !/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) && {
      setting: "name",
      value: name,
      must: "have lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
      fix: "choose another name",
      source: SOURCE,
    },
    name.length > room && {
      setting: "name",
      value: name,
      must: `have at most ${room} characters in project '${isKnown(project) ? project : ""}'`,
      fix: "choose a shorter name",
      source: SOURCE,
    },
  ];
}
