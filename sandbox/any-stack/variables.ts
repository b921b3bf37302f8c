import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Configuration } from "./configuration";
import { parseFile } from "./module-files";

/** Files with values that Terraform reads by itself: https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence */
const VALUES = /^(terraform\.tfvars|.*\.auto\.tfvars)(\.json)?$/;

/**
 * What is wrong with the values of a configuration's variables: Terraform would ask for those that have none, and nobody answers it here.
 *
 * @param directory where the configuration is
 */
export async function variableProblems(
  directory: string,
  { variable }: Configuration,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const given = new Set<string>();
  const problems: string[] = [];
  for (const name of readdirSync(directory).filter((file) => VALUES.test(file))) {
    try {
      Object.keys(await parseFile(join(directory, name))).forEach((key) => given.add(key));
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  const missing = Object.entries(variable).filter(
    ([name, block]) => !("default" in block) && !given.has(name) && environment[`TF_VAR_${name}`] === undefined,
  );
  return [
    ...problems,
    ...missing.map(
      ([name]) =>
        `variable '${name}' has no default and no value; write '${name} = …' into ${join(directory, "terraform.tfvars")}, ` +
        `or export TF_VAR_${name}=…`,
    ),
  ];
}
