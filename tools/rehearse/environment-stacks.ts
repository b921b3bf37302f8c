import { App } from "cdktf";
import { type EnvironmentSettings } from "../../environments";
import { type FoundDirectory, readDirectory } from "../../sandbox/any-stack/read-directory";
import { addCliscale } from "../../stacks/cliscale";
import { type OlderVersion } from "./older-version";

/** Renders the stacks of an environment into a directory of their own; `cdktf.out` stays as it is. */
export async function environmentStacks(settings: EnvironmentSettings, outdir: string): Promise<FoundDirectory> {
  const app = new App({ outdir });
  addCliscale(app, settings);
  app.synth();
  return readDirectory(outdir);
}

/** Reads the stacks of an older version, each after those before it. */
export async function olderStacks({ stacks }: OlderVersion, directory: string): Promise<FoundDirectory> {
  const found: FoundDirectory["stacks"][number][] = [];
  for (const stack of stacks) {
    const read = await readDirectory(stack.directory);
    found.push(...read.stacks.map((one) => ({ ...one, dependencies: found.map(({ name }) => name) })));
  }
  return { directory, stacks: found };
}
