import { instanceNameProblems, plainNameProblems } from "../../constructs/cloud-sql/instance-name";
import { type NameRule } from "../../constructs/core/naming";
import { type Finding } from "../../constructs/core/validation";
import { resourceNames, RULES_OF_NAMES } from "../names";
import { type EnvironmentSettings } from "../settings";
import { type Check } from "./check";

/** Every resource name that follows from the prefix keeps its service's rule, and the environment's name tells its stage. */
export const names: Check = {
  reads: ["name", "stage", "namePrefix", "project", "database.replicas"],
  find: (settings) => [...resourceNameProblems(settings), stageProblem(settings)],
};

function resourceNameProblems(settings: EnvironmentSettings): readonly Finding[] {
  const all = resourceNames(settings);
  const { project, namePrefix, database } = settings;
  const rules = Object.entries(RULES_OF_NAMES) as [keyof typeof RULES_OF_NAMES, NameRule][];
  const instances = [
    ...instanceNameProblems(project, all.database, 1),
    ...database.replicas.flatMap(({ name }) => plainNameProblems(project, `${all.database}-${name}`)),
  ];
  const fix = "choose another prefix, at most 19 characters long";
  return [
    ...rules.map(
      ([key, rule]): Finding =>
        !rule.pattern.test(all[key]) && {
          setting: "namePrefix",
          value: namePrefix,
          must: `make valid names, and the ${rule.kind} '${all[key]}' must ${rule.words}`,
          fix,
          source: rule.source,
        },
    ),
    ...instances.map(
      (finding): Finding =>
        finding && {
          ...finding,
          setting: "namePrefix",
          value: namePrefix,
          must: `make valid names, and the Cloud SQL instance '${String(finding.value)}' must ${finding.must}`,
          fix,
        },
    ),
  ];
}

function stageProblem({ name, stage }: EnvironmentSettings): Finding {
  return (
    /^prod(uction)?(-|$)/.test(name) &&
    stage !== "production" && {
      setting: "stage",
      value: stage,
      must: `be production in an environment that is called '${name}'`,
      fix: "set it to production or rename the environment",
    }
  );
}
