import { type PolicyRow } from "../../../policies";
import { LEVELS, type EnvironmentKind, type LevelTable } from "../../../policies/levels";
import { type RenderedEnvironment } from "../../../policies/mutation/environment";
import { joined } from "../../../policies/mutation/paths";
import { type PathTable } from "../../../policies/mutation/paths/path-table";
import { byTable, run, type MutationResult, type Outcome } from "../../../policies/mutation/run";
import { type Block } from "../../../policies/rendered/rendered-stack";
import { type ObjectRule, type PolicyRule, type ResourceRule } from "../../../policies/rule";
import { type KubernetesObject } from "../../../sandbox/kubernetes/objects";

export const TODAY = new Date("2026-11-21T12:00:00Z");

/** Type and name to arguments. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** A small environment, without a chart to render. */
export function environment(
  name: EnvironmentKind,
  resource: Resources,
  objects: readonly KubernetesObject[] = [],
  more: Partial<RenderedEnvironment> & { readonly json?: Block } = {},
): RenderedEnvironment {
  const { json, ...rest } = more;
  return {
    name,
    kind: name,
    stack: { name: `shop-${name}`, json: { resource, ...json } },
    releases: {
      objects: objects.map((object) => ({ object, namespace: "shop", path: `shop-${name}/Release` })),
      unknown: [],
    },
    exceptions: [],
    ownWords: { [`shop-${name}-1a2b`]: "<project>" },
    ...rest,
  };
}

/** A row without words. */
const wordless = (id: string, rule: PolicyRule, level: LevelTable): PolicyRow => ({
  id,
  level,
  fact: "",
  why: "",
  fix: "",
  covers: [],
  references: [],
  rule,
});

/** A row with a rule for Terraform. */
export const row = (id: string, rule: ResourceRule, level: LevelTable = LEVELS.everywhere): PolicyRow =>
  wordless(id, rule, level);

/** A row with a rule for Kubernetes. */
export const objectRow = (id: string, rule: ObjectRule): PolicyRow => wordless(id, rule, LEVELS.everywhere);

/** Makes the mutants of one table. */
export const mutated = (
  environments: readonly RenderedEnvironment[],
  table: PathTable,
  ...rows: readonly PolicyRow[]
): MutationResult => run({ environments, rows, mutants: byTable(joined({ test: table })), today: TODAY });

/** A mutant in one line, with the environments in which a rule finds it. */
export const shown = (outcome: Outcome): string => {
  const found = Object.entries(outcome.foundBy).map(([name, rules]) => `${name}:${rules.join("+") || "-"}`);
  return `${outcome.path}: ${outcome.change} | ${found.join(" ")}`;
};
