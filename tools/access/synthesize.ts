import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type StackJson } from "../../policies/rendered-stack";
import { type EnvironmentSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { objectsOf } from "./releases";
import { type SynthesizedStack } from "./literals";
import { type ClusterObject } from "./pods";

/** Everything that an environment renders. */
export interface RenderedEnvironment {
  readonly stacks: readonly SynthesizedStack[];
  readonly objects: readonly ClusterObject[];
}

/** Renders the stacks of an environment and their charts in a directory of its own, which is removed. `cdktf.out` stays as it is. */
export async function renderEnvironment(settings: EnvironmentSettings, now: Date): Promise<RenderedEnvironment> {
  const outdir = mkdtempSync(join(tmpdir(), "cliscale-access-"));
  try {
    const app = new App({ outdir });
    const names = addCliscale(app, settings).map(({ node }) => node.id);
    app.synth();
    const stacks = names.map((name) => {
      const directory = join(outdir, "stacks", name);
      const json = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as StackJson;
      return { name, directory, json };
    });
    return { stacks, objects: await objectsOf(stacks, now) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
