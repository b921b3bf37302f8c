import { type App, type TerraformStack } from "cdktf";
import { type EnvironmentSettings } from "../environments/settings";
import { ProductionReadiness, type EnvironmentKind } from "../policies";

const KINDS: Readonly<Record<EnvironmentSettings["stage"], EnvironmentKind>> = {
  sandbox: "sandbox",
  development: "dev",
  staging: "staging",
  production: "prod",
};

/** A stack and the environment that it is for. */
export interface EnvironmentOfStack {
  readonly settings: EnvironmentSettings;
  readonly stack: TerraformStack;
}

/** Judges every stack by the strictness of its environment's stage, whatever the environment is called. */
export function guard(app: App, stacks: readonly EnvironmentOfStack[]): void {
  const kinds = new Map(stacks.map(({ settings, stack }) => [stack.node.id, KINDS[settings.stage]]));
  // a stack that no environment claims is judged as strictly as there is
  ProductionReadiness.of(app, { environment: (stack) => kinds.get(stack) ?? "prod" });
}
