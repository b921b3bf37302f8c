import { readFileSync } from "node:fs";
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
      const directory = join(app.outdir, "stacks", stack.node.id);
      const synthesized = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as object;
      installProviders(directory, synthesized, {
        cloud: `cliscale-${settings.name}`,
        main: join(__dirname, "sandbox", "main.js"),
      });
    }
  }
  leftOut.forEach(({ name, missing }) => console.error(`cliscale-${name} is left out: ${missing}`));
});
