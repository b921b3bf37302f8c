import { type Finding } from "../../constructs/core/validation";
import { type EnvironmentSettings } from "../settings";

/** Settings of one environment that have to fit together. */
export interface Check {
  /** Paths that it reads; it is left out while one of them is malformed. */
  readonly reads: readonly string[];
  /** Findings whose `setting` is a path inside the environment. */
  find(settings: EnvironmentSettings): readonly Finding[];
}

/** Settings of several environments that have to fit together. Findings name the environment themselves. */
export type Comparison = (environments: readonly EnvironmentSettings[]) => readonly Finding[];

/** A problem for each text that stands in a list a second time. */
export function duplicates(setting: string, values: readonly string[]): readonly Finding[] {
  return values.map(
    (value, index) =>
      values.indexOf(value) !== index && {
        setting: `${setting}[${index}]`,
        value,
        must: "be there once",
        fix: "remove the second one",
      },
  );
}
