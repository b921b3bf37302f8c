import { join } from "node:path";
import { type App, type TerraformStack } from "cdktf";
import { type EnvironmentSettings } from "../environments/settings";
import { CATALOG, ProductionReadiness, type EnvironmentKind, type PolicyRow } from "../policies";
import { CLISCALE_REACHABILITY_ROW } from "./cliscale-reachability";

/** What an environment is to the guardrails, by its stage. */
export const KINDS: Readonly<Record<EnvironmentSettings["stage"], EnvironmentKind>> = {
  sandbox: "sandbox",
  development: "dev",
  staging: "staging",
  production: "prod",
};

/** What cliscale is judged by: the pack, and its own matrix of who reaches whom. */
export const GUARDRAILS: readonly PolicyRow[] = [...CATALOG, CLISCALE_REACHABILITY_ROW];

/** A stack and the environment that it is for. */
export interface EnvironmentOfStack {
  readonly settings: EnvironmentSettings;
  readonly stack: TerraformStack;
}

/** Judges every stack by the strictness of its environment's stage, whatever the environment is called. */
export function guard(app: App, stacks: readonly EnvironmentOfStack[]): void {
  const kinds = new Map(stacks.map(({ settings, stack }) => [stack.node.id, KINDS[settings.stage]]));
  // a stack that no environment claims is judged as strictly as there is
  const report = (extension: string): string => join(app.outdir, `production-readiness.${extension}`);
  ProductionReadiness.of(app, {
    environment: (stack) => kinds.get(stack) ?? "prod",
    rows: GUARDRAILS,
    jsonFile: report("json"),
    sarifFile: report("sarif"),
    junitFile: report("xml"),
  });
}
