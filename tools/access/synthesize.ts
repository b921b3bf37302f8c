import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type StackJson } from "../../policies/rendered/rendered-stack";
import { type EnvironmentSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { renderReleases } from "../../policies/rendered/releases";
import { Literals, type SynthesizedStack } from "../../policies/rendered/literals";
import { type ClusterObject } from "../../policies/rendered/cluster-object";

/** Everything that an environment renders. */
export interface RenderedEnvironment {
  readonly stacks: readonly SynthesizedStack[];
  readonly objects: readonly ClusterObject[];
}

/** Renders the stacks of an environment and their charts in a directory of its own, which is removed. `cdktf.out` stays as it is. */
export function renderEnvironment(settings: EnvironmentSettings, now: Date): RenderedEnvironment {
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
    const { objects, unknown } = renderReleases(stacks, new Literals(stacks, now));
    const [refusal] = unknown.flatMap(({ error }) => error ?? []);
    if (refusal !== undefined) throw refusal;
    return { stacks, objects };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
