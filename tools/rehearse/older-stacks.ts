import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type OlderStack } from "./older-version";

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies?: readonly string[] }>>;
}

/** The stacks of an environment in what cdktf synthesized, in the order in which they are deployed; none when there is no such environment. */
export function stacksIn(outdir: string, environment: string): readonly OlderStack[] {
  const file = join(outdir, "manifest.json");
  if (!existsSync(file)) return [];
  const { stacks } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const id = `cliscale-${environment}`;
  // the layouts are asked for by name: cliscale-prod-eu is another environment than prod
  const names = [id, `${id}-platform`, `${id}-workload`].filter((name) => Object.hasOwn(stacks, name));
  return names.map((name) => ({ name, directory: join(outdir, "stacks", name) }));
}

/** Copies what a synth wrote, and leaves behind what makes the simulated providers known to that working copy. */
export function copyStack({ name, directory }: OlderStack, into: string): OlderStack {
  const target = join(into, name);
  mkdirSync(target, { recursive: true });
  cpSync(join(directory, "cdk.tf.json"), join(target, "cdk.tf.json"));
  if (existsSync(join(directory, "assets")))
    cpSync(join(directory, "assets"), join(target, "assets"), { recursive: true });
  return { name, directory: target };
}

/** The assets that a stack refers to: relative paths whose last part follows from the content. */
export function assetsOf(directory: string): readonly string[] {
  const text = readFileSync(join(directory, "cdk.tf.json"), "utf8");
  return [...new Set([...text.matchAll(/"(?:\.\/)?(assets\/[^"]+)"/g)].flatMap(([, path]) => path ?? []))];
}
