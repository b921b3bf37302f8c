import { isKnown, type Finding } from "../core/validation";

/** Databases that every instance has. */
const RESERVED = ["postgres", "cloudsqladmin", "template0", "template1"];

/** What is wrong with the name of a database. */
export function databaseProblems(name: string): readonly Finding[] {
  return [
    isKnown(name) &&
      (!/^[a-z_][a-z0-9_-]{0,62}$/.test(name) || RESERVED.includes(name)) && {
        setting: "name",
        value: name,
        must: `have 1 to 63 lowercase letters, digits, hyphens or underscores, not start with a digit or hyphen and be none of ${RESERVED.join(", ")}`,
        fix: "choose the name of the application",
        source: "https://cloud.google.com/sql/docs/postgres/create-manage-databases",
      },
  ];
}
