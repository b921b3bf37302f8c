import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { App } from "cdktf";
import { ValidationError } from "../../constructs/core/validation";
import { resolveSettings, sandbox, type EnvironmentSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { DIGESTS, digestOf, keptReleases, RELEASES } from "./older-release";
import { assetsOf, stacksIn } from "./older-stacks";

const LAYOUTS = ["one-stack", "two-stacks"] as const satisfies readonly EnvironmentSettings["layout"][];

/**
 * Keeps what today's code synthesizes for the sandbox in both layouts. Their charts have the same content and are kept once.
 *
 * @returns where it lies
 * @throws ValidationError when the version is none, or is kept already
 */
export function keepRelease(version: string, project: string): string {
  const folder = join(project, RELEASES, version);
  const refuse = (must: string, fix: string) =>
    new ValidationError("npm run keep-release", "KeptRelease", [{ setting: "version", value: version, must, fix }]);
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw refuse("be of the form 1.2.3", "correct it in package.json");
  if (existsSync(folder)) {
    throw refuse("be one that is not kept yet: a kept release never changes", "raise it in package.json");
  }
  const outdir = mkdtempSync(join(tmpdir(), "cliscale-keep-"));
  try {
    for (const layout of LAYOUTS) keepLayout(layout, join(outdir, layout), folder);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  const digests = keptReleases(project).map((release) => [release, digestOf(join(project, RELEASES, release))]);
  writeFileSync(join(project, DIGESTS), `${JSON.stringify(Object.fromEntries(digests), null, 2)}\n`);
  return folder;
}

function keepLayout(layout: (typeof LAYOUTS)[number], outdir: string, folder: string): void {
  const app = new App({ outdir });
  resolveSettings([{ ...sandbox, layout }]).forEach((settings) => addCliscale(app, settings));
  app.synth();
  for (const { name, directory } of stacksIn(outdir, sandbox.name)) {
    const target = join(folder, layout, "stacks", name);
    mkdirSync(target, { recursive: true });
    cpSync(join(directory, "cdk.tf.json"), join(target, "cdk.tf.json"));
    for (const asset of assetsOf(directory)) {
      // Helm ignores a chart's README, and its examples go with the code of that time
      const filter = (file: string) => basename(file) !== "README.md" || dirname(file) !== join(directory, asset);
      cpSync(join(directory, asset), join(folder, asset), { recursive: true, filter });
    }
  }
  cpSync(join(outdir, "manifest.json"), join(folder, layout, "manifest.json"));
}
