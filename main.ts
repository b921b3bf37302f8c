import { join } from "node:path";
import { App } from "cdktf";
import { runApp } from "./constructs/core/run";
import { loadEnvironments } from "./environments";
import { installProviders } from "./sandbox/install";
import { addCliscale } from "./stacks/cliscale";
import { guard } from "./stacks/guardrails";

runApp(() => {
  const { environments, leftOut } = loadEnvironments();
  const app = new App();
  const stacks = environments.flatMap((settings) => addCliscale(app, settings).map((stack) => ({ settings, stack })));
  guard(app, stacks);
  app.synth();

  for (const { settings, stack } of stacks) {
    if (settings.stage === "sandbox") {
      installProviders(join(app.outdir, "stacks", stack.node.id), stack.toTerraform() as object);
    }
  }
  leftOut.forEach(({ name, missing }) => console.error(`cliscale-${name} is left out: ${missing}`));
});
